import type { ByteSource } from '../base/bytes.ts'
import type { Meter, PackedRange, StreamEnd, Unpacking } from './compressed-stream.ts'
import { unpackLz4Block } from './lz4-block.ts'
import { bufferOf } from './source-part.ts'

/** Frame descriptor bits (LZ4 frame format 1.6.1). Checksums (xxHash-32) are stepped over, never a reason to stop. */
const FLAG = {
  version: 0xc0,
  independent: 0x20,
  blockChecksum: 0x10,
  size: 0x08,
  contentChecksum: 0x04,
  dictionary: 0x01,
} as const
const BLOCK_BYTES: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 }
const UNCOMPRESSED = 0x80000000
/** A block may copy from the 64 KiB in front of it. */
const HISTORY_BYTES = 64 * 1024
const LEGACY_BLOCK_BYTES = 8 * 1024 * 1024

/**
 * Unpacks one LZ4 frame that starts at `range.from`, as `joblib.dump(compress='lz4')` writes. Our own decoder: it takes memory
 * for one block whatever the header states, keeps what stands in front of damage and tells exactly where the frame ends.
 */
export async function* unpackLz4Frame(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const header = bufferOf(await source.slice(range.from, Math.min(19, range.to - range.from)))
  const flags = header[4] ?? 0
  const mostBytes = BLOCK_BYTES[((header[5] ?? 0) >> 4) & 7]
  if ((flags & FLAG.version) !== 0x40 || mostBytes === undefined) {
    return { end: range.from, state: 'corrupt', problems: ['lz4: a frame header of an unknown version or block size'] }
  }
  if ((flags & FLAG.dictionary) !== 0) {
    return { end: range.from, state: 'corrupt', problems: ['lz4: needs a dictionary that is not in the file'] }
  }
  const start = range.from + 4 + 2 + ((flags & FLAG.size) === 0 ? 0 : 8) + 1
  const checksum = (flags & FLAG.blockChecksum) === 0 ? 0 : 4
  const result = yield* blocks(source, { from: start, to: range.to }, meter, {
    origin: range.from,
    mostBytes,
    checksum,
    linked: (flags & FLAG.independent) === 0,
    endMark: true,
  })
  if (result.state !== 'complete' || (flags & FLAG.contentChecksum) === 0) return result
  if (result.end + 4 > range.to) return { end: range.to, state: 'truncated', problems: ['lz4: no content checksum'] }
  return { ...result, end: result.end + 4 }
}

/** Unpacks a legacy LZ4 frame (magic 02 21 4c 18): blocks of 8 MiB without an end mark, up to the end of the range. */
export function unpackLz4Legacy(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const data = { from: range.from + 4, to: range.to }
  return blocks(source, data, meter, {
    origin: range.from,
    mostBytes: LEGACY_BLOCK_BYTES,
    checksum: 0,
    linked: false,
    endMark: false,
  })
}

interface BlockRules {
  readonly origin: number
  readonly mostBytes: number
  readonly checksum: number
  readonly linked: boolean
  readonly endMark: boolean
}

async function* blocks(source: ByteSource, range: PackedRange, meter: Meter, rules: BlockRules): Unpacking {
  // History in front, then room for one block: offsets of linked blocks reach back into the history.
  const room = Buffer.allocUnsafe(HISTORY_BYTES + rules.mostBytes)
  let history = 0
  let unpacked = 0
  let at = range.from
  for (;;) {
    const head = bufferOf(await source.slice(at, Math.min(4, range.to - at)))
    if (head.length < 4) return headless(head.length, at, range.to, rules)
    const word = head.readUInt32LE(0)
    if (word === 0 && rules.endMark) return { end: at + 4, state: 'complete', problems: [] }
    const stored = rules.endMark && word >= UNCOMPRESSED
    const size = stored ? word - UNCOMPRESSED : word
    // A legacy frame ends where the next number cannot be a block, for example at the magic of the next frame.
    if (size > packedBound(rules.mostBytes)) {
      return rules.endMark
        ? broken(at, 'a block larger than its frame allows')
        : { end: at, state: 'complete', problems: [] }
    }
    const packed = await source.slice(at + 4, Math.min(size, range.to - at - 4))
    if (!rules.linked) history = 0
    const block = stored
      ? { length: Math.min(packed.length, rules.mostBytes), damaged: packed.length > rules.mostBytes }
      : unpackLz4Block(packed, room, HISTORY_BYTES, HISTORY_BYTES - history)
    if (stored) room.set(packed.subarray(0, block.length), HISTORY_BYTES)
    unpacked += block.length
    meter.take(block.length, unpacked, at + 4 + packed.length - rules.origin)
    if (block.length > 0) yield Buffer.from(room.subarray(HISTORY_BYTES, HISTORY_BYTES + block.length))
    if (packed.length < size) return { end: range.to, state: 'truncated', problems: [] }
    if (block.damaged) return broken(at, 'a damaged block')
    history = Math.min(HISTORY_BYTES, history + block.length)
    room.copyWithin(HISTORY_BYTES - history, HISTORY_BYTES + block.length - history, HISTORY_BYTES + block.length)
    at += 4 + size + rules.checksum
  }
}

function headless(left: number, at: number, to: number, rules: BlockRules): StreamEnd {
  const whole = left === 0 && !rules.endMark
  return { end: whole ? at : to, state: whole ? 'complete' : 'truncated', problems: [] }
}

/** LZ4_compressBound: what does not compress grows by one byte in 255. */
function packedBound(bytes: number): number {
  return bytes + Math.trunc(bytes / 255) + 16
}

function broken(end: number, what: string): StreamEnd {
  return { end, state: 'corrupt', problems: [`lz4: ${what}`] }
}
