import { basename, dirname, resolve } from 'node:path'
import { fileDigest } from '../../analysis/models/file-digest.ts'
import type { NeededGlobal, NeededGlobals } from '../../analysis/models/pickle/needed-globals.ts'
import { neededGlobals } from '../../analysis/models/pickle/needed-globals.ts'
import { isoDate } from '../../base/clock.ts'
import { UsageError } from '../../base/errors.ts'
import { excerpt, safeJson, visible } from '../../base/escape.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { directorySource } from '../../scan/sources/directory.ts'
import type { Arguments, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { targetOf } from '../target.ts'

const RULE = 'models/pickle-unknown-code'
/** A waiver is a decision for a while: three months are enough to ask for the file in a format without code. */
const WAIVER_DAYS = 90
const DAY = 24 * 60 * 60 * 1000

interface FileNeeds extends NeededGlobals {
  readonly path: string
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string
}

/**
 * `assay model allow FILE...`: what the files need beyond what is vetted, as waivers to paste. Names that do harm are never
 * proposed. Gives 1 when there are such, else 0. Throws UsageError and ExternalError.
 */
export async function allowGlobals(args: Arguments, context: Context): Promise<number> {
  const format = args.value('format') ?? 'text'
  if (format !== 'text' && format !== 'json') {
    throw new UsageError('USAGE_ARGUMENTS', `expected --format text or json, found ${format}`)
  }
  if (args.positionals.length === 0) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'expected the files whose names are to be allowed',
      'For example `assay model allow model.pkl`. A file that is called allow is looked at by `assay model ./allow`.',
    )
  }
  const files: FileNeeds[] = []
  for (const given of args.positionals) {
    context.signal.throwIfAborted()
    files.push(await needsOf(given, context))
  }
  const expires = isoDate(context.clock.now() + WAIVER_DAYS * DAY)
  const write = format === 'json' ? asJson : asText
  context.terminal.out(write(files, expires))
  return files.some(isRefused) ? EXIT.blocked : EXIT.allowed
}

async function needsOf(given: string, context: Context): Promise<FileNeeds> {
  const { root, only } = await targetOf([given], context.folder)
  if (only === undefined) throw new UsageError('USAGE_PATH', `expected a file, found the folder ${visible(given)}`)
  const path = resolve(root, only)
  const opened = await (await directorySource(dirname(path), DEFAULT_LIMITS)).open(basename(path))
  try {
    const digest = await fileDigest(opened)
    if (digest === undefined) {
      throw new UsageError(
        'USAGE_PATH',
        `${visible(given)} is too large or changed while it was read: it has no digest`,
      )
    }
    return { path: given, digest, ...(await neededGlobals(opened, context.clock)) }
  } finally {
    await opened.close()
  }
}

function isRefused(file: FileNeeds): boolean {
  return file.nameless.length > 0 || file.globals.some(({ tier }) => tier !== 'unknown')
}

function asJson(files: readonly FileNeeds[], expires: string): string {
  const proposals = files.map(({ path, digest, globals, nameless, complete }) => ({
    path,
    digest,
    complete,
    // A file that does harm is not made harmless by allowing the rest of it.
    proposed: isRefused({ path, digest, globals, nameless, complete })
      ? []
      : globals.filter(isNameable).map((global) => ({ ...shown(global), waiver: waiverOf(global, digest, expires) })),
    refused: globals
      .filter(({ tier }) => tier !== 'unknown')
      .map((global) => ({ ...shown(global), tier: global.tier })),
    unnameable: globals.filter((global) => !isNameable(global)).map(shown),
    nameless,
  }))
  return `${safeJson({ files: proposals })}\n`
}

function shown({ global, library, uses, why }: NeededGlobal): Record<string, unknown> {
  return { global, ...(library === undefined ? {} : { library }), uses, why }
}

/** Owner and reason are for the one who accepts it: left out here, and asked for by the policy. */
function waiverOf({ global }: NeededGlobal, digest: string, expires: string): Record<string, string> {
  return { rule: RULE, global, digest, expires }
}

function asText(files: readonly FileNeeds[], expires: string): string {
  return files.map((file) => `${fileText(file, expires).join('\n')}\n`).join('\n')
}

function fileText(file: FileNeeds, expires: string): readonly string[] {
  const { path, digest, globals, complete } = file
  const head = [`${visible(path)}  ${digest}`, ...(complete ? [] : [INCOMPLETE])]
  if (isRefused(file)) return [...head, ...refusal(file)]
  if (globals.length === 0) return [...head, '  needs nothing that is not vetted: there is nothing to allow.']
  const nameable = globals.filter(isNameable)
  return [
    ...head,
    ...globals.map((global) => `  ${visible(global.global)}: ${describe(global)}`),
    ...(nameable.length === 0 ? [] : ['']),
    ...(nameable.length === 0 ? [] : proposal(nameable, digest, expires)),
  ]
}

function proposal(globals: readonly NeededGlobal[], digest: string, expires: string): readonly string[] {
  return [
    'Read this code before you answer for it. Then fill in owner and reason, and add this to assay.yaml:',
    '',
    'waivers:',
    ...globals.flatMap((global) => waiverLines(global, digest, expires)),
  ]
}

const INCOMPLETE = '  not all of the file could be looked at: what was not may need more.'

function describe(global: NeededGlobal): string {
  const { library, uses, why } = global
  const clauses = [uses.join(', '), library === undefined ? 'library not known' : `of ${library}`, why]
  return (isNameable(global) ? clauses : [...clauses, 'no waiver can name it: no library has such a name']).join('; ')
}

/** Names come from the file. One that is no name of Python is not pasted into a policy. */
function isNameable({ global }: NeededGlobal): boolean {
  return global.length <= 300 && /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)+$/u.test(global)
}

function refusal({ globals, nameless }: FileNeeds): readonly string[] {
  const named = globals.filter(({ tier }) => tier !== 'unknown')
  return [
    '  nothing is proposed: the file does harm when it is loaded, and no waiver for a name makes it safe.',
    ...named.map(({ global, why, uses }) => `  ${visible(global)}: ${uses.join(', ')}; ${excerpt(why, 200)}`),
    ...nameless.map((why) => `  without a name: ${excerpt(why, 200)}`),
  ]
}

function waiverLines({ global }: NeededGlobal, digest: string, expires: string): readonly string[] {
  return [
    `  - global: ${global}`,
    `    digest: ${digest}`,
    `    rule: ${RULE}`,
    '    owner:   # who answers for it',
    '    reason:  # why it is acceptable',
    `    expires: ${expires}`,
  ]
}
