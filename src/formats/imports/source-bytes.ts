/** Bytes as source, without a byte order mark: ASCII means what it means in UTF-8, and every byte above is part of a name. */
export function sourceBytes(bytes: Uint8Array): Buffer {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  return Buffer.from(bytes.buffer, bytes.byteOffset + mark, bytes.length - mark)
}

export const NEWLINE = 10
export const RETURN = 13
export const BACKSLASH = 92

/** Is it a byte of a name in Python or JavaScript? Undefined, before the start and behind the end, is none. */
export function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && NAME_BYTES[byte] === 1
}

/** Space, tab, form feed, vertical tab. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 12 || byte === 11
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === RETURN
}

/** The offset of the end of the line, or of the source. */
export function lineEnd(source: Uint8Array, start: number): number {
  let at = start
  while (at < source.length && !isLineEnd(source[at])) at++
  return at
}

/** Counts lines while it is asked for growing offsets: one pass over the part of the source that is asked about. */
export function lineCounter(source: Uint8Array): (offset: number) => number {
  let line = 1
  let at = 0
  return (offset) => {
    for (; at < offset; at++) {
      const byte = source[at]
      if (byte === NEWLINE || (byte === RETURN && source[at + 1] !== NEWLINE)) line++
    }
    return line
  }
}

/** A table with 1 for each of these bytes, for loops that look at every byte. */
export function byteTable(isIn: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isIn(byte) ? 1 : 0))
}

const NAME_BYTES = byteTable((byte) => byte > 127 || /[\w]/.test(String.fromCharCode(byte)))
