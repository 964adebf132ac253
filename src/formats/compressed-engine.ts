import type { Transform } from 'node:stream'
import { createInflateRaw, createZstdDecompress, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import type { ByteSource } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import type { Meter, PackedRange, Unpacking } from './compressed-stream.ts'

/** The decompressors that Node.js brings; each reads exactly one stream or frame and stops at its end. */
export type Engine = 'deflate' | 'zstd'

/** Small, because the first attempt at a damaged stream loses what the piece with the damage gave (see `unpack`). */
const PIECE_BYTES = 16 * 1024
const OUTPUT_BYTES = 64 * 1024
/** A piece of zstd run-length blocks gives 500 MB: the engine waits while this much stands unread. */
const QUEUE_BYTES = 1024 * 1024

/**
 * Unpacks one raw deflate stream (RFC 1951) or one zstd frame (RFC 8878) with the engine of Node.js, and tells exactly
 * where it ended. An engine drops what it has just unpacked when it meets damage, but `pickle.load` over a gzip file has
 * already run by then: the piece with the damage is therefore unpacked again, byte by byte, up to the damage.
 */
export async function* unpack(engine: Engine, source: ByteSource, range: PackedRange, meter: Meter): Unpacking {
  const small = range.to - range.from <= PIECE_BYTES ? await unpackAtOnce(engine, source, range) : undefined
  if (small !== undefined) {
    meter.take(small.bytes.length, small.bytes.length, Math.max(1, small.end - range.from))
    if (small.bytes.length > 0) yield small.bytes
    return { end: small.end, state: 'complete', problems: [] }
  }
  const tally = { unpacked: 0, skip: 0 }
  const first = yield* attempt(engine, source, range, Number.POSITIVE_INFINITY, tally, meter)
  if (first.state !== 'corrupt') return { ...first, problems: [] }
  tally.skip = tally.unpacked
  tally.unpacked = 0
  const again = yield* attempt(engine, source, range, first.pieceStart, tally, meter)
  return { end: again.end, state: 'corrupt', problems: [] }
}

/** An honest small member unpacks to no more than that; the rest goes the long way. */
const AT_ONCE_BYTES = 256 * 1024

/** 20,000 small members took 3.0 seconds as streams and take 0.9 so. Undefined when it is not honest. */
async function unpackAtOnce(
  engine: Engine,
  source: ByteSource,
  { from, to }: PackedRange,
): Promise<{ readonly bytes: Uint8Array; readonly end: number } | undefined> {
  const packed = await source.slice(from, to - from)
  const options = { maxOutputLength: AT_ONCE_BYTES, info: true }
  try {
    const result: unknown = engine === 'deflate' ? inflateRawSync(packed, options) : zstdDecompressSync(packed, options)
    return isEngineResult(result) ? { bytes: result.buffer, end: from + result.engine.bytesWritten } : undefined
  } catch {
    // Damaged, cut off or too long: the attempt below tells which, and gives what comes out before.
    return undefined
  }
}

/** What `info: true` makes of the result; the type declarations do not know it. */
function isEngineResult(
  value: unknown,
): value is { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'buffer' in value &&
    'engine' in value &&
    value.buffer instanceof Uint8Array
  )
}

interface Attempt {
  readonly end: number
  readonly state: 'complete' | 'truncated' | 'corrupt'
  /** Of the piece in which it ended. */
  readonly pieceStart: number
}

