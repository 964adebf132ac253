import { FormatError } from '../../base/errors.ts'

/** Reads the numbers and texts of marshal. Whatever is not there ends it with FORMAT_SHAPE. */
export class MarshalCursor {
  at: number
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true)
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true)
  }

  bytes(length: number): Uint8Array {
    const at = this.#advance(length)
    return this.#bytes.subarray(at, at + length)
  }

  /** A length or a count: not negative. */
  count(): number {
    const count = this.i32()
    if (count < 0) throw new FormatError('FORMAT_SHAPE', `expected a length, found ${count}`, { byte: this.at - 4 })
    return count
  }

  #advance(length: number): number {
    if (length > this.left) {
      throw new FormatError('FORMAT_SHAPE', `expected ${length} more bytes, found ${this.left}`, { byte: this.at })
    }
    const at = this.at
    this.at += length
    return at
  }
}
