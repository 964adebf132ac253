import type { ByteSource } from '../../../base/bytes.ts'
import type { StreamEnd } from '../../../formats/compressed-stream.ts'

/** What a stream gives: pieces, then how it ended. */
export type Pieces = AsyncIterator<Uint8Array, StreamEnd | undefined, void>

/**
 * A stream as a source that is read once, from the front: a slice may start where the last one started or behind it. What
 * was passed over is gone. A class because it remembers where it is.
 */
export class ForwardSource implements ByteSource {
  /** Nobody knows before the end. */
  readonly size = Number.MAX_SAFE_INTEGER
  /** How the stream ended; undefined before it did and for one that says nothing. */
  ending: StreamEnd | undefined
  readonly #pieces: Pieces
  readonly #seen: (piece: Uint8Array) => void
  #held: Uint8Array = new Uint8Array()
  #start = 0
  #done = false

  /** `seen` is given every piece once. */
  constructor(pieces: Pieces, seen: (piece: Uint8Array) => void) {
    this.#pieces = pieces
    this.#seen = seen
  }

  /** How many bytes the stream has given. */
  get total(): number {
    return this.#start + this.#held.length
  }

  all(): Promise<Uint8Array> {
    return Promise.reject(new Error('a stream is not read as a whole'))
  }

  /** Valid until the next call. */
  async slice(offset: number, length: number): Promise<Uint8Array> {
    await this.#skipTo(offset)
    if (this.#held.length < length && !this.#done) await this.#hold(length)
    return this.#held.subarray(0, length)
  }

  /** Hands on the bytes from `offset` as they come; gives how many there were. */
  async copy(offset: number, length: number, sink: (piece: Uint8Array) => void): Promise<number> {
    let done = 0
    while (done < length) {
      await this.#skipTo(offset + done)
      if (this.#held.length === 0 && !(await this.#pull())) break
      const piece = this.#held.subarray(0, length - done)
      sink(piece)
      done += piece.length
    }
    return done
  }

  /** Reads to the end. */
  async drain(): Promise<void> {
    do this.#drop(this.#held.length)
    while (await this.#pull())
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    await this.#pieces.return?.(undefined)
  }

  async #skipTo(offset: number): Promise<void> {
    if (offset < this.#start) throw new Error(`a stream does not go back from ${this.#start} to ${offset}`)
    while (this.total < offset) {
      this.#drop(this.#held.length)
      if (!(await this.#pull())) return
    }
    this.#drop(offset - this.#start)
  }

  async #hold(length: number): Promise<void> {
    const parts: Uint8Array[] = [this.#held]
    let bytes = this.#held.length
    while (bytes < length) {
      const piece = await this.#next()
      if (piece === undefined) break
      parts.push(piece)
      bytes += piece.length
    }
    this.#held = Buffer.concat(parts)
  }

  #drop(bytes: number): void {
    this.#start += bytes
    this.#held = this.#held.subarray(bytes)
  }

  /** Only when nothing is held. */
  async #pull(): Promise<boolean> {
    const piece = await this.#next()
    if (piece !== undefined) this.#held = piece
    return piece !== undefined
  }

  async #next(): Promise<Uint8Array | undefined> {
    while (!this.#done) {
      const step = await this.#pieces.next()
      if (step.done === true) {
        this.#done = true
        this.ending = step.value
      } else if (step.value.length > 0) {
        this.#seen(step.value)
        return step.value
      }
    }
    return undefined
  }
}
