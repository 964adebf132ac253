import { FormatError } from '../base/errors.ts'

/** Offsets of the fields that are read, by record (APPNOTE 4.3). All numbers are little-endian. */
export const LOCAL = { signature: 0x04034b50, flags: 6, method: 8, crc32: 14, nameLength: 26, extraLength: 28 } as const
export const CENTRAL = {
  signature: 0x02014b50,
  flags: 8,
  method: 10,
  crc32: 16,
  packedSize: 20,
  size: 24,
  nameLength: 28,
  extraLength: 30,
  commentLength: 32,
  disk: 34,
  offset: 42,
} as const
export const LOCAL_HEADER_BYTES = 30
export const ENTRY_HEADER_BYTES = 46

/** The value of a 32-bit field whose real value stands in the zip64 extra field. */
const IN_ZIP64 = 0xffffffff

export interface EntrySizes {
  readonly size: number
  readonly packedSize: number
  readonly offset: number
}

/**
 * Sizes and place of a directory entry; from its zip64 extra field (APPNOTE 4.5.3) where the 32-bit fields say so.
 * Throws FORMAT_SHAPE when that field is missing, too short or holds a number beyond 2^53.
 */
export function entrySizes(piece: Buffer, at: number, extra: Buffer, place: number): EntrySizes {
  const size = piece.readUInt32LE(at + CENTRAL.size)
  const packedSize = piece.readUInt32LE(at + CENTRAL.packedSize)
  const offset = piece.readUInt32LE(at + CENTRAL.offset)
  if (size !== IN_ZIP64 && packedSize !== IN_ZIP64 && offset !== IN_ZIP64) return { size, packedSize, offset }
  const field = zip64Field(extra)
  let next = 0
  // The fields stand in this order, and only those that are marked.
  const wide = (narrow: number): number => {
    if (narrow !== IN_ZIP64) return narrow
    next += 8
    if (field === undefined || field.length < next) throw broken('expected a zip64 extra field, found none', place)
    return safeNumber(field.readBigUInt64LE(next - 8), place)
  }
  return { size: wide(size), packedSize: wide(packedSize), offset: wide(offset) }
}

/** A 64-bit number as one that JavaScript counts exactly; more is a lie about any real archive. */
export function safeNumber(value: bigint, place: number): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken(`expected a size below 2^53, found ${value}`, place)
  return Number(value)
}

/** The same memory with the readers of Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Each step moves at least four bytes, so a crafted field costs no more than its own length. */
function zip64Field(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 0x0001) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return undefined
}

function broken(message: string, byte: number): FormatError {
  return new FormatError('FORMAT_SHAPE', `ZIP: ${message}`, { byte })
}
