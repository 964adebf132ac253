import type { PackedInput } from './compressed-input.ts'

const LOOKUP_BITS = 10
const MOST_CODE_BITS = 20

/** The bits of bzip2, the highest of each byte first. Bytes have to be filled before. It lives as long as one stream. */
export class Bits {
  readonly #input: PackedInput
  #buffer = 0
  #count = 0

  constructor(input: PackedInput) {
    this.#input = input
  }

  /** The next `count` bits, at most 24 at once. */
  take(count: number): number {
    const value = this.peek(count)
    this.#count -= count
    return value
  }

  /** The same without taking them: behind each code of a block stand 80 more bits, so that looking ahead never leaves a whole stream. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#buffer = (this.#buffer << 8) | this.#input.byte()
      this.#count += 8
    }
    return (this.#buffer >>> (this.#count - count)) & ((1 << count) - 1)
  }

  skip(count: number): void {
    this.#count -= count
  }
}

/** A canonical Huffman code: short codes by a table, longer ones by the first code behind each length. */
export class HuffmanCode {
  readonly #short = new Uint16Array(1 << LOOKUP_BITS)
  readonly #limits = new Int32Array(MOST_CODE_BITS + 1)
  readonly #bases = new Int32Array(MOST_CODE_BITS + 1)
  readonly #symbols: Uint16Array

  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length)
    let code = 0
    let at = 0
    for (let length = 1; length <= MOST_CODE_BITS; length++) {
      this.#bases[length] = at - code
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue
        if (length <= LOOKUP_BITS) this.#enter(symbol, code, length)
        this.#symbols[at++] = symbol
        code++
      }
      this.#limits[length] = code
      code *= 2
    }
  }

  /** The next symbol; undefined for a code that stands for none. */
  read(bits: Bits): number | undefined {
    const entry = this.#short[bits.peek(LOOKUP_BITS)] ?? 0
    if (entry !== 0) {
      bits.skip(entry & 31)
      return entry >>> 5
    }
    const ahead = bits.peek(MOST_CODE_BITS)
    for (let length = LOOKUP_BITS + 1; length <= MOST_CODE_BITS; length++) {
      const code = ahead >>> (MOST_CODE_BITS - length)
      if (code >= (this.#limits[length] ?? 0)) continue
      bits.skip(length)
      return this.#symbols[code + (this.#bases[length] ?? 0)]
    }
    return undefined
  }

  /** Lengths that give more codes than there are begin behind the table: they cost nothing. */
  #enter(symbol: number, code: number, length: number): void {
    const from = code << (LOOKUP_BITS - length)
    this.#short.fill((symbol << 5) | length, from, from + (1 << (LOOKUP_BITS - length)))
  }
}

/** A code is told by the steps from each length to the next. Undefined for lengths that are not allowed. */
export function readHuffmanCode(bits: Bits, symbols: number): HuffmanCode | undefined {
  const lengths = new Uint8Array(symbols)
  let length = bits.take(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (let steps = 0; ; steps++) {
      if (length < 1 || length > MOST_CODE_BITS || steps > MOST_STEPS) return undefined
      if (bits.take(1) === 0) break
      length += bits.take(1) === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  return new HuffmanCode(lengths)
}

/** Up and down again without end is allowed by the reference decoder, written by no encoder, and more than was filled. */
const MOST_STEPS = 100
