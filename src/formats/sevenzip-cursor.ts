import { FormatError } from '../base/errors.ts'

/** The bytes of a 7z header, one property after the other. Throws FormatError where they end too early. It lives as long as one reading. */
export class SevenZipCursor {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    return this.take(1)[0] ?? 0
  }

  take(count: number): Buffer {
    if (count > this.left) throw this.error(`expected ${count} more bytes, found ${this.left}`)
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /**
   * The variable-length number of 7zFormat.txt: the leading one bits of the first byte say how many bytes follow, little end
   * first; the rest of the first byte is the highest part. Refuses what no file can be as long as.
   */
  number(): number {
    const first = this.byte()
    let value = 0n
    let mask = 0x80
    for (let index = 0; index < 8; index++, mask >>= 1) {
      if ((first & mask) === 0) {
        value |= BigInt(first & (mask - 1)) << BigInt(8 * index)
        break
      }
      value |= BigInt(this.byte()) << BigInt(8 * index)
    }
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.error(`a number of ${value}, more than any file has bytes`)
    return Number(value)
  }

  /** A count of things that take at least `bytes` of the header each: a lie about it ends here and not in a loop. */
  count(what: string, bytes = 1): number {
    const count = this.number()
    if (count * bytes > this.left) throw this.error(`${count} ${what} in ${this.left} bytes`)
    return count
  }

  /** One bit for each of `count` things, the highest first; preceded by a byte that says "all" when `shortcut`. */
  bits(count: number, shortcut: boolean): readonly boolean[] {
    if (shortcut && this.byte() !== 0) return Array.from({ length: count }, () => true)
    const bytes = this.take(Math.ceil(count / 8))
    return Array.from({ length: count }, (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0)
  }

  error(message: string): FormatError {
    return new FormatError('FORMAT_SHAPE', `7z header: ${message}`, { byte: this.#at })
  }
}
