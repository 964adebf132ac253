import type { OciDigest } from '../../../formats/oci/digest.ts'
import type { FilePlace } from '../../source.ts'

/** Bytes of an image document or a layer, in a file that is open. */
export type Blob = Pick<FilePlace, 'descriptor' | 'offset' | 'size'>

/** One layer of the chosen image, lowest first. */
export interface Layer {
  /** From 0. */
  readonly index: number
  /** `layer 3 of 7`. */
  readonly label: string
  /** Its own name in messages. */
  readonly name: string
  readonly mediaType: string | undefined
  /** Of the bytes as they are stored, and how many there should be; a `docker save` archive does not say. */
  readonly stored?: { readonly digest: OciDigest; readonly size: number }
  /** Of the unpacked bytes. */
  readonly diffId: OciDigest | undefined
  /** The step of the build that made it, as the image says. */
  readonly createdBy: string | undefined
}
