/** How a frame is written. */
export interface Lz4Options {
  readonly blockBytes?: number
  readonly stored?: boolean
  readonly linked?: boolean
}

/** An LZ4 frame of one kind of block; checksums are left out, the header checksum is zero. */
export function writeLz4(
  data: Uint8Array,
  { blockBytes = 65_536, stored = false, linked = false }: Lz4Options = {},
): Buffer {
  const header = Buffer.from([4, 0x22, 0x4d, 0x18, linked ? 0x40 : 0x60, 0x40, 0])
  const blocks: Buffer[] = []
  for (let at = 0; at < data.length; at += blockBytes) {
    const end = Math.min(at + blockBytes, data.length)
    const packed = stored
      ? Buffer.from(data.subarray(at, end))
      : lz4Block(data, at, end, linked ? Math.max(0, at - 65_535) : at)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(packed.length + (stored ? 0x80000000 : 0))
    blocks.push(size, packed)
  }
  return Buffer.concat([header, ...blocks, Buffer.alloc(4)])
}

const SHORTEST_MATCH = 4
/** The last bytes of a block are literals (LZ4 block format). */
const LAST_LITERALS = 12

/** One block by the simplest search: the last place where the next four bytes stood. */
export function lz4Block(data: Uint8Array, from: number, to: number, oldest: number): Buffer {
  const places = new Map<string, number>()
  const bytes = Buffer.from(data)
  const out: number[] = []
  let anchor = from
  for (let at = oldest; at < to - LAST_LITERALS;) {
    const key = bytes.toString('latin1', at, at + SHORTEST_MATCH)
    const match = at < from ? undefined : places.get(key)
    places.set(key, at)
    if (match === undefined || at - match > 65_535) {
      at++
      continue
    }
    let length = SHORTEST_MATCH
    while (at + length < to - LAST_LITERALS && bytes[match + length] === bytes[at + length]) length++
    sequence(out, bytes.subarray(anchor, at), at - match, length)
    at += length
    anchor = at
  }
  sequence(out, bytes.subarray(anchor, to))
  return Buffer.from(out)
}

function sequence(out: number[], literals: Uint8Array, distance?: number, length = SHORTEST_MATCH): void {
  const match = length - SHORTEST_MATCH
  out.push((Math.min(literals.length, 15) << 4) | Math.min(match, 15))
  lengthBytes(out, literals.length)
  for (const byte of literals) out.push(byte)
  if (distance === undefined) return
  out.push(distance & 255, distance >> 8)
  lengthBytes(out, match)
}

function lengthBytes(out: number[], length: number): void {
  if (length < 15) return
  let left = length - 15
  for (; left >= 255; left -= 255) out.push(255)
  out.push(left)
}
