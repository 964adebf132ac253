import { zstdDecompressSync } from 'node:zlib'
import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { unpackFrames } from '../compressed-frames.ts'
import type { Meter, Unpacking } from '../compressed-stream.ts'
import { bufferOf, partOf } from '../source-part.ts'
import { memorySource, readAhead } from '../zip-source.ts'
import type { ArrowBuffer, ArrowCompression } from './record-batch.ts'

/** Stored uncompressed although the batch is compressed. */
const STORED = -1n
/** Unpacked in one go up to this size: a call costs a fifth of a stream. */
const AT_ONCE_BYTES = 16 * 1024 * 1024
const WINDOW_BYTES = 256 * 1024

/** Reads one buffer of a batch from front to back, unpacking as it goes. Lives as long as one column of one batch is read. */
export class BufferReader {
  readonly #read: (count: number) => Promise<Uint8Array>

  /** Throws FORMAT_SHAPE when the buffer is too short for its length in front. */
  static async open(source: ByteSource, buffer: ArrowBuffer, compression: ArrowCompression): Promise<BufferReader> {
    const whole = partOf(source, buffer.offset, buffer.bytes)
    if (compression === 'none' || buffer.bytes === 0) return new BufferReader(forward(whole))
    const head = bufferOf(await whole.slice(0, 8))
    if (head.length < 8)
      throw new FormatError('FORMAT_SHAPE', 'expected a length in front of a buffer, found its end', {
        byte: buffer.offset,
      })
    const length = head.readBigInt64LE(0)
    const packed = partOf(source, buffer.offset + 8, buffer.bytes - 8)
    if (length === STORED) return new BufferReader(forward(packed))
    if (length < 0n)
      throw new FormatError('FORMAT_SHAPE', `expected a length, found ${length}`, { byte: buffer.offset })
    const small = compression === 'zstd' && length <= AT_ONCE_BYTES && packed.size <= AT_ONCE_BYTES
    const bytes = small ? atOnce(await packed.slice(0, packed.size), Number(length)) : undefined
    return new BufferReader(bytes === undefined ? unpacked(packed, length) : forward(memorySource(bytes)))
  }

  private constructor(read: (count: number) => Promise<Uint8Array>) {
    this.#read = read
  }

  /** The next `count` bytes, fewer at the end. Valid until the next call. */
  read(count: number): Promise<Uint8Array> {
    return this.#read(count)
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const passed = (await this.#read(Math.min(left, WINDOW_BYTES))).length
      if (passed === 0) return
      left -= passed
    }
  }
}

function forward(source: ByteSource): (count: number) => Promise<Uint8Array> {
  const near = readAhead(source, WINDOW_BYTES)
  let at = 0
  return async (count) => {
    const bytes = await near.slice(at, Math.min(count, source.size - at))
    at += bytes.length
    return bytes
  }
}

function atOnce(packed: Uint8Array, length: number): Uint8Array | undefined {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: Math.max(1, length), chunkSize: Math.max(64, length + 1) })
  } catch {
    // Damaged or longer than stated: the stream below gives what stands in front of the damage.
    return undefined
  }
}

/** What comes out beyond the length in front is not read: no reader of Arrow does. */
function unpacked(packed: ByteSource, length: bigint): (count: number) => Promise<Uint8Array> {
  const stream: Unpacking = unpackFrames(packed, { from: 0, to: packed.size }, UNMETERED)
  let pieces: Uint8Array[] = []
  let ready = 0
  let left = Number(length)
  return async (count) => {
    while (ready < count && left > 0) {
      const step = await stream.next()
      if (step.done === true) break
      const piece = step.value.subarray(0, left)
      left -= piece.length
      ready += piece.length
      pieces.push(piece)
    }
    const whole = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
    const given = whole.subarray(0, count)
    ready = whole.length - given.length
    pieces = ready === 0 ? [] : [whole.subarray(given.length)]
    return given
  }
}

/** What is read at a time is bounded by whoever asks, so a bomb costs time only, and that is in the budget of the inspection. */
const UNMETERED: Meter = { take: () => undefined }
