/** A safetensors file with this header, blanks up to a multiple of eight (or one off), and so many zero bytes of data. */
export function safetensorsOf(header: string, dataBytes: number, aligned = true): Uint8Array {
  const text = Buffer.from(header)
  const padded = aligned ? Math.ceil(text.length / 8) * 8 : text.length + (8 - (text.length % 8)) + 1
  const file = Buffer.alloc(8 + padded + dataBytes)
  file.writeBigUInt64LE(BigInt(padded), 0)
  file.fill(0x20, 8, 8 + padded)
  text.copy(file, 8)
  return file
}
