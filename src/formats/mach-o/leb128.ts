/** A number of variable length and where the next thing begins. */
export interface Leb128 {
  readonly value: number
  readonly next: number
}

/** An unsigned LEB128 number; bits above 2^53 are lost. Ends at the end of the bytes. */
export function uleb128(bytes: Uint8Array, at: number): Leb128 {
  let value = 0
  let factor = 1
  let next = at
  while (next < bytes.length && next - at < 10) {
    const byte = bytes[next++] ?? 0
    value += (byte & 0x7f) * factor
    if (byte < 0x80) break
    factor *= 128
  }
  return { value, next }
}
