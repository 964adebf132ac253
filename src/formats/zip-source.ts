import type { ByteSource } from '../base/bytes.ts'

/** Bytes in memory as a source, for archives inside archives and for tests. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    all: async () => bytes,
    slice: async (offset, length) => bytes.subarray(offset, offset + length),
  }
}

/**
 * A source that reads ahead: slices that follow each other come from one window. The members of a feed are read in the
 * order they are stored, and 230,000 single reads through the thread pool would cost more than unpacking them.
 */
export function readAhead(source: ByteSource, windowBytes: number): ByteSource {
  let window = { start: 0, bytes: new Uint8Array(0) as Uint8Array }
  return {
    size: source.size,
    all: () => source.all(),
    async slice(offset, length) {
      let current = window
      if (offset < current.start || offset + length > current.start + current.bytes.length) {
        // Kept in one piece: a second caller may have moved the window while this one waited.
        current = { start: offset, bytes: await source.slice(offset, Math.max(length, windowBytes)) }
        window = current
      }
      return current.bytes.subarray(offset - current.start, offset - current.start + length)
    },
  }
}
