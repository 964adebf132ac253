import { FormatError, LimitError } from '../../base/errors.ts'

/** Types of the compact protocol (Thrift "Compact protocol encoding"). */
export const THRIFT = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  map: 11,
  struct: 12,
  uuid: 13,
} as const

/** Structures of Parquet nest below ten; unknown fields may go deeper. */
const MOST_DEPTH = 32
const LONGEST_VARINT = 10

/**
 * Reads the compact protocol of Thrift field by field; what nobody asks for is stepped over. Throws FormatError FORMAT_SHAPE
 * where the bytes end too early, LimitError LIMIT_DEPTH for nesting that no writer makes. Lives as long as one structure is read.
 */
export class ThriftReader {
  /** Of the next byte. */
  at: number
  readonly #bytes: Uint8Array
  readonly #base: number
  #depth = 0

  /** `base` is where the bytes stand in the file, for positions in errors. */
  constructor(bytes: Uint8Array, at = 0, base = 0) {
    this.#bytes = bytes
    this.#base = base
    this.at = at
  }

  /** Calls `read` for each field of a structure; it answers whether it has read the value. */
  struct(read: (id: number, type: number) => boolean): void {
    this.#enter()
    let id = 0
    for (;;) {
      const head = this.#byte()
      const type = head & 15
      if (type === 0) break
      id = head >> 4 === 0 ? this.int() : id + (head >> 4)
      if (!read(id, type)) this.skip(type)
    }
    this.#depth--
  }

  /** Calls `read` for each item of a list. Each item takes one byte at least, so the count cannot lie. */
  list(read: (type: number, index: number) => void): void {
    const head = this.#byte()
    const type = head & 15
    const count = head >> 4 === 15 ? this.#unsigned() : head >> 4
    if (count > this.#bytes.length - this.at) throw this.#short(count)
    this.#enter()
    for (let index = 0; index < count; index++) read(type, index)
    this.#depth--
  }

  /** A signed number of 16, 32 or 64 bits; one beyond 2^53 loses its last digits. */
  int(): number {
    const value = this.#unsigned()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Bytes with their length in front; a view, not a copy. */
  binary(): Uint8Array {
    const length = this.#unsigned()
    if (length > this.#bytes.length - this.at) throw this.#short(length)
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  text(): string {
    return Buffer.from(this.binary()).toString('utf8')
  }

  skip(type: number): void {
    if (type === THRIFT.true || type === THRIFT.false) return
    if (type === THRIFT.byte) this.#pass(1)
    else if (type === THRIFT.i16 || type === THRIFT.i32 || type === THRIFT.i64) this.#unsigned()
    else if (type === THRIFT.double) this.#pass(8)
    else if (type === THRIFT.uuid) this.#pass(16)
    else if (type === THRIFT.binary) this.binary()
    else if (type === THRIFT.struct) this.struct(() => false)
    else if (type === THRIFT.list || type === THRIFT.set) this.list((item) => this.#skipItem(item))
    else if (type === THRIFT.map) this.#skipMap()
    else
      throw new FormatError('FORMAT_SHAPE', `expected a type of Thrift, found ${type}`, { byte: this.#base + this.at })
  }

  #skipMap(): void {
    const count = this.#unsigned()
    if (count === 0) return
    const types = this.#byte()
    if (count > this.#bytes.length - this.at) throw this.#short(count)
    this.#enter()
    for (let index = 0; index < count; index++) {
      this.#skipItem(types >> 4)
      this.#skipItem(types & 15)
    }
    this.#depth--
  }

  /** In lists a boolean has a byte of its own. */
  #skipItem(type: number): void {
    if (type === THRIFT.true || type === THRIFT.false) this.#pass(1)
    else this.skip(type)
  }

  #pass(count: number): void {
    if (count > this.#bytes.length - this.at) throw this.#short(count)
    this.at += count
  }

  #byte(): number {
    const byte = this.#bytes[this.at]
    if (byte === undefined) throw this.#short(1)
    this.at++
    return byte
  }

  #unsigned(): number {
    let value = 0
    for (let index = 0; index < LONGEST_VARINT; index++) {
      const byte = this.#byte()
      value += (byte & 127) * 2 ** (7 * index)
      if (byte < 128) return value
    }
    throw new FormatError('FORMAT_SHAPE', 'expected a number, found one of more than ten bytes', {
      byte: this.#base + this.at,
    })
  }

  #enter(): void {
    if (++this.#depth > MOST_DEPTH)
      throw new LimitError('LIMIT_DEPTH', `structures nested deeper than ${MOST_DEPTH} levels`, {
        byte: this.#base + this.at,
      })
  }

  #short(wanted: number): FormatError {
    const left = this.#bytes.length - this.at
    return new FormatError('FORMAT_SHAPE', `expected ${wanted} more bytes, found ${left}`, {
      byte: this.#base + this.at,
    })
  }
}
