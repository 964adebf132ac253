import { basename } from 'node:path'
import type { Limits } from '../base/limits.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { TreeSource } from '../scan/source.ts'
import type { UnpackingProgress } from '../scan/sources/image/unpacking-meter.ts'
import { directorySource } from '../scan/sources/directory.ts'
import { plan, type PlanOptions } from './inspect-tree.ts'
import { isPackageDatabase, operatingSystemPackages } from './operating-system-packages.ts'
import type { ProgressListener } from './progress.ts'
import type { TreeDescriptor } from './tree-descriptor.ts'

/** That the root is a container image, and which one of several. */
export interface ImageTarget {
  /** For example `linux/arm64`; absent: linux/amd64 where there are several. */
  readonly platform?: string
  /** A name, a tag or a digest. */
  readonly reference?: string
  /** Absolute path of a folder for what has to be unpacked. */
  readonly scratch: string
}

/** What decides which tree a scan looks at. */
export interface TreeRequest extends PlanOptions {
  readonly root: string
  readonly only: string | undefined
  readonly image?: ImageTarget
  readonly limits: Limits
  readonly signal: AbortSignal
  readonly onProgress: ProgressListener
}

/** A tree and what is known of it before it is walked. */
export interface OpenedTree {
  readonly tree: TreeSource
  readonly descriptor: TreeDescriptor
  /** The name of the project: that of the folder, the reference of the image. */
  readonly name: string
  readonly told: readonly Diagnostic[]
  /** Which layer of an image brought a file. */
  readonly layerOf?: (path: string) => string | undefined
  /** After the workers have ended. */
  close(): void
}

/** Opens a folder or an image. Throws ExternalError when it cannot be read; for an image what openImage() throws. */
export async function openTree(request: TreeRequest): Promise<OpenedTree> {
  const { image } = request
  const opened = image === undefined ? await openFolder(request) : await openImageTree(request, image)
  if (request.attention !== 'project' || request.only !== undefined) return opened
  try {
    return { ...opened, told: [...opened.told, ...(await operatingSystemPackages(opened.tree))] }
  } catch (error) {
    opened.close()
    throw error
  }
}

async function openFolder({ root, limits }: TreeRequest): Promise<OpenedTree> {
  const tree = await directorySource(root, limits)
  return { tree, descriptor: { kind: 'directory', root }, name: basename(root), told: [], close: () => {} }
}

/** Loaded with the first image. */
async function openImageTree(request: TreeRequest, { scratch, ...wish }: ImageTarget): Promise<OpenedTree> {
  const { openImage } = await import('../scan/sources/image/open-image.ts')
  const wantedBy = plan(request)
  const { root: path, limits, signal } = request
  const wanted = (file: string): boolean => wantedBy(file) !== undefined || isPackageDatabase(file)
  const onUnpacked = (unpacking: UnpackingProgress): void =>
    request.onProgress({ filesSeen: 0, filesInspected: 0, filesQueued: 0, unpacking })
  const image = await openImage({ ...wish, path, scratch, limits, signal, wanted, onUnpacked })
  return {
    tree: image.tree,
    descriptor: { kind: 'image' },
    name: image.name,
    told: image.diagnostics,
    layerOf: (file) => image.layerOf(file),
    close: () => image.close(),
  }
}
