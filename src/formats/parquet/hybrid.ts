/**
 * Reads the hybrid of run lengths and packed bits that levels and dictionary indexes are written in (Parquet "Encodings", RLE = 3).
 * Runs are given as runs: a page of a billion nulls costs as much as one of ten. Lives as long as one page is read.
 */
export class HybridReader {
  /** Of the values that `take` has counted last. */
  value = 0
  readonly #bytes: Uint8Array
  readonly #to: number
  readonly #width: number
  #at: number
  #run = 0
  #packed = 0
  #bits = 0
  #bitCount = 0

  /** Bytes from `from` to `to`; `width` is 0 to 32 bits. */
  constructor(bytes: Uint8Array, from: number, to: number, width: number) {
    this.#bytes = bytes
    this.#at = from
    this.#to = Math.min(to, bytes.length)
    this.#width = width
  }

  /** How many equal values come next, at most `most`; their value is in `value`. 0 behind the last one. */
  take(most: number): number {
    if (this.#run === 0 && this.#packed === 0 && !this.#next()) return 0
    if (this.#run > 0) {
      const count = Math.min(most, this.#run)
      this.#run -= count
      return count
    }
    this.#packed--
    this.value = this.#bitsOf()
    return 1
  }

  #next(): boolean {
    for (;;) {
      const head = this.#varint()
      if (head === undefined) return false
      if (head % 2 === 1) {
        this.#packed = ((head - 1) / 2) * 8
        this.#bits = 0
        this.#bitCount = 0
        // What stands in the bytes that are left; the last group may be cut short.
        if (this.#width > 0)
          this.#packed = Math.min(this.#packed, Math.floor(((this.#to - this.#at) * 8) / this.#width))
      } else {
        this.#run = head / 2
        this.value = this.#little((this.#width + 7) >> 3)
      }
      // Each round takes one byte at least.
      if (this.#run > 0 || this.#packed > 0) return true
    }
  }

  #varint(): number | undefined {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#at >= this.#to) return undefined
      const byte = this.#bytes[this.#at++] ?? 0
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    return undefined
  }

  #little(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++)
      value += (this.#at < this.#to ? (this.#bytes[this.#at++] ?? 0) : 0) * 2 ** (8 * index)
    return value
  }

  /** The next bits, the lowest first. Above 24 bits the register would overflow. */
  #bitsOf(): number {
    const width = this.#width
    if (width > 24) return this.#wideBits()
    while (this.#bitCount < width) {
      this.#bits |= (this.#bytes[this.#at++] ?? 0) << this.#bitCount
      this.#bitCount += 8
    }
    const value = this.#bits & ((1 << width) - 1)
    this.#bits >>>= width
    this.#bitCount -= width
    return value
  }

  #wideBits(): number {
    let value = 0
    for (let bit = 0; bit < this.#width; bit++) {
      if (this.#bitCount === 0) {
        this.#bits = this.#bytes[this.#at++] ?? 0
        this.#bitCount = 8
      }
      value += (this.#bits & 1) * 2 ** bit
      this.#bits >>>= 1
      this.#bitCount--
    }
    return value
  }
}

/** Bits that the numbers 0 to `most` need. */
export function bitsFor(most: number): number {
  return 32 - Math.clz32(most)
}
