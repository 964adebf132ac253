import { createHash } from 'node:crypto'
import type { Format } from '../../../base/bytes.ts'
import { LimitError } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import { digestText, type OciDigest } from '../../../formats/oci/digest.ts'
import type { Descriptor } from '../../../formats/oci/descriptor.ts'
import type { ImageContainer } from './image-container.ts'
import type { ImageTroubles } from './image-troubles.ts'
import { bytesAt } from './placed-file.ts'

/** Registries refuse manifests above 4 MiB; configurations with long histories stay below too. */
const MOST_BYTES = 8 * 1024 * 1024

/** Reads the JSON documents of an image and holds each against its digest. */
export interface ImageDocuments {
  /** Undefined where it is not there. Throws LIMIT_SIZE, FormatError, EXTERNAL_DISK. */
  named<T>(path: string, format: Format<T>, digest?: OciDigest): Promise<T | undefined>
  /** The blob of a descriptor; the same. */
  described<T>(descriptor: Descriptor, format: Format<T>): Promise<T | undefined>
}

/** A wrong digest is a trouble, and the document is read as it is. */
export function imageDocuments(container: ImageContainer, limits: Limits, troubles: ImageTroubles): ImageDocuments {
  const named = async <T>(path: string, format: Format<T>, digest?: OciDigest): Promise<T | undefined> => {
    const blob = container.open(path)
    if (blob === undefined) return undefined
    try {
      if (blob.size > MOST_BYTES) {
        throw new LimitError(
          'LIMIT_SIZE',
          `${path} has ${blob.size} bytes, the limit for such a document is ${MOST_BYTES}`,
        )
      }
      const bytes = await bytesAt(blob).all()
      const found = digest === undefined ? undefined : createHash(digest.algorithm).update(bytes).digest('hex')
      if (digest !== undefined && found !== digest.hex) {
        troubles.add('FORMAT_DIGEST', 'error', `the document ${digestText(digest)} has the digest ${found}`)
      }
      return format.parse(bytes, limits)
    } finally {
      container.release(blob)
    }
  }
  return { named, described: ({ digest }, format) => named(blobPath(digest), format, digest) }
}

/** Where a layout keeps a blob (image-layout.md). */
export function blobPath({ algorithm, hex }: OciDigest): string {
  return `blobs/${algorithm}/${hex}`
}
