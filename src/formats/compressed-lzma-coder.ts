import type { PackedInput } from './compressed-input.ts'
import type { LzmaWindow } from './compressed-lzma-window.ts'

const BITS = 11
const HALF = 1 << (BITS - 1)
const STATES = 12
const MOST_POSITION_BITS = 4
/** More packed bytes than one symbol can take (the specification counts 20), so that a symbol never waits in its middle. */
export const SYMBOL_BYTES = 64

/** How a run ended: for want of room or input, at the end mark, or at what no encoder writes. */
export type LzmaStep = 'more' | 'end-mark' | 'damaged'

/**
 * The symbols of LZMA: range coder, literals, matches, repeats. Source: "LZMA specification" (Igor Pavlov, draft of 2015-06-14)
 * of the LZMA SDK. It lives as long as one stream or block.
 */
export class LzmaCoder {
  readonly #window: LzmaWindow
  readonly #input: PackedInput
  #range = 0xffffffff
  #code = 0
  #lc = 0
  #lp = 0
  #pb = 0
  #state = 0
  #rep0 = 0
  #rep1 = 0
  #rep2 = 0
  #rep3 = 0
  #literal = new Uint16Array(0)
  readonly #match = model(STATES << MOST_POSITION_BITS)
  readonly #rep = model(STATES)
  readonly #repG0 = model(STATES)
  readonly #repG1 = model(STATES)
  readonly #repG2 = model(STATES)
  readonly #rep0Long = model(STATES << MOST_POSITION_BITS)
  readonly #slots = [model(64), model(64), model(64), model(64)]
  readonly #special = model(115)
  readonly #align = model(16)
  readonly #matchLength = lengthModel()
  readonly #repLength = lengthModel()
  #left = 0

  constructor(window: LzmaWindow, input: PackedInput) {
    this.#window = window
    this.#input = input
  }

  /** Takes the byte with lc, lp and pb (LZMA2 bounds lc + lp by 4). False for one that no encoder writes. */
  properties(byte: number, lzma2: boolean): boolean {
    if (byte >= 225) return false
    this.#lc = byte % 9
    this.#lp = Math.trunc(byte / 9) % 5
    this.#pb = Math.trunc(byte / 45)
    return !lzma2 || this.#lc + this.#lp <= 4
  }

