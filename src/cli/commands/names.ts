import { createPrivateKey, createPublicKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { NameCandidate } from '../../analysis/packages/names/candidate.ts'
import { mayExist } from '../../analysis/packages/names/existence-filter.ts'
import { nameCandidates, twinCandidate } from '../../analysis/packages/names/name-candidates.ts'
import { nameIndex } from '../../analysis/packages/names/name-index.ts'
import { readNameList } from '../../analysis/packages/names/name-lists.ts'
import { readSnapshot } from '../../analysis/packages/names/snapshot-reader.ts'
import type { NameSnapshot } from '../../analysis/packages/names/snapshot.ts'
import { buildSnapshot } from '../../analysis/packages/names/snapshot-writer.ts'
import { starterNames } from '../../analysis/packages/names/starter-names.ts'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { safeJson, visible } from '../../base/escape.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { ADVISORY_ECOSYSTEMS, type Ecosystem } from '../../model/ecosystem.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { operatorFile } from '../operator-file.ts'
import { keyFrom } from '../operator-key.ts'
import { runSubcommand } from '../subcommand.ts'

/** `assay names`: is this name meant for another one? */
export const namesCommand: Command = {
  name: 'names',
  summary: 'Say which popular package a name could be meant for, before anything is installed',
  usage: [
    'assay names check NAME... [--ecosystem PyPI|npm] [--names FILE --trust KEY]',
    'assay names build LIST --output FILE [--ecosystem PyPI|npm] [--existing LIST] [--sign KEY]',
  ],
  about: [
    'check: names one edit, one look-alike letter, one separator, one affix or one ecosystem away from a popular one, with how much that says. A name alone never blocks: most names near a popular one are honest, so the exit code is 0 whatever is found.',
    'build: makes a signed snapshot of a list you have (one name a line by rank, CSV of names and downloads, the JSON of top-pypi-packages, the list of npm-high-impact). With --existing it also knows which names exist at all, so that one an assistant invented is told without a network.',
    'Without --names a list of some hundred names of our own is used, and said so.',
  ],
  options: [
    { name: 'ecosystem', value: 'NAME', help: 'PyPI or npm. Default: PyPI.' },
    { name: 'names', value: 'FILE', help: 'A snapshot made by build.' },
    { name: 'trust', value: 'FILE', help: 'The public key (PEM, Ed25519) whose snapshots are believed.' },
    { name: 'unsigned', help: 'Believe a snapshot that nobody signed.' },
    { name: 'existing', value: 'FILE', help: 'Every name that exists, one a line.' },
    { name: 'sign', value: 'FILE', help: 'The private key (PEM, Ed25519) that signs the snapshot.' },
    { name: 'source', value: 'TEXT', help: 'Where the list comes from; kept in the snapshot.' },
    { name: 'output', short: 'o', value: 'FILE', help: 'Where the snapshot is written.' },
    { name: 'format', short: 'f', value: 'FORMAT', help: 'text or json. Default: text.' },
  ],
  examples: [
    { command: 'assay names check reqeusts huggingface-cli', does: 'Are these what I mean?' },
    {
      command: 'assay names build top.json --existing all.txt --sign key.pem -o pypi.names',
      does: 'A snapshot for machines without a network.',
    },
  ],
  run: (args, context) => runSubcommand('names', { check, build }, args, context),
}

/** What is said of one name. */
interface Said {
  readonly name: string
  readonly popular: boolean
  /** Absent without a list of all names. */
  readonly exists?: 'no' | 'probably'
  readonly candidates: readonly NameCandidate[]
}

async function check(args: Arguments, context: Context): Promise<number> {
  if (args.positionals.length === 0) {
    throw new UsageError('USAGE_ARGUMENTS', 'expected a name', 'For example `assay names check requests`.')
  }
  const ecosystem = ecosystemOf(args)
  const snapshot = await snapshotOf(args, context, ecosystem)
  if (snapshot === undefined) {
    context.terminal.note(
      'assay: compared with a short list of our own; `assay names build` makes one of a list you have.',
    )
  }
  const ranked = snapshot?.names ?? starterNames(ecosystem)
  const here = nameIndex(ecosystem, ranked)
  const other = ecosystem === 'npm' ? 'PyPI' : 'npm'
  const there = nameIndex(other, starterNames(other))
  const popular = new Set(ranked)
  const said = args.positionals.map((name): Said => {
    const twin = twinCandidate(name, here, there)
    const candidates = [...nameCandidates(name, here), ...(twin === undefined ? [] : [twin])]
    const exists = snapshot?.exists === undefined ? {} : { exists: mayExist(snapshot.exists, name) }
    return { name, popular: popular.has(name), ...exists, candidates }
  })
  const json = formatOf(args) === 'json'
  context.terminal.out(json ? `${safeJson({ schemaVersion: 1, ecosystem, names: said })}\n` : said.map(text).join(''))
  return EXIT.allowed
}

function text({ name, popular, exists, candidates }: Said): string {
  const shown = visible(name)
  if (popular) return `${shown}  is one of the popular names itself\n`
  const missing =
    exists === 'no' ? [`${shown}  exists nowhere in the snapshot: an assistant may have made it up\n`] : []
  const near = candidates.map(({ because, weight }) => {
    const chance = `${(weight.chance * 100).toFixed(weight.chance < 0.1 ? 1 : 0)} %`
    return `${shown}  ${visible(because)}; chance that it is malicious, by its name alone: ${chance} (${weight.basis})\n`
  })
  const lines = [...missing, ...near]
  return lines.length === 0 ? `${shown}  resembles no popular name\n` : lines.join('')
}

async function snapshotOf(args: Arguments, context: Context, ecosystem: Ecosystem): Promise<NameSnapshot | undefined> {
  const file = args.value('names')
  if (file === undefined) return undefined
  const trusted = args.value('trust')
  const keys = trusted === undefined ? [] : [await keyFrom(trusted, context, createPublicKey)]
  const bytes = await operatorFile(context.folder, file, 'the snapshot')
  const snapshot = readSnapshot(bytes, { keys, unsigned: args.has('unsigned') })
  if (snapshot.ecosystem === ecosystem) return snapshot
  throw new UsageError('USAGE_ARGUMENTS', `expected a snapshot of ${ecosystem}, found one of ${snapshot.ecosystem}`)
}

async function build(args: Arguments, context: Context): Promise<number> {
  const [list] = args.positionals
  const output = args.value('output')
  if (list === undefined || output === undefined || args.positionals.length > 1) {
    throw new UsageError('USAGE_ARGUMENTS', 'expected one list and --output FILE', 'See `assay names --help`.')
  }
  const [existing, sign] = [args.value('existing'), args.value('sign')]
  const read = async (file: string): Promise<readonly string[]> =>
    readNameList(await operatorFile(context.folder, file, 'the list'), DEFAULT_LIMITS)
  const { bytes, ...counts } = buildSnapshot(await read(list), {
    ecosystem: ecosystemOf(args),
    date: new Date(context.clock.now()).toISOString().slice(0, 10),
    source: args.value('source') ?? '',
    ...(existing === undefined ? {} : { existing: await read(existing) }),
    ...(sign === undefined ? {} : { key: await keyFrom(sign, context, createPrivateKey) }),
  })
  try {
    await writeFile(resolve(context.folder, output), bytes)
  } catch (error) {
    throw new ExternalError('EXTERNAL_DISK', `${output} cannot be written`, { retryable: false, cause: error })
  }
  const filter = counts.existing === 0 ? '' : `, ${counts.existing} that exist`
  const left = counts.leftOut === 0 ? '' : `; ${counts.leftOut} lines were no names or stood twice`
  context.terminal.note(`assay: wrote ${counts.names} popular names${filter} to ${output}${left}`)
  if (sign === undefined) context.terminal.note('assay: nobody signed it; --sign KEY does.')
  return EXIT.allowed
}

function ecosystemOf(args: Arguments): Ecosystem {
  const given = args.value('ecosystem') ?? 'PyPI'
  const found = ADVISORY_ECOSYSTEMS.find((one) => one.toLowerCase() === given.toLowerCase())
  if (found !== undefined) return found
  throw new UsageError('USAGE_ARGUMENTS', `expected --ecosystem ${ADVISORY_ECOSYSTEMS.join(' or ')}, found ${given}`)
}

function formatOf(args: Arguments): 'text' | 'json' {
  const given = args.value('format') ?? 'text'
  if (given === 'text' || given === 'json') return given
  throw new UsageError('USAGE_ARGUMENTS', `expected --format text or json, found ${given}`)
}
