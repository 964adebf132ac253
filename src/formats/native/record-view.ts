/** Numbers of a table whose byte order and word size the header of the file gives. */
export interface RecordView {
  readonly length: number
  u8(at: number): number
  u16(at: number): number
  u32(at: number): number
  /** Above 2^53 it is rounded: no offset of a file is so large, and none of them will be found in it. */
  u64(at: number): number
  /** An address or a size: 4 or 8 bytes. */
  word(at: number): number
  view(at: number, length: number): Uint8Array
}

/** How the numbers of a file are written. */
export interface NumberForm {
  readonly littleEndian: boolean
  readonly isWide: boolean
}

/** A view of bytes; places outside of them are errors of ours, so callers check lengths before. */
export function recordView(bytes: Uint8Array, { littleEndian, isWide }: NumberForm): RecordView {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const u64 = (at: number): number => Number(data.getBigUint64(at, littleEndian))
  return {
    length: bytes.length,
    u8: (at) => data.getUint8(at),
    u16: (at) => data.getUint16(at, littleEndian),
    u32: (at) => data.getUint32(at, littleEndian),
    u64,
    word: (at) => (isWide ? u64(at) : data.getUint32(at, littleEndian)),
    view: (at, length) => bytes.subarray(at, at + length),
  }
}