/** From `bytewise` on, the packed bytes are fed one by one. */
async function* attempt(
  engine: Engine,
  source: ByteSource,
  range: PackedRange,
  bytewise: number,
  tally: { unpacked: number; skip: number },
  meter: Meter,
): AsyncGenerator<Uint8Array, Attempt, void> {
  const pump = new Pump(engine)
  let pieceStart = range.from
  try {
    for (let at = range.from; at < range.to && pump.state === 'open';) {
      pieceStart = at
      const piece = await source.slice(at, Math.min(PIECE_BYTES, range.to - at))
      if (piece.length === 0) break
      for (const part of at >= bytewise ? singleBytes(piece) : [piece]) {
        pump.write(part)
        yield* drain(pump, range, tally, meter)
        if (pump.state !== 'open') break
      }
      at += piece.length
    }
    if (pump.state === 'open') {
      pump.finish()
      yield* drain(pump, range, tally, meter)
    }
    const state = pump.state === 'open' ? 'truncated' : pump.state
    return { end: range.from + pump.consumed(), state, pieceStart }
  } finally {
    pump.close()
  }
}

async function* drain(
  pump: Pump,
  range: PackedRange,
  tally: { unpacked: number; skip: number },
  meter: Meter,
): AsyncGenerator<Uint8Array, void, void> {
  for (;;) {
    const idle = await pump.settled()
    for (const chunk of pump.taken()) {
      const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, tally.skip - tally.unpacked)))
      tally.unpacked += chunk.length
      // The second attempt costs time too: what it skips is charged like what it gives.
      meter.take(chunk.length, tally.unpacked, Math.max(1, Math.min(pump.consumed(), range.to - range.from)))
      if (fresh.length > 0) yield fresh
    }
    if (idle) return
  }
}

function* singleBytes(piece: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < piece.length; at++) yield piece.subarray(at, at + 1)
}

/** One engine with its output queue. It lives as long as one attempt. */
class Pump {
  state: 'open' | 'complete' | 'truncated' | 'corrupt' = 'open'
  readonly #stream: Transform & { readonly bytesWritten: number }
  #queue: Uint8Array[] = []
  #queued = 0
  #pending = false
  #wake: (() => void) | undefined

  constructor(engine: Engine) {
    const options = { chunkSize: OUTPUT_BYTES }
    this.#stream = engine === 'deflate' ? createInflateRaw(options) : createZstdDecompress(options)
    this.#stream.on('data', (chunk: Uint8Array) => this.#arrived(chunk))
    this.#stream.on('end', () => this.#ended('complete'))
    this.#stream.on('error', (error) => this.#ended(isCutOff(error) ? 'truncated' : 'corrupt'))
  }

  write(part: Uint8Array): void {
    this.#pending = true
    this.#stream.write(part, () => this.#done())
  }

  finish(): void {
    this.#pending = true
    this.#stream.end()
  }

  /** Waits for output or for the end of the last write; true when nothing more will come from it. */
  async settled(): Promise<boolean> {
    if (this.#pending && this.#queued < QUEUE_BYTES) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return !this.#pending
  }

  /** What has come out since the last time. */
  taken(): readonly Uint8Array[] {
    const queue = this.#queue
    this.#queue = []
    this.#queued = 0
    if (this.#stream.isPaused()) this.#stream.resume()
    return queue
  }

  /** Packed bytes the engine has used. */
  consumed(): number {
    return this.#stream.bytesWritten
  }

  close(): void {
    this.#stream.destroy()
  }

  #arrived(chunk: Uint8Array): void {
    this.#queue.push(chunk)
    this.#queued += chunk.length
    if (this.#queued < QUEUE_BYTES) return
    this.#stream.pause()
    this.#wakeUp()
  }

  #done(): void {
    this.#pending = false
    this.#wakeUp()
  }

  #ended(state: 'complete' | 'truncated' | 'corrupt'): void {
    if (this.state === 'open') this.state = state
    this.#done()
  }

  #wakeUp(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}

function isCutOff(error: Error): boolean {
  return 'code' in error && error.code === 'Z_BUF_ERROR'
}

/** A meter for data that is bounded by other means: at most `bytes` may come out. */
export function cappedMeter(bytes: number): Meter {
  return {
    take(_, unpacked) {
      if (unpacked > bytes) throw new LimitError('LIMIT_SIZE', `unpacks to more than ${bytes} bytes`)
    },
  }
}
