import { closeSync, constants, fstatSync, openSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { ExternalError } from '../../../base/errors.ts'
import type { Blob } from './layer-blob.ts'

/** Where the documents and layers of an image lie: a layout folder or an archive. Paths are those of the layout. */
export interface ImageContainer {
  /** What it is, for messages: `folder`, `archive`. */
  readonly kind: 'folder' | 'archive'
  /** Undefined where nothing of this name is. Throws EXTERNAL_DISK. */
  open(path: string): Blob | undefined
  /** The bytes are not needed any more. */
  release(blob: Blob): void
  close(): void
}

/**
 * An OCI layout in a folder. Throws EXTERNAL_DISK when it is not there. Like in the source of folders nothing outside of its
 * real path is opened, and no FIFO hangs the scan.
 */
export function layoutFolder(root: string): ImageContainer {
  const realRoot = orDiskError(() => realpathSync(root))
  const descriptors = new Set<number>()
  return {
    kind: 'folder',
    open: (path) => {
      const target = realPath(join(realRoot, path))
      if (target === undefined) return undefined
      if (!target.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
        throw new ExternalError('EXTERNAL_DISK', `${path} leaves the image`, { retryable: false })
      }
      const blob = openRegular(target)
      descriptors.add(blob.descriptor)
      return blob
    },
    release: ({ descriptor }) => {
      if (descriptors.delete(descriptor)) closeSync(descriptor)
    },
    close: () => {
      for (const descriptor of descriptors) closeSync(descriptor)
      descriptors.clear()
    },
  }
}

/** Opens a regular file without following a link or waiting. Throws EXTERNAL_DISK. */
export function openRegular(path: string): Blob {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const descriptor = orDiskError(() => openSync(path, flags))
  const info = fstatSync(descriptor)
  if (info.isFile()) return { descriptor, offset: 0, size: info.size }
  closeSync(descriptor)
  throw new ExternalError('EXTERNAL_DISK', 'a part of the image is not a regular file', { retryable: false })
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw diskError(error)
  }
}

function orDiskError<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw diskError(error)
  }
}

function diskError(error: unknown): ExternalError {
  return new ExternalError('EXTERNAL_DISK', `the image cannot be read: ${codeOf(error)}`, {
    retryable: false,
    cause: error,
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
