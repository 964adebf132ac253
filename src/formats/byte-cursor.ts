import type { ByteSource } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'

/** Enough for thousands of fields per read, little enough to open two thousand files at once. */
const WINDOW_BYTES = 64 * 1024

/**
 * Reads a source from front to back through one window. Numbers are read without waiting; only `need` waits, and only at the
 * end of the window: `if (!cursor.has(8)) await cursor.need(8)` costs nothing in the usual case.
 */
export class ByteCursor {
  /** From the start of the source. */
  at: number
  littleEndian = true
  /** The first byte that must not be read. */
  readonly end: number
  readonly #source: ByteSource
  #window: DataView = new DataView(new ArrayBuffer(0))
  #start = 0

  constructor(source: ByteSource, at = 0, end = source.size) {
    this.#source = source
    this.at = at
    this.end = end
  }

  get left(): number {
    return this.end - this.at
  }

  /** Are the next `length` bytes in the window? */
  has(length: number): boolean {
    const offset = this.at - this.#start
    return offset >= 0 && offset + length <= this.#window.byteLength && length <= this.left
  }

  /** Brings the next `length` bytes into the window. Throws FORMAT_SHAPE when the input ends before them. */
  async need(length: number): Promise<void> {
    if (length > this.left) {
      throw new FormatError('FORMAT_SHAPE', `expected ${length} more bytes, found ${Math.max(0, this.left)}`, {
        byte: this.at,
      })
    }
    if (this.has(length)) return
    const bytes = await this.#source.slice(this.at, Math.min(Math.max(length, WINDOW_BYTES), this.left))
    if (bytes.length < length) {
      throw new FormatError('FORMAT_SHAPE', `expected ${length} more bytes, the source ended`, { byte: this.at })
    }
    this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#start = this.at
  }

  /** What is in the window from the current place on, for parsers that look ahead. */
  ahead(): Uint8Array {
    const offset = this.at - this.#start
    const length = Math.min(this.#window.byteLength - offset, this.left)
    return new Uint8Array(this.#window.buffer, this.#window.byteOffset + offset, Math.max(0, length))
  }

  u8(): number {
    return this.#window.getUint8(this.#advance(1))
  }

  u16(): number {
    return this.#window.getUint16(this.#advance(2), this.littleEndian)
  }

  u32(): number {
    return this.#window.getUint32(this.#advance(4), this.littleEndian)
  }

  i32(): number {
    return this.#window.getInt32(this.#advance(4), this.littleEndian)
  }

  u64(): bigint {
    return this.#window.getBigUint64(this.#advance(8), this.littleEndian)
  }

  /** A copy: the window moves on. */
  bytes(length: number): Uint8Array {
    const offset = this.#advance(length)
    return new Uint8Array(this.#window.buffer, this.#window.byteOffset + offset, length).slice()
  }

  /** Passes over bytes without reading them. Throws FORMAT_SHAPE when there are not so many. */
  skip(length: bigint | number): void {
    if (BigInt(length) > BigInt(this.left)) {
      throw new FormatError('FORMAT_SHAPE', `expected ${length} more bytes, found ${Math.max(0, this.left)}`, {
        byte: this.at,
      })
    }
    this.at += Number(length)
  }

  #advance(length: number): number {
    const offset = this.at - this.#start
    this.at += length
    return offset
  }
}
