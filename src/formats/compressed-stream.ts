/** Told of every piece that comes out of a decompressor, before the piece is handed on. */
export interface Meter {
  /**
   * `bytes` more came out; the stream has now given `unpacked` bytes for `packed`. Throws LimitError (LIMIT_SIZE,
   * LIMIT_RATIO, LIMIT_TIME) when that is more than may be spent.
   */
  take(bytes: number, unpacked: number, packed: number): void
}

/** Where a compressed stream ended and how. */
export interface StreamEnd {
  /** Offset in the packed source of the first byte behind the stream. */
  readonly end: number
  /** `corrupt` and `truncated` streams have given everything that stands in front of the damage. */
  readonly state: 'complete' | 'truncated' | 'corrupt'
  /** What a strict reader would refuse: a wrong checksum, a reserved bit, a length that lies. */
  readonly problems: readonly string[]
}

/** The unpacked bytes in pieces, then how it ended. Throws LimitError from the meter. */
export type Unpacking = AsyncGenerator<Uint8Array, StreamEnd, void>

/** Packed bytes `from` (inclusive) `to` (exclusive) of a source. */
export interface PackedRange {
  readonly from: number
  readonly to: number
}
