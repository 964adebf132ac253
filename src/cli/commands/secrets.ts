import { randomBytes } from 'node:crypto'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { VALIDATE_OPTION } from '../validation-options.ts'
import { scanAndReport, scanCommand } from './scan.ts'

/** What says nothing about secrets. */
const FOREIGN = new Set([
  'advisories',
  'osv',
  'kev',
  'epss',
  'vex',
  'no-secrets',
  'inspect',
  'trust-project',
  'packages-dir',
])

/** `assay secrets`: what must not leave the house. */
export const secretsCommand: Command = {
  name: 'secrets',
  summary: 'Find secrets and personal data in files, notebooks, datasets, archives and git history',
  usage: [
    'assay secrets [DIR|FILE|-] [OPTIONS]',
    'assay secrets [DIR] --history|--since REV|--staged [OPTIONS]',
    'assay secrets key',
  ],
  about: [
    'Looks through every file: sources, configuration, notebooks with everything they printed, tables column by column, archives member by member, the metadata of models. Tokens with a checksum are proven offline; nothing is sent to a provider that `--validate` does not name. Of a value only its ends, its length and its keyed name are reported. `assay scan` does the same beside everything else.',
    '--history: every file of every commit that a branch, a tag or a stash reaches, and their messages, each once; what was looked at is remembered, so the next run reads only what is new. Says who brought a value, when, and whether it still stands in HEAD. No program that a repository names is run.',
    'key: prints a new key for ASSAY_FINGERPRINT_KEY or `sensitive.fingerprint-key` in assay.yaml. Under such a key also values that could be guessed get a name that stays the same.',
    'Exit code: 0 allowed, 1 blocked by policy, 2 usage, 3 incomplete where the policy demands completeness.',
  ],
  options: [
    { name: 'history', help: 'Look through the history of the git repository.' },
    { name: 'since', value: 'REV', help: 'Only what the commits since REV brought.' },
    { name: 'staged', help: 'Only what is staged for the next commit: for hooks.' },
    { name: 'unreachable', help: 'With --history: also objects that no branch, tag or stash leads to any more.' },
    VALIDATE_OPTION,
    ...scanCommand.options.filter((option) => !FOREIGN.has(option.name)),
  ],
  examples: [
    { command: 'assay secrets', does: 'Everything in the current folder.' },
    { command: 'assay secrets --history', does: 'Everything that was ever committed.' },
    { command: 'assay secrets --staged', does: 'In a hook, before the commit.' },
    { command: 'git diff main | assay secrets -', does: 'What is piped in.' },
    { command: 'assay secrets notebooks --detail full', does: 'One folder, every finding.' },
    {
      command: 'assay secrets --validate github --validate openai',
      does: 'Ask these two which of their tokens still work.',
    },
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
  const { gitScopeOf, reportHistory, reportStaged } = await import('../history-report.ts')
  const scope = gitScopeOf(args)
  if (scope === 'staged') return reportStaged(args, context)
  if (scope !== undefined) return reportHistory(args, context, scope)
  return scanAndReport(args, context, { attention: 'secrets' })
}
