import type { MarshalCursor } from './marshal-cursor.ts'

/** 1,024 bits: longer numbers are keys and tables, and their decimal digits cost the square of their length. */
const MOST_DIGITS = 69

/** A long number: a count with a sign and digits of 15 bits, the lowest first; in decimal, `?` when it is very long. */
export function readInteger(cursor: MarshalCursor): string {
  const signed = cursor.i32()
  const count = Math.abs(signed)
  if (count > MOST_DIGITS) {
    cursor.bytes(count * 2)
    return '?'
  }
  let value = 0n
  for (let index = 0; index < count; index++) value |= BigInt(cursor.u16() & 0x7fff) << BigInt(15 * index)
  return String(signed < 0 ? -value : value)
}
