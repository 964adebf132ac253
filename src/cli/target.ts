import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ExternalError, UsageError } from '../base/errors.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'

/** What is to be scanned. */
export interface Target {
  /** Absolute real path of the folder. */
  readonly root: string
  /** The one file in it that was asked for, relative; undefined for the folder. */
  readonly only: string | undefined
}

/** A target that may be a container image: what is scanned then is the file system in it. */
export interface ScanTarget extends Target {
  readonly isImage: boolean
  /** The folder whose assay.yaml judges: an image is judged by the one beside it, not by what it brings along. */
  readonly policyFolder: string
}

/** The same for commands that look into images: a layout folder, or an archive by its content. Throws USAGE_PATH. */
export async function scanTargetOf(positionals: readonly string[], folder: string): Promise<ScanTarget> {
  const target = await targetOf(positionals, folder)
  const { root, only } = target
  const isImage = only === undefined ? await isLayoutFolder(root) : await isImageFile(root, only)
  if (!isImage) return { ...target, isImage, policyFolder: root }
  if (only !== undefined) return { root: join(root, only), only: undefined, isImage, policyFolder: root }
  return { root, only, isImage, policyFolder: dirname(root) }
}

async function isLayoutFolder(root: string): Promise<boolean> {
  const [layout, index] = await Promise.all(
    ['oci-layout', 'index.json'].map(async (name) => (await stat(join(root, name)).catch(() => undefined))?.isFile()),
  )
  return layout === true && index === true
}

/** Whatever its name is. A file that cannot be read is left to the scan, which says so. */
async function isImageFile(root: string, name: string): Promise<boolean> {
  const { directorySource } = await import('../scan/sources/directory.ts')
  const { holdsImage } = await import('../scan/image-head.ts')
  try {
    const file = await (await directorySource(root, DEFAULT_LIMITS)).open(name)
    try {
      return await holdsImage(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error
    return false
  }
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
