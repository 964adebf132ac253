import type { ByteSource } from '../base/bytes.ts'
import { LimitError } from '../base/errors.ts'
import type { StreamEnd, Unpacking } from './compressed-stream.ts'
import { memorySource } from './zip-source.ts'

/** How much of an unpacked stream is kept. */
export interface HoldLimits {
  /** Unpacked streams up to this size stay in memory; longer ones are unpacked again when something in front is asked for. */
  readonly holdBytes: number
  /** What stays of the end of a longer stream: archives keep their directory there. */
  readonly tailBytes: number
}

/** What a stream turned out to be once it was unpacked to its end. */
export interface Measured {
  readonly source: ByteSource
  readonly end: StreamEnd
}

/**
 * A compressed stream that can be looked at (`head`) and, if need be, be read as a source (`measure`). `open` starts to
 * unpack from the beginning. Both throw LimitError when the meter behind `open` is spent; `head` gives what came before.
 */
export class UnpackedStream {
  readonly #open: () => Unpacking
  readonly #limits: HoldLimits
  readonly #front: Uint8Array[] = []
  #frontBytes = 0
  #running: Unpacking | undefined
  #ended: StreamEnd | undefined

  constructor(open: () => Unpacking, limits: HoldLimits) {
    this.#open = open
    this.#limits = limits
  }

  /** The first bytes, at most `length` (bounded by `holdBytes`). */
  async head(length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.#limits.holdBytes)
    while (this.#frontBytes < wanted && (await this.#pull()) !== undefined);
    return joined(this.#front).subarray(0, length)
  }

  /** Unpacks to the end. */
  async measure(): Promise<Measured> {
    while (this.#frontBytes < this.#limits.holdBytes && this.#ended === undefined) await this.#pull()
    if (this.#ended !== undefined) return { source: memorySource(joined(this.#front)), end: this.#ended }
    const front = joined(this.#front)
    const tail = new Tail(this.#limits.tailBytes)
    tail.add(front)
    for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) tail.add(chunk)
    const end: StreamEnd = this.#ended ?? { end: 0, state: 'truncated', problems: [] }
    return { source: new ReplaySource(this.#open, front, tail), end }
  }

  /** How it ended, once `head` or `measure` have come so far. */
  get end(): StreamEnd | undefined {
    return this.#ended
  }

  /** What has been unpacked and kept so far, for streams that a limit has ended. */
  kept(): Uint8Array {
    return joined(this.#front)
  }

  /** Stops unpacking and lets go of what was kept. */
  async close(): Promise<void> {
    await this.#running?.return({ end: 0, state: 'truncated', problems: [] })
    this.#front.length = 0
    this.#frontBytes = 0
  }

  async #pull(): Promise<Uint8Array | undefined> {
    const chunk = await this.#next()
    if (chunk === undefined) return undefined
    this.#front.push(chunk)
    this.#frontBytes += chunk.length
    return chunk
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#ended !== undefined) return undefined
    this.#running ??= this.#open()
    const step = await this.#running.next()
    if (step.done !== true) return step.value
    this.#ended = step.value
    return undefined
  }
}

/** The last bytes of a stream and how many there were in all. */
class Tail {
  readonly #most: number
  #chunks: Uint8Array[] = []
  #bytes = 0
  size = 0

  constructor(most: number) {
    this.#most = most
  }

  add(chunk: Uint8Array): void {
    this.size += chunk.length
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    // Joined only when twice the room is used: each byte is copied once or twice, however small the chunks are.
    if (this.#bytes <= 2 * this.#most) return
    const last = Buffer.from(joined(this.#chunks).subarray(this.#bytes - this.#most))
    this.#chunks = [last]
    this.#bytes = last.length
  }

  bytes(): Uint8Array {
    return joined(this.#chunks)
  }
}

/** A stream too long to keep: read forward it is unpacked once, each step back unpacks it again from the start. */
class ReplaySource implements ByteSource {
  readonly size: number
  readonly #open: () => Unpacking
  readonly #front: Uint8Array
  readonly #tail: Uint8Array
  #running: Unpacking | undefined
  readonly #window = new Window(WINDOW_BYTES)
  #turn: Promise<unknown> = Promise.resolve()

  constructor(open: () => Unpacking, front: Uint8Array, tail: Tail) {
    this.size = tail.size
    this.#open = open
    this.#front = front
    this.#tail = tail.bytes()
  }

  async all(): Promise<Uint8Array> {
    throw new LimitError('LIMIT_SIZE', `unpacked ${this.size} bytes, more than is kept in memory`)
  }

  slice(offset: number, length: number): Promise<Uint8Array> {
    const from = Math.min(Math.max(0, offset), this.size)
    const to = Math.min(from + Math.max(0, length), this.size)
    const tailStart = this.size - this.#tail.length
    if (to <= this.#front.length) return Promise.resolve(this.#front.subarray(from, to))
    if (from >= tailStart) return Promise.resolve(this.#tail.subarray(from - tailStart, to - tailStart))
    // One after the other: two readers at once would tear the stream from each other's hands.
    const turn = this.#turn.then(() => this.#read(from, to))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #read(from: number, to: number): Promise<Uint8Array> {
    if (this.#running === undefined || from < this.#window.start) await this.#restart()
    const result = Buffer.alloc(to - from)
    let filled = 0
    while (filled < result.length) {
      const part = this.#window.at(from + filled)?.subarray(0, result.length - filled)
      if (part !== undefined) {
        result.set(part, filled)
        filled += part.length
      } else if (!(await this.#advance())) break
    }
    return result.subarray(0, filled)
  }

  async #restart(): Promise<void> {
    await this.#running?.return({ end: 0, state: 'truncated', problems: [] })
    this.#running = this.#open()
    this.#window.clear()
  }

  async #advance(): Promise<boolean> {
    const step = await this.#running?.next()
    if (step === undefined || step.done === true) return false
    this.#window.add(step.value)
    return true
  }
}

/** A reader looks at the first bytes of a member and then reads it from its start: so much of the way is kept. */
const WINDOW_BYTES = 4 * 1024 * 1024

/** The last pieces of a stream that is read forward. */
class Window {
  readonly #most: number
  #pieces: Uint8Array[] = []
  #bytes = 0
  start = 0

  constructor(most: number) {
    this.#most = most
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    if (this.#bytes <= 2 * this.#most) return
    // Dropped in one go, so that each piece is moved at most once.
    let dropped = 0
    while (this.#bytes > this.#most && dropped < this.#pieces.length - 1) {
      const length = this.#pieces[dropped++]?.length ?? 0
      this.#bytes -= length
      this.start += length
    }
    this.#pieces = this.#pieces.slice(dropped)
  }

  /** The bytes from `offset` to the end of the piece they are in; undefined behind the last piece. */
  at(offset: number): Uint8Array | undefined {
    if (offset >= this.start + this.#bytes) return undefined
    // From the back: readers ask for what came last.
    let end = this.start + this.#bytes
    for (let index = this.#pieces.length - 1; index >= 0; index--) {
      const piece = this.#pieces[index]
      if (piece === undefined) return undefined
      const begin = end - piece.length
      if (offset >= begin) return piece.subarray(offset - begin)
      end = begin
    }
    return undefined
  }

  clear(): void {
    this.#pieces = []
    this.#bytes = 0
    this.start = 0
  }
}

function joined(chunks: Uint8Array[]): Uint8Array {
  if (chunks.length === 1 && chunks[0] !== undefined) return chunks[0]
  const whole = Buffer.concat(chunks)
  chunks.splice(0, chunks.length, whole)
  return whole
}
