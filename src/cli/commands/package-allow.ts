import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type AllowedEntry, type AllowList, NOTHING_ALLOWED } from '../../analysis/packages/allowed/allow-list.ts'
import { allowListText, readAllowList } from '../../analysis/packages/allowed/allow-list-file.ts'
import { type Approver, approvedEntry, proposedEntry } from '../../analysis/packages/allowed/approve-entry.ts'
import { isoDate } from '../../base/clock.ts'
import { ExternalError, isExpected, UsageError } from '../../base/errors.ts'
import { visible } from '../../base/escape.ts'
import type { Arguments, Context, Option } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { keyFrom } from '../operator-key.ts'
import { operatorFile } from '../operator-file.ts'

/** The list of the organisation; a repository keeps it beside its policy. */
const LIST = 'assay-allowed.json'
/** As a waiver: three months are enough to get a release without the trouble. */
const DEFAULT_DAYS = 90
const DAY = 24 * 3_600_000

/** Options of `assay package allow` and `assay package approve`. */
export const ALLOW_OPTIONS: readonly Option[] = [
  { name: 'purl', value: 'PURL', help: 'What the file is, for example pkg:pypi/foo@1.2.3.' },
  { name: 'reason', value: 'TEXT', help: 'Why it may be used although it is held or blocked.' },
  { name: 'key', value: 'FILE', help: 'Your private key (PEM, Ed25519).' },
  { name: 'as', value: 'NAME', help: 'Who you are.' },
  {
    name: 'until',
    value: 'DATE',
    help: `The last day, YYYY-MM-DD; at most a year from now. Default: ${DEFAULT_DAYS} days.`,
  },
  { name: 'allowed', value: 'FILE', help: `The list. Default: ${LIST}.` },
  { name: 'trust', value: 'FILE', multiple: true, help: 'A public key (PEM, Ed25519) of somebody who may approve.' },
]

/**
 * `assay package allow FILE`: proposes that exactly these bytes may be used, and signs it as the first of two. Throws UsageError, ExternalError; what
 * readAllowList() throws comes as USAGE_PATH.
 */
export async function allowPackage(args: Arguments, context: Context): Promise<number> {
  const file = onlyFile(args, 'allow')
  const list = await currentList(args, context)
  const sha256 = await digestOf(context, file)
  const now = context.clock.now()
  if (list.allowed.some((entry) => entry.sha256 === sha256 && Date.parse(entry.expires) > now)) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `${visible(file)} is in the list already`,
      'Somebody else signs it with `assay package approve`.',
    )
  }
  const proposed = { purl: needed(args, 'purl'), sha256, reason: needed(args, 'reason'), expires: endOf(args, now) }
  const entry = proposedEntry(proposed, await approverOf(args, context), now)
  await keep({ ...list, allowed: [...list.allowed.filter((one) => one.sha256 !== sha256), entry] }, args, context)
  context.terminal.note(
    `assay: ${visible(entry.purl)} is proposed until ${entry.expires.slice(0, 10)}; it allows nothing yet.`,
  )
  context.terminal.note(
    `assay: somebody else has to look at the file and run \`assay package approve ${visible(file)} --key KEY --as NAME\`.`,
  )
  return EXIT.allowed
}

/** `assay package approve FILE`: signs the proposal for exactly these bytes as the second person. Throws as allowPackage() does. */
export async function approvePackage(args: Arguments, context: Context): Promise<number> {
  const file = onlyFile(args, 'approve')
  const list = await currentList(args, context)
  const sha256 = await digestOf(context, file)
  const now = context.clock.now()
  const index = list.allowed.findLastIndex((entry) => entry.sha256 === sha256)
  const proposed = list.allowed[index]
  if (proposed === undefined) throw notProposed(file, sha256, list)
  const keys = await Promise.all(args.values('trust').map((path) => keyFrom(path, context, createPublicKey)))
  const entry = approvedEntry(proposed, await approverOf(args, context), keys, now)
  await keep({ ...list, allowed: list.allowed.with(index, entry) }, args, context)
  for (const line of summary(entry)) context.terminal.note(line)
  if (keys.length === 0) context.terminal.note('assay: the first signature was not checked here; --trust KEY does.')
  return EXIT.allowed
}

