import type { ByteSource } from '../base/bytes.ts'
import { Bits } from './compressed-bzip2-bits.ts'
import { readBlock, type SortedBlock } from './compressed-bzip2-block.ts'
import { PackedInput, Spending } from './compressed-input.ts'
import type { Meter, PackedRange, StreamEnd, Unpacking } from './compressed-stream.ts'

/** The digits of pi, and those of its square root. */
const BLOCK = 0x314159265359
const END = 0x177245385090
const LEVEL_BYTES = 100_000
const PIECE_BYTES = 64 * 1024
const POLYNOMIAL = 0x04c11db7
const CRC_TABLE = crcTable()

/** What the streams of one file share. */
interface Reading {
  readonly input: PackedInput
  readonly spending: Spending
  readonly problems: Set<string>
  /** Kept from block to block: a block of 40 bytes would cost 3.6 MB each. */
  chain: Uint32Array
}

/**
 * Unpacks bzip2 streams as they follow each other. Source: bzip2 1.0.8. A block comes out when it is whole, because its last byte is
 * needed to place the first: of a damaged or cut block nothing can be given. Checksums are compared, not required.
 */
export async function* unpackBzip2(source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const input = new PackedInput(source, range)
  const reading: Reading = {
    input,
    spending: new Spending(meter, input),
    problems: new Set(),
    chain: new Uint32Array(0),
  }
  for (;;) {
    const start = input.offset
    const head = Buffer.from(await input.bytes(4))
    const level = (head[3] ?? 0) - 0x30
    const begins = head.toString('latin1', 0, 3) === 'BZh' && level >= 1 && level <= 9
    if (!begins && start > range.from) return { end: start, state: 'complete', problems: [...reading.problems] }
    if (!begins) return stopped(reading, 'no header')
    const ended = yield* unpackStream(reading, level * LEVEL_BYTES)
    if (ended !== undefined) return ended
  }
}

/** Undefined when the stream is whole. */
async function* unpackStream(
  reading: Reading,
  blockBytes: number,
): AsyncGenerator<Uint8Array, StreamEnd | undefined, void> {
  const { input, spending, problems } = reading
  const bits = new Bits(input)
  for (let combined = 0; ;) {
    await input.fill(64)
    const magic = bits.take(24) * 2 ** 24 + bits.take(24)
    const stored = (bits.take(16) << 16) | bits.take(16)
    if (input.exhausted || (magic !== END && magic !== BLOCK)) return stopped(reading, 'neither a block nor an end')
    if (magic === END) {
      if (stored !== combined) problems.add('bzip2: the stream does not match its CRC-32')
      return undefined
    }
    // The time is looked at for each block, whatever it gives.
    spending.take(0)
    if (reading.chain.length < blockBytes) reading.chain = new Uint32Array(blockBytes)
    const chain = reading.chain.subarray(0, blockBytes)
    const block = await readBlock(bits, input, chain)
    if (typeof block === 'string') return stopped(reading, block)
    let crc = -1
    for (const piece of ordered(chain, block)) {
      crc = crcOf(piece, crc)
      spending.take(piece.length)
      yield piece
    }
    if (~crc !== stored) problems.add('bzip2: a block does not match its CRC-32')
    combined = ((combined << 1) | (combined >>> 31)) ^ ~crc
  }
}

function stopped({ input, problems }: Reading, what: string): StreamEnd {
  if (!input.exhausted) problems.add(`bzip2: ${what}`)
  return { end: input.offset, state: input.exhausted ? 'truncated' : 'corrupt', problems: [...problems] }
}

/** Follows the chain; behind four equal bytes stands how often the byte is repeated. */
function* ordered(chain: Uint32Array, { length, origin }: SortedBlock): Generator<Uint8Array, void, void> {
  let piece = Buffer.allocUnsafe(PIECE_BYTES)
  let filled = 0
  let place = (chain[origin] ?? 0) >>> 8
  let same = 0
  let last = -1
  for (let at = 0; at < length; at++) {
    const entry = chain[place] ?? 0
    place = entry >>> 8
    const byte = entry & 0xff
    const times = same === 4 ? byte : 1
    if (filled + times > PIECE_BYTES) {
      yield piece.subarray(0, filled)
      piece = Buffer.allocUnsafe(PIECE_BYTES)
      filled = 0
    }
    if (same === 4) {
      piece.fill(last, filled, filled + times)
      same = 0
    } else {
      piece[filled] = byte
      same = byte === last ? same + 1 : 1
      last = byte
    }
    filled += times
  }
  if (filled > 0) yield piece.subarray(0, filled)
}

/** The CRC-32 of bzip2 counts the highest bit first, other than that of zip. */
function crcOf(bytes: Uint8Array, start: number): number {
  let crc = start
  for (const byte of bytes) crc = (crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ byte] ?? 0)
  return crc
}

function crcTable(): Int32Array {
  const table = new Int32Array(256)
  for (let index = 0; index < 256; index++) {
    let crc = index << 24
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? POLYNOMIAL : 0)
    table[index] = crc
  }
  return table
}
