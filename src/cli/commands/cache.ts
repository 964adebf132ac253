import { safeJson } from '../../base/escape.ts'
import { ExternalError, UsageError } from '../../base/errors.ts'
import { type CacheStatus, cacheStatus, clearCache } from '../../engine/cache/cache-status.ts'
import { CACHE_BYTES } from '../../engine/cache/cache-settings.ts'
import { CACHE_OPTIONS, type CacheFolder, cacheFolder } from '../cache-folder.ts'
import type { Arguments, Command, Context } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { runSubcommand, type Subcommands } from '../subcommand.ts'

/** `assay cache info|clear`. */
export const cacheCommand: Command = {
  name: 'cache',
  summary: 'Say what is kept of earlier scans, or drop it',
  usage: ['assay cache info [OPTIONS]', 'assay cache clear [OPTIONS]'],
  about: [
    'A scan keeps what it read out of each file, so that the next one opens only files that changed. The results are the same with and without it; `assay package` keeps what it fetched and what it saw in it. docs/cache.md says what is kept and why it can be trusted. info says where it is and how large; clear removes it.',
  ],
  options: [
    ...CACHE_OPTIONS.filter(({ name }) => name === 'cache-dir'),
    { name: 'format', short: 'f', value: 'FORMAT', help: 'text or json. Default: text.' },
  ],
  examples: [
    { command: 'assay cache info', does: 'Where is it, how large is it, what is in it?' },
    { command: 'assay cache clear', does: 'Remove it; the next scan builds it anew.' },
  ],
  run: (args, context) => runSubcommand('cache', ACTIONS, args, context),
}

const ACTIONS: Subcommands = { info, clear }

async function info(args: Arguments, context: Context): Promise<number> {
  const json = asJson(args)
  const folder = folderOf(args, context)
  const status = orDiskError(folder, () => cacheStatus(folder.path))
  context.terminal.out(json ? `${safeJson({ ...status, maxBytes: CACHE_BYTES })}\n` : infoText(status))
  return EXIT.allowed
}

async function clear(args: Arguments, context: Context): Promise<number> {
  const json = asJson(args)
  const folder = folderOf(args, context)
  const { bytes } = orDiskError(folder, () => clearCache(folder.path))
  const said = bytes === 0 ? `there was nothing in ${folder.path}` : `removed ${megabytes(bytes)} from ${folder.path}`
  context.terminal.out(json ? `${safeJson({ folder: folder.path, removedBytes: bytes })}\n` : `${said}\n`)
  return EXIT.allowed
}

function folderOf(args: Arguments, context: Context): CacheFolder {
  if (args.positionals.length > 0)
    throw new UsageError('USAGE_ARGUMENTS', 'info and clear take no further words', 'Name the folder with --cache-dir.')
  const folder = cacheFolder(args, context)
  if (folder !== undefined) return folder
  throw new UsageError('USAGE_PATH', 'this user has no home folder and so no cache', 'Name a folder with --cache-dir.')
}

function orDiskError<T>({ path }: CacheFolder, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new ExternalError('EXTERNAL_DISK', `the cache in ${path}: ${error.message}`, {
      retryable: false,
      cause: error,
    })
  }
}

function asJson(args: Arguments): boolean {
  const format = args.value('format') ?? 'text'
  if (format !== 'text' && format !== 'json')
    throw new UsageError('USAGE_ARGUMENTS', `expected --format text or json, found ${format}`)
  return format === 'json'
}

function infoText({ folder, bytes, inspections, folders, trees, packages, artefacts, problem }: CacheStatus): string {
  const lines = [
    `folder       ${folder}`,
    `size         ${megabytes(bytes)} of at most ${megabytes(CACHE_BYTES)}`,
    `inspections  ${inspections}`,
    `folders      ${folders}`,
    `trees        ${trees}`,
    `packages     ${packages.count} looked through, ${megabytes(packages.bytes)}`,
    `artefacts    ${artefacts.count} files fetched from registries, ${megabytes(artefacts.bytes)}`,
    ...(problem === undefined ? [] : [`problem      ${problem}; the next scan builds it anew`]),
  ]
  return `${lines.join('\n')}\n`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
