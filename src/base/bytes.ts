import type { Limits } from './limits.ts'

/** Bytes that can be read from the start or from the middle, without saying where they are kept. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /** The whole content. Throws LimitError LIMIT_SIZE when it is larger than `limits.fileBytes`. */
  all(): Promise<Uint8Array>
  /** At most `length` bytes from `offset`; fewer at the end. */
  slice(offset: number, length: number): Promise<Uint8Array>
}

/** A syntax: how bytes become a value, without opinion. */
export interface Format<T> {
  /** Unique; parsed results are remembered under it. */
  readonly id: string
  /** True where the bytes are not text; a text format is never given a zip or an executable. */
  readonly binary?: boolean
  /** Throws FormatError with a position, or LimitError. */
  parse(bytes: Uint8Array, limits: Limits): T
}
