const WORD = 4

/**
 * The Marvin32 checksum, its two halves folded into 32 bits, over `bytes` with a 64-bit seed. Source: Niels Ferguson's algorithm as in
 * Microsoft's SymCrypt (lib/marvin32.c) and in .NET's string hashes.
 */
export function marvin32(bytes: Uint8Array, seed: bigint): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % WORD)
  let state: State = { low: Number(seed & 0xffffffffn), high: Number(seed >> 32n) }
  for (let at = 0; at < whole; at += WORD) state = mixed(state, view.readUInt32LE(at))
  // The rest, closed by the byte 0x80, makes the last word.
  const last = Buffer.alloc(WORD)
  view.copy(last, 0, whole)
  last[bytes.length - whole] = 0x80
  state = mixed(mixed(state, last.readUInt32LE(0)), 0)
  return (state.low ^ state.high) >>> 0
}

interface State {
  readonly low: number
  readonly high: number
}

function mixed({ low, high }: State, word: number): State {
  let p0 = (low + word) >>> 0
  let p1 = (high ^ p0) >>> 0
  p0 = (rotated(p0, 20) + p1) >>> 0
  p1 = (rotated(p1, 9) ^ p0) >>> 0
  p0 = (rotated(p0, 27) + p1) >>> 0
  return { low: p0, high: rotated(p1, 19) }
}

function rotated(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0
}

/** A seed as Microsoft writes it: eight ASCII characters read as a big-endian number, for example `Default0`. */
export function marvinSeed(name: string): bigint {
  return Buffer.from(name, 'latin1').readBigUInt64BE(0)
}
