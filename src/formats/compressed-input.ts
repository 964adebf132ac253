import type { ByteSource } from '../base/bytes.ts'
import type { Meter, PackedRange } from './compressed-stream.ts'

const WINDOW_BYTES = 64 * 1024

/** The packed bytes of a range, one after the other, with a window that is filled ahead. It lives as long as one decoder runs. */
export class PackedInput {
  readonly #source: ByteSource
  readonly #to: number
  #bytes: Uint8Array = new Uint8Array(0)
  #start: number
  #at = 0
  /** Bytes were asked for that are not there; zeros were given. */
  exhausted = false

  constructor(source: ByteSource, range: PackedRange) {
    this.#source = source
    this.#start = range.from
    this.#to = range.to
  }

  /** Place of the next byte in the source. */
  get offset(): number {
    return this.#start + this.#at
  }

  /** Bytes that can be taken without waiting. */
  get ready(): number {
    return this.#bytes.length - this.#at
  }

  /** Makes sure that `count` bytes can be taken without waiting, as far as the range goes. */
  async fill(count: number): Promise<void> {
    if (this.ready >= count) return
    const from = this.offset
    this.#bytes = await this.#source.slice(from, Math.max(0, Math.min(Math.max(WINDOW_BYTES, count), this.#to - from)))
    this.#start = from
    this.#at = 0
  }

  /** The next byte of what was filled; zero and `exhausted` behind its end. */
  byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) {
      this.exhausted = true
      return 0
    }
    this.#at++
    return byte
  }

  /** The next `count` bytes, fewer (and `exhausted`) at the end. Valid until the next call. */
  async bytes(count: number): Promise<Uint8Array> {
    await this.fill(count)
    const taken = this.#bytes.subarray(this.#at, this.#at + count)
    this.#at += taken.length
    if (taken.length < count) this.exhausted = true
    return taken
  }

  /** Goes past the zeros in front, `unit` at a time and only in what is filled; false when they end there. */
  skipZeros(unit: number): boolean {
    const usable = this.ready - (this.ready % unit)
    const other = this.#bytes.subarray(this.#at, this.#at + usable).findIndex((byte) => byte !== 0)
    this.#at += other < 0 ? usable : other - (other % unit)
    return other < 0 && usable > 0
  }
}

/** Counts what has come out for what went in, and tells the meter. It lives as long as one decoder runs. */
export class Spending {
  readonly #meter: Meter
  readonly #input: PackedInput
  readonly #from: number
  #unpacked = 0

  constructor(meter: Meter, input: PackedInput) {
    this.#meter = meter
    this.#input = input
    this.#from = input.offset
  }

  /** `bytes` more came out; zero where nothing does, so that the time is looked at. Throws LimitError. */
  take(bytes: number): void {
    this.#unpacked += bytes
    this.#meter.take(bytes, this.#unpacked, Math.max(1, this.#input.offset - this.#from))
  }
}
