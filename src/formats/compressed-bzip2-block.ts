import { type Bits, type HuffmanCode, readHuffmanCode } from './compressed-bzip2-bits.ts'
import type { PackedInput } from './compressed-input.ts'

const GROUP_SYMBOLS = 50
/** More selectors than a block can use are allowed and ignored (bzip2 1.0.8, after CVE-2019-12900). */
const MOST_SELECTORS = 18_002
/** 258 symbols with a hundred steps of two bits each. */
const CODE_BYTES = 8192
/** 50 codes of at most 20 bits. */
const GROUP_BYTES = 256

/** A block before it is set in order. */
export interface SortedBlock {
  readonly length: number
  /** The place where the first byte stands. */
  readonly origin: number
}

/**
 * Reads one block (behind its checksum): the symbols in use, up to six Huffman codes, which of them each fifty symbols use, then
 * run lengths and move-to-front. The bytes stand in `chain`, whose length is the most a block may have, linked to their
 * successors: the inverse of the Burrows-Wheeler transform. Gives what is wrong as text. Source: bzip2 1.0.8, which has no other
 * specification, and its description by Joe Tsai (2016).
 */
export async function readBlock(bits: Bits, input: PackedInput, chain: Uint32Array): Promise<SortedBlock | string> {
  await input.fill(CODE_BYTES)
  if (bits.take(1) === 1) return 'a randomised block, as bzip2 before 0.9.5 wrote it'
  const origin = bits.take(24)
  const symbols = usedSymbols(bits)
  const groups = bits.take(3)
  const count = bits.take(15)
  if (symbols.length === 0 || groups < 2 || groups > 6 || count === 0) return 'a block without symbols or codes'
  const selectors = await readSelectors(bits, input, groups, count)
  if (selectors === undefined) return 'a block with a code that is not there'
  const codes: HuffmanCode[] = []
  for (let group = 0; group < groups; group++) {
    await input.fill(CODE_BYTES)
    const code = readHuffmanCode(bits, symbols.length + 2)
    if (code === undefined) return 'a code of a length that is not allowed'
    codes.push(code)
  }
  const body = new BlockBody(symbols, chain)
  for (const selector of selectors) {
    await input.fill(GROUP_BYTES)
    const code = codes[selector]
    if (code === undefined || input.exhausted) return 'a block that is cut off'
    const step = body.read(bits, code)
    if (step === 'end') return body.link(origin)
    if (step === 'damaged') return 'a block that is damaged'
  }
  return 'a block without an end'
}

function usedSymbols(bits: Bits): readonly number[] {
  const ranges = bits.take(16)
  const used: number[] = []
  for (let high = 0; high < 16; high++) {
    if ((ranges & (0x8000 >> high)) === 0) continue
    const row = bits.take(16)
    for (let low = 0; low < 16; low++) if ((row & (0x8000 >> low)) !== 0) used.push(high * 16 + low)
  }
  return used
}

async function readSelectors(
  bits: Bits,
  input: PackedInput,
  groups: number,
  count: number,
): Promise<readonly number[] | undefined> {
  const order = [0, 1, 2, 3, 4, 5].slice(0, groups)
  const selectors: number[] = []
  for (let index = 0; index < count; index++) {
    if (index % 64 === 0) await input.fill(GROUP_BYTES)
    let place = 0
    while (bits.take(1) === 1) if (++place >= groups) return undefined
    const [group = 0] = order.splice(place, 1)
    order.unshift(group)
    if (selectors.length < MOST_SELECTORS) selectors.push(group)
  }
  return selectors
}

/** The symbols of a block as they become bytes. */
class BlockBody {
  readonly #chain: Uint32Array
  readonly #order: Uint8Array
  readonly #endOfBlock: number
  readonly #counts = new Uint32Array(256)
  #length = 0
  #run = 0
  #weight = 1

  constructor(symbols: readonly number[], chain: Uint32Array) {
    this.#order = Uint8Array.from(symbols)
    this.#endOfBlock = symbols.length + 1
    this.#chain = chain
  }

  /** Reads fifty symbols, or up to the end of the block. */
  read(bits: Bits, code: HuffmanCode): 'more' | 'end' | 'damaged' {
    for (let index = 0; index < GROUP_SYMBOLS; index++) {
      const symbol = code.read(bits)
      if (symbol === undefined) return 'damaged'
      if (symbol <= 1) {
        // Lengths of runs count with the digits one and two, the lowest first.
        this.#run += this.#weight << symbol
        this.#weight *= 2
        if (this.#run > this.#chain.length) return 'damaged'
        continue
      }
      if (this.#run > 0 && !this.#endRun()) return 'damaged'
      if (symbol === this.#endOfBlock) return 'end'
      if (this.#length >= this.#chain.length) return 'damaged'
      this.#put(this.#toFront(symbol - 1), 1)
    }
    return 'more'
  }

  /** The places of equal bytes follow each other in the order of the sorted rows. */
  link(origin: number): SortedBlock | string {
    const chain = this.#chain
    const counts = this.#counts
    const length = this.#length
    if (length === 0 || origin >= length) return 'a block that begins outside of itself'
    let sum = 0
    for (let byte = 0; byte < 256; byte++) {
      const count = counts[byte] ?? 0
      counts[byte] = sum
      sum += count
    }
    for (let at = 0; at < length; at++) {
      const byte = (chain[at] ?? 0) & 0xff
      const place = counts[byte] ?? 0
      counts[byte] = place + 1
      chain[place] = (chain[place] ?? 0) | (at << 8)
    }
    return { length, origin }
  }

  #endRun(): boolean {
    if (this.#length + this.#run > this.#chain.length) return false
    this.#put(this.#order[0] ?? 0, this.#run)
    this.#run = 0
    this.#weight = 1
    return true
  }

  #toFront(place: number): number {
    const byte = this.#order[place] ?? 0
    this.#order.copyWithin(1, 0, place)
    this.#order[0] = byte
    return byte
  }

  #put(byte: number, times: number): void {
    if (times === 1) this.#chain[this.#length] = byte
    else this.#chain.fill(byte, this.#length, this.#length + times)
    this.#length += times
    this.#counts[byte] = (this.#counts[byte] ?? 0) + times
  }
}