  /** Forgets what was learned. The models stay where they are: LZMA2 may do this for every byte that comes out. */
  resetState(): void {
    this.#state = 0
    this.#rep0 = this.#rep1 = this.#rep2 = this.#rep3 = 0
    this.#left = 0
    const literals = 0x300 << (this.#lc + this.#lp)
    if (this.#literal.length === literals) this.#literal.fill(HALF)
    else this.#literal = model(literals)
    const singles = [this.#match, this.#rep, this.#repG0, this.#repG1, this.#repG2, this.#rep0Long]
    for (const probabilities of [...singles, ...this.#slots, this.#special, this.#align]) probabilities.fill(HALF)
    for (const lengths of [this.#matchLength, this.#repLength]) {
      for (const probabilities of [lengths.choice, lengths.low, lengths.middle, lengths.high]) probabilities.fill(HALF)
    }
  }

  /** Takes the five bytes a range coder begins with; false when the first is not zero. */
  startRange(): boolean {
    const first = this.#input.byte()
    this.#range = 0xffffffff
    this.#code = 0
    for (let index = 0; index < 4; index++) this.#code = ((this.#code << 8) | this.#input.byte()) >>> 0
    return first === 0
  }

  /** Nothing is left in the range coder, as at the end of a chunk or a stream. */
  get settled(): boolean {
    return this.#code === 0
  }

  /** Decodes until `most` more bytes stand in the window, fewer than `reserve` bytes of input are ready, or the stream ends. */
  run(most: number, reserve: number): LzmaStep {
    const target = this.#window.total + most
    while (this.#window.total < target) {
      if (this.#left > 0) {
        this.#copy(target)
        continue
      }
      if (this.#input.ready < reserve) return 'more'
      const step = this.#symbol()
      if (step !== 'more') return step
    }
    return 'more'
  }

  /** A match goes on behind what was asked for. */
  get unfinishedCopy(): boolean {
    return this.#left > 0
  }

  #copy(target: number): void {
    while (this.#left > 0 && this.#window.total < target) {
      this.#window.put(this.#window.at(this.#rep0 + 1))
      this.#left--
    }
  }

  #symbol(): LzmaStep {
    const position = this.#window.total & ((1 << this.#pb) - 1)
    const index = (this.#state << MOST_POSITION_BITS) + position
    if (this.#bit(this.#match, index) === 0) return this.#literalByte()
    return this.#bit(this.#rep, this.#state) === 0 ? this.#newMatch(position) : this.#repeat(index, position)
  }

  #newMatch(position: number): LzmaStep {
    this.#rep3 = this.#rep2
    this.#rep2 = this.#rep1
    this.#rep1 = this.#rep0
    const length = this.#length(this.#matchLength, position)
    this.#state = this.#state < 7 ? 7 : 10
    this.#rep0 = this.#distance(length)
    return this.#rep0 === 0xffffffff ? 'end-mark' : this.#startCopy(length)
  }

  #repeat(index: number, position: number): LzmaStep {
    if (this.#bit(this.#repG0, this.#state) !== 0) this.#rotate()
    else if (this.#bit(this.#rep0Long, index) === 0) {
      this.#state = this.#state < 7 ? 9 : 11
      return this.#startCopy(1)
    }
    const length = this.#length(this.#repLength, position)
    this.#state = this.#state < 7 ? 8 : 11
    return this.#startCopy(length)
  }

  #startCopy(length: number): LzmaStep {
    // What was decoded from bytes that are not there must not come out.
    if (this.#input.exhausted || !this.#window.reaches(this.#rep0 + 1)) return 'damaged'
    this.#left = length
    return 'more'
  }

  #rotate(): void {
    const first = this.#rep0
    if (this.#bit(this.#repG1, this.#state) === 0) this.#rep0 = this.#rep1
    else {
      if (this.#bit(this.#repG2, this.#state) === 0) this.#rep0 = this.#rep2
      else {
        this.#rep0 = this.#rep3
        this.#rep3 = this.#rep2
      }
      this.#rep2 = this.#rep1
    }
    this.#rep1 = first
  }

  #literalByte(): LzmaStep {
    const { total } = this.#window
    const before = total === 0 ? 0 : this.#window.at(1)
    const context = ((total & ((1 << this.#lp) - 1)) << this.#lc) + (before >> (8 - this.#lc))
    const base = 0x300 * context
    let symbol = 1
    if (this.#state >= 7) {
      let match = this.#window.at(this.#rep0 + 1)
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1
        match <<= 1
        const bit = this.#bit(this.#literal, base + ((1 + matchBit) << 8) + symbol)
        symbol = (symbol << 1) | bit
        if (matchBit !== bit) break
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literal, base + symbol)
    if (this.#input.exhausted) return 'damaged'
    this.#window.put(symbol & 0xff)
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6
    return 'more'
  }

  #length(model: LengthModel, position: number): number {
    if (this.#bit(model.choice, 0) === 0) return 2 + this.#tree(model.low, position << 3, 3)
    if (this.#bit(model.choice, 1) === 0) return 10 + this.#tree(model.middle, position << 3, 3)
    return 18 + this.#tree(model.high, 0, 8)
  }

  #distance(length: number): number {
    const slot = this.#tree(this.#slots[Math.min(length - 2, 3)] ?? model(64), 0, 6)
    if (slot < 4) return slot
    const direct = (slot >> 1) - 1
    const base = (2 | (slot & 1)) * 2 ** direct
    if (slot < 14) return base + this.#reverse(this.#special, base - slot, direct)
    return base + this.#direct(direct - 4) * 16 + this.#reverse(this.#align, 0, 4)
  }

  #tree(probabilities: Uint16Array, base: number, bits: number): number {
    let symbol = 1
    for (let index = 0; index < bits; index++) symbol = (symbol << 1) | this.#bit(probabilities, base + symbol)
    return symbol - (1 << bits)
  }

  #reverse(probabilities: Uint16Array, base: number, bits: number): number {
    let symbol = 1
    let value = 0
    for (let index = 0; index < bits; index++) {
      const bit = this.#bit(probabilities, base + symbol)
      symbol = (symbol << 1) | bit
      value |= bit << index
    }
    return value
  }

  #direct(bits: number): number {
    let value = 0
    for (let index = 0; index < bits; index++) {
      this.#range >>>= 1
      const bit = this.#code >= this.#range ? 1 : 0
      if (bit === 1) this.#code = (this.#code - this.#range) >>> 0
      this.#normalise()
      value = value * 2 + bit
    }
    return value
  }

  #bit(probabilities: Uint16Array, index: number): number {
    const probability = probabilities[index] ?? HALF
    const bound = (this.#range >>> BITS) * probability
    let bit = 0
    if (this.#code < bound) {
      this.#range = bound
      probabilities[index] = probability + (((1 << BITS) - probability) >> 5)
    } else {
      this.#range = (this.#range - bound) >>> 0
      this.#code = (this.#code - bound) >>> 0
      probabilities[index] = probability - (probability >> 5)
      bit = 1
    }
    this.#normalise()
    return bit
  }

  #normalise(): void {
    if (this.#range >= 0x1000000) return
    this.#range = (this.#range << 8) >>> 0
    this.#code = ((this.#code << 8) | this.#input.byte()) >>> 0
  }
}

/** Lengths 2 to 9, 10 to 17 and 18 to 273, the first two for each position. */
interface LengthModel {
  readonly choice: Uint16Array
  readonly low: Uint16Array
  readonly middle: Uint16Array
  readonly high: Uint16Array
}

function model(size: number): Uint16Array<ArrayBuffer> {
  return new Uint16Array(size).fill(HALF)
}

function lengthModel(): LengthModel {
  return { choice: model(2), low: model(128), middle: model(128), high: model(256) }
}
