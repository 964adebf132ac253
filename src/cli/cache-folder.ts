import { statSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'
import { CACHE_BYTES, type CacheSettings } from '../engine/cache/cache-settings.ts'
import type { Arguments, Context, Option } from './command.ts'

/** Options of every command that scans. */
export const CACHE_OPTIONS: readonly Option[] = [
  {
    name: 'cache-dir',
    value: 'DIR',
    help: "Where inspections are kept between runs. Default: ASSAY_CACHE_DIR, else the user's cache folder.",
  },
  { name: 'no-cache', help: 'Inspect every file anew and keep nothing.' },
]

/** The folder of the cache and whether the operator named it. */
export interface CacheFolder {
  readonly path: string
  readonly named: boolean
}

/** What a scan keeps between runs; undefined with `--no-cache` and where there is no folder for it. */
export function cacheFor(args: Arguments, context: Context, stamps = true): CacheSettings | undefined {
  if (args.has('no-cache')) return undefined
  const folder = cacheFolder(args, context)
  if (folder === undefined) return undefined
  const { path, named } = folder
  return { folder: path, named, maxBytes: CACHE_BYTES, stamps, onNote: (line) => context.terminal.note(line) }
}

/**
 * `--cache-dir`, else ASSAY_CACHE_DIR, else what the platform says: XDG_CACHE_HOME or ~/.cache (XDG Base Directory), LOCALAPPDATA,
 * ~/Library/Caches. Undefined where there is no home: a user without one is a service that keeps nothing.
 */
export function cacheFolder(args: Arguments, { environment, folder }: Context): CacheFolder | undefined {
  const given = args.value('cache-dir') ?? filled(environment['ASSAY_CACHE_DIR'])
  if (given !== undefined) return { path: resolve(folder, given), named: true }
  const base = platformFolder(environment)
  return base === undefined ? undefined : { path: join(base, 'assay'), named: false }
}

function platformFolder(environment: Context['environment']): string | undefined {
  // The specification: a relative path is to be ignored.
  const xdg = filled(environment['XDG_CACHE_HOME'])
  if (xdg?.startsWith('/') === true) return xdg
  if (platform() === 'win32') return filled(environment['LOCALAPPDATA'])
  const home = filled(environment['HOME']) ?? homedir()
  if (statSync(home, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined
  return platform() === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache')
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}
