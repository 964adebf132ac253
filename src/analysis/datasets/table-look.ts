import type { Count } from './dataset-inspection.ts'

/** What a look at a table tells beside what stands in its tallies. */
export interface TableLook {
  readonly format: string
  readonly rows: Count
  readonly parts?: number
  /** Why it ended early. */
  readonly why?: string
}

/** Text of a table as UTF-8, in pieces. */
export interface TextStream {
  readonly pieces: AsyncIterable<Uint8Array>
  /** The first bytes of it, and whether there are no more. */
  readonly head: Uint8Array
  readonly headIsAll: boolean
  /** Without the ending of a compression. */
  readonly path: string
  /** Where the text begins in the file; undefined where it does not stand there as it is. */
  readonly offset: number | undefined
  /** No more bytes than this will come, where that is known. */
  readonly most: number | undefined
}
