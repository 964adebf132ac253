import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'

/** What is to be scanned. */
export interface Target {
  /** Absolute real path of the folder. */
  readonly root: string
  /** The one file in it that was asked for, relative; undefined for the folder. */
  readonly only: string | undefined
}

/** The folder or file a command was given; the current folder when none. Throws USAGE_PATH. */
export async function targetOf(positionals: readonly string[], folder: string): Promise<Target> {
  if (positionals.length > 1) {
    throw new UsageError(
      'USAGE_ARGUMENTS',
      `expected one folder or file, found ${positionals.length}`,
      'Scan a folder that holds them all, or run once for each.',
    )
  }
  const given = positionals[0] ?? '.'
  const path = resolve(folder, given)
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() === true) return { root: await realpath(path), only: undefined }
  if (info?.isFile() === true) return { root: await realpath(dirname(path)), only: basename(path) }
  const found = info === undefined ? 'nothing is there' : 'it is neither'
  throw new UsageError('USAGE_PATH', `expected a folder or a file at ${given}, but ${found}`)
}