function onlyFile({ positionals }: Arguments, verb: string): string {
  const [file] = positionals
  if (file !== undefined && positionals.length === 1) return file
  throw new UsageError(
    'USAGE_ARGUMENTS',
    `expected one file, found ${positionals.length}`,
    `For example \`assay package ${verb} foo-1.2.3-py3-none-any.whl\`. Each artefact of a release is allowed by itself.`,
  )
}

function needed(args: Arguments, name: string): string {
  const value = args.value(name)
  if (value !== undefined && value.trim() !== '') return value
  const help = ALLOW_OPTIONS.find((option) => option.name === name)?.help
  throw new UsageError('USAGE_ARGUMENTS', `expected --${name}`, help)
}

/** The end of the day, in UTC. */
function endOf(args: Arguments, now: number): string {
  const given = args.value('until') ?? isoDate(now + DEFAULT_DAYS * DAY)
  const time = `${given}T23:59:59Z`
  const isDay =
    /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(time)) && isoDate(Date.parse(time)) === given
  if (isDay) return time
  throw new UsageError('USAGE_ARGUMENTS', `expected --until YYYY-MM-DD, found ${visible(given.slice(0, 40))}`)
}

async function approverOf(args: Arguments, context: Context): Promise<Approver> {
  return { who: needed(args, 'as'), key: await keyFrom(needed(args, 'key'), context, createPrivateKey) }
}

function listPath(args: Arguments, context: Context): string {
  return resolve(context.folder, args.value('allowed') ?? LIST)
}

/** A list that is not there yet is an empty one; one that cannot be read or understood is not. */
async function currentList(args: Arguments, context: Context): Promise<AllowList> {
  const named = args.value('allowed') ?? LIST
  try {
    return readAllowList(await operatorFile(context.folder, named, 'the list'))
  } catch (error) {
    if (error instanceof UsageError && error.message.endsWith(': ENOENT')) return NOTHING_ALLOWED
    if (!isExpected(error) || error instanceof UsageError) throw error
    throw new UsageError('USAGE_PATH', `${visible(named)} is no list of allowed artefacts: ${error.message}`)
  }
}

/** Whoever reads the list while it is written sees the old one or the new one. */
async function keep(list: AllowList, args: Arguments, context: Context): Promise<void> {
  const path = listPath(args, context)
  try {
    await writeFile(`${path}.new`, allowListText(list))
    await rename(`${path}.new`, path)
  } catch (error) {
    throw new ExternalError('EXTERNAL_DISK', `${visible(path)} cannot be written`, { retryable: false, cause: error })
  }
}

async function digestOf(context: Context, file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(resolve(context.folder, file), { signal: context.signal }))
      hash.update(chunk as Uint8Array)
  } catch (error) {
    context.signal.throwIfAborted()
    throw new UsageError(
      'USAGE_PATH',
      `${visible(file)} cannot be read: ${String((error as NodeJS.ErrnoException).code)}`,
    )
  }
  return hash.digest('hex')
}

function notProposed(file: string, sha256: string, { allowed }: AllowList): UsageError {
  const hint =
    allowed.length === 0
      ? 'The list is empty: `assay package allow` proposes.'
      : 'Another artefact of the same release has another digest and needs a proposal of its own: `assay package allow`.'
  return new UsageError('USAGE_ARGUMENTS', `nobody has proposed ${visible(file)} (${sha256})`, hint)
}

function summary({ purl, sha256, expires, reason, approvals }: AllowedEntry): readonly string[] {
  return [
    `assay: ${visible(purl)} may be used until ${expires.slice(0, 10)}: ${visible(reason)}`,
    `assay: sha256 ${sha256}, approved by ${approvals.map(({ who }) => visible(who)).join(' and ')}.`,
  ]
}
