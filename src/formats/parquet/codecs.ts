import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { FormatError, LimitError } from '../../base/errors.ts'
import { unpackLz4Frame } from '../lz4.ts'
import { unpackLz4Block } from '../lz4-block.ts'
import { unpackSnappyBlock } from '../snappy-block.ts'
import { bufferOf } from '../source-part.ts'
import { memorySource } from '../zip-source.ts'
import { cappedMeter } from '../compressed-engine.ts'

/** By number (parquet.thrift, CompressionCodec). */
export const CODECS: readonly string[] = [
  'uncompressed',
  'snappy',
  'gzip',
  'lzo',
  'brotli',
  'lz4 (Hadoop)',
  'zstd',
  'lz4',
]

/** Writers cut pages at 1 MiB; DuckDB goes to 100 MB, fastparquet has no bound. */
export const MOST_PAGE_BYTES = 256 * 1024 * 1024

/**
 * Unpacks the body of a page to exactly `unpacked` bytes, which the page header states. What it gives may share memory with
 * `packed`. Throws FORMAT_SHAPE where it is damaged or of another length, FORMAT_VERSION for a codec without a decoder, LIMIT_SIZE above
 * MOST_PAGE_BYTES: no memory is taken on the word of the header beyond it.
 */
export async function unpackPage(codec: number, packed: Uint8Array, unpacked: number): Promise<Uint8Array> {
  if (unpacked > MOST_PAGE_BYTES)
    throw new LimitError('LIMIT_SIZE', `a page of ${unpacked} bytes, the limit is ${MOST_PAGE_BYTES}`)
  if (unpacked === 0 && packed.length === 0) return packed
  const decode = DECODERS[codec]
  if (decode === undefined)
    throw new FormatError(
      'FORMAT_VERSION',
      `expected a codec with a decoder, found ${CODECS[codec] ?? `number ${codec}`}`,
    )
  const body = await decode(packed, unpacked)
  if (body === undefined || body.length !== unpacked)
    throw new FormatError(
      'FORMAT_SHAPE',
      `expected a page of ${unpacked} bytes, found ${body?.length ?? 'a damaged one'}`,
    )
  return body
}

type Decode = (packed: Uint8Array, unpacked: number) => Uint8Array | undefined | Promise<Uint8Array | undefined>

const DECODERS: Readonly<Record<number, Decode>> = {
  0: (packed) => packed,
  1: (packed, unpacked) => intoRoom(unpacked, packed.length * SNAPPY_RATIO, (room) => unpackSnappyBlock(packed, room)),
  2: (packed, unpacked) => engine(() => gunzipSync(packed, outputOf(unpacked))),
  4: (packed, unpacked) => engine(() => brotliDecompressSync(packed, outputOf(unpacked))),
  5: unpackHadoopLz4,
  6: (packed, unpacked) => engine(() => zstdDecompressSync(packed, outputOf(unpacked))),
  7: (packed, unpacked) => intoRoom(unpacked, packed.length * LZ4_RATIO, (room) => unpackLz4Block(packed, room, 0, 0)),
}

/** The most that one byte can stand for: a copy of 64 bytes takes two or three; a length of LZ4 goes on with 255 a byte. */
const SNAPPY_RATIO = 32
const LZ4_RATIO = 256

interface Unpacked {
  readonly length: number
  readonly damaged: boolean
}

function intoRoom(unpacked: number, possible: number, unpack: (room: Uint8Array) => Unpacked): Uint8Array | undefined {
  if (unpacked > possible + 64) return undefined
  const room = Buffer.allocUnsafeSlow(unpacked)
  const { length, damaged } = unpack(room)
  return damaged ? undefined : room.subarray(0, length)
}

function outputOf(unpacked: number): { readonly maxOutputLength: number; readonly chunkSize: number } {
  // One chunk for the whole page saves putting them together; a header that lies does not get it at once.
  return { maxOutputLength: Math.max(1, unpacked), chunkSize: Math.min(Math.max(64, unpacked + 1), 4 * 1024 * 1024) }
}

function engine(run: () => Uint8Array): Uint8Array | undefined {
  try {
    return run()
  } catch {
    // The engines throw errors of their own kinds for damage and for output beyond the stated length.
    return undefined
  }
}

/**
 * LZ4 = 5 means three things: Hadoop's framing (two big-endian lengths in front of each block), as parquet-mr wrote; a bare block, as old
 * Arrow wrote; an LZ4 frame, as the specification once seemed to say.
 */
async function unpackHadoopLz4(packed: Uint8Array, unpacked: number): Promise<Uint8Array | undefined> {
  if (unpacked > packed.length * LZ4_RATIO + 64) return undefined
  const room = Buffer.allocUnsafeSlow(unpacked)
  if (unpackHadoopBlocks(bufferOf(packed), room)) return room
  const bare = unpackLz4Block(packed, room, 0, 0)
  if (!bare.damaged && bare.length === unpacked) return room
  if (packed.length < 4 || bufferOf(packed).readUInt32LE(0) !== LZ4_FRAME) return undefined
  const pieces: Uint8Array[] = []
  try {
    const frame = unpackLz4Frame(memorySource(packed), { from: 0, to: packed.length }, cappedMeter(unpacked))
    for await (const piece of frame) pieces.push(piece)
  } catch (error) {
    if (error instanceof LimitError) return undefined
    throw error
  }
  return Buffer.concat(pieces)
}

const LZ4_FRAME = 0x184d2204

function unpackHadoopBlocks(packed: Buffer, room: Buffer): boolean {
  let at = 0
  let out = 0
  while (at + 8 <= packed.length) {
    const stated = packed.readUInt32BE(at)
    const length = packed.readUInt32BE(at + 4)
    if (at + 8 + length > packed.length || out + stated > room.length) return false
    const block = unpackLz4Block(packed.subarray(at + 8, at + 8 + length), room.subarray(out, out + stated), 0, 0)
    if (block.damaged || block.length !== stated) return false
    out += stated
    at += 8 + length
  }
  return out === room.length && at === packed.length
}
