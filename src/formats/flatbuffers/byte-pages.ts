import type { ByteSource } from '../../base/bytes.ts'

const PAGE_BYTES = 64 * 1024
/** FlatBuffers are written from the back: a table, its vtable and its strings stand apart, and few places are read in turn. */
const MOST_PAGES = 64

/** Small reads all over a source, from pages of which the last used stay in memory (at most 4 MiB). */
export class BytePages {
  readonly #source: ByteSource
  readonly #pages = new Map<number, Uint8Array>()

  constructor(source: ByteSource) {
    this.#source = source
  }

  /** `length` bytes at `at`; fewer where the source ends. */
  async read(at: number, length: number): Promise<DataView> {
    const index = Math.floor(at / PAGE_BYTES)
    const offset = at - index * PAGE_BYTES
    const bytes =
      offset + length <= PAGE_BYTES
        ? (await this.#page(index)).subarray(offset, offset + length)
        : await this.#source.slice(at, length)
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  async #page(index: number): Promise<Uint8Array> {
    const known = this.#pages.get(index)
    if (known !== undefined) {
      this.#pages.delete(index)
      this.#pages.set(index, known)
      return known
    }
    const page = await this.#source.slice(index * PAGE_BYTES, PAGE_BYTES)
    this.#pages.set(index, page)
    const oldest = this.#pages.keys().next().value
    if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest)
    return page
  }
}
