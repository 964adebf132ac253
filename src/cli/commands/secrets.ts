import { randomBytes } from 'node:crypto'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { scanAndReport, scanCommand } from './scan.ts'

/** What says nothing about secrets. */
const FOREIGN = new Set(['advisories', 'osv', 'kev', 'epss', 'offline', 'vex', 'no-secrets'])

/** `assay secrets`: what must not leave the house. */
export const secretsCommand: Command = {
  name: 'secrets',
  summary: 'Find secrets and personal data in files, notebooks, datasets, archives and git history',
  usage: ['assay secrets [DIR|FILE|-] [OPTIONS]', 'assay secrets key'],
  about: [
    'Looks through every file: sources, configuration, notebooks with everything they printed, tables column by column, archives member by member, the metadata of models. Tokens with a checksum are proven offline; nothing is ever sent to a provider. Of a value only its ends, its length and its keyed name are reported. `assay scan` does the same beside everything else.',
    'key: prints a new key for ASSAY_FINGERPRINT_KEY or `sensitive.fingerprint-key` in assay.yaml. Under such a key also values that could be guessed get a name that stays the same.',
    'Exit code: 0 allowed, 1 blocked by policy, 2 usage, 3 incomplete where the policy demands completeness.',
  ],
  options: scanCommand.options.filter((option) => !FOREIGN.has(option.name)),
  examples: [
    { command: 'assay secrets', does: 'Everything in the current folder.' },
    { command: 'git diff main | assay secrets -', does: 'What is piped in.' },
    { command: 'assay secrets notebooks --detail full', does: 'One folder, every finding.' },
    { command: 'assay secrets -f sarif -o secrets.sarif', does: 'For code scanning, without a single value in it.' },
  ],
  run,
}

async function run(args: Arguments, context: Context): Promise<number> {
  const [first] = args.positionals
  if (first === 'key') {
    context.terminal.out(`${randomBytes(32).toString('hex')}\n`)
    return EXIT.allowed
  }
  if (first === '-') {
    const { reportInput } = await import('../piped-input.ts')
    return reportInput({ ...args, positionals: [] }, context)
  }
  return scanAndReport(args, context, { attention: 'secrets' })
}
