import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'

/** Tables of one file lie near each other: a page holds most of what is asked for next. */
const PAGE_BYTES = 64 * 1024

/** 8 MiB: tables that point back and forth are not read again and again. */
const PAGES_KEPT = 128

/**
 * Reads a source at any place, with an end to how much is read in all: a library of 900 MB costs the bytes that are asked for, and
 * a file whose tables point everywhere costs no more than the budget.
 */
export class BoundedReader {
  readonly size: number
  readonly #source: ByteSource
  readonly #pages = new Map<number, Uint8Array>()
  #left: number

  constructor(source: ByteSource, budget: number) {
    this.#source = source
    this.size = source.size
    this.#left = budget
  }

  /** What may still be read. */
  get left(): number {
    return this.#left
  }

  /** Exactly these bytes. Throws FORMAT_SHAPE when they are not all in the file, LIMIT_SIZE when the budget is used up. */
  async bytes(offset: number, length: number): Promise<Uint8Array> {
    if (!this.holds(offset, length)) {
      throw new FormatError('FORMAT_SHAPE', `expected ${length} bytes at ${offset}, the file has ${this.size}`, {
        byte: Math.min(offset, this.size),
      })
    }
    if (length > PAGE_BYTES) return this.#readSource(offset, length)
    const first = Math.floor(offset / PAGE_BYTES)
    const page = await this.#page(first)
    const from = offset - first * PAGE_BYTES
    if (from + length <= page.length) return page.subarray(from, from + length)
    const joined = new Uint8Array(length)
    const head = page.subarray(from)
    joined.set(head)
    joined.set((await this.#page(first + 1)).subarray(0, length - head.length), head.length)
    return joined
  }

  /** At most these bytes, fewer at the end of the file, none behind it. */
  async upTo(offset: number, length: number): Promise<Uint8Array> {
    if (!(offset >= 0 && offset < this.size && length > 0)) return new Uint8Array(0)
    return this.bytes(offset, Math.min(length, this.size - offset))
  }

  /** Are all these bytes in the file? */
  holds(offset: number, length: number): boolean {
    return (
      Number.isSafeInteger(offset) &&
      Number.isSafeInteger(length) &&
      offset >= 0 &&
      length >= 0 &&
      offset + length <= this.size
    )
  }

  async #page(index: number): Promise<Uint8Array> {
    const known = this.#pages.get(index)
    if (known !== undefined) return known
    const start = index * PAGE_BYTES
    const page = await this.#readSource(start, Math.min(PAGE_BYTES, this.size - start))
    const [oldest] = this.#pages.keys()
    if (this.#pages.size >= PAGES_KEPT && oldest !== undefined) this.#pages.delete(oldest)
    this.#pages.set(index, page)
    return page
  }

  async #readSource(offset: number, length: number): Promise<Uint8Array> {
    if (length > this.#left)
      throw new LimitError('LIMIT_SIZE', `expected to read no more of the file, ${length} bytes are asked for`, {
        byte: offset,
      })
    this.#left -= length
    const bytes = await this.#source.slice(offset, length)
    if (bytes.length < length)
      throw new FormatError('FORMAT_SHAPE', `expected ${length} bytes, the source ended after ${bytes.length}`, {
        byte: offset,
      })
    return bytes
  }
}
