import { FormatError } from '../../base/errors.ts'

/** Reads the body of one section. Whatever is not there ends the section with FORMAT_SHAPE. */
export class WasmCursor {
  at = 0
  readonly #bytes: Uint8Array
  readonly #start: number

  /** `start`: where the body lies in the file, for messages. */
  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.#start = start
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  /** In the file. */
  get place(): number {
    return this.#start + this.at
  }

  byte(): number {
    const byte = this.#bytes[this.at]
    if (byte === undefined) throw this.#short(1)
    this.at++
    return byte
  }

  /** Unsigned LEB128 of at most 10 bytes; bits above 2^53 are lost. */
  number(): number {
    let value = 0
    let factor = 1
    for (let count = 0; count < 10; count++) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    throw new FormatError('FORMAT_SHAPE', 'expected a number of at most ten bytes', { byte: this.place })
  }

  skip(length: number): void {
    if (length > this.left) throw this.#short(length)
    this.at += length
  }

  /** A name: its length in bytes and UTF-8; at most 1,024 bytes of it are kept. */
  name(): string {
    const length = this.number()
    if (length > this.left) throw this.#short(length)
    const bytes = this.#bytes.subarray(this.at, this.at + Math.min(length, 1024))
    this.at += length
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
  }

  #short(wanted: number): FormatError {
    return new FormatError('FORMAT_SHAPE', `expected ${wanted} more bytes in the section, found ${this.left}`, {
      byte: this.place,
    })
  }
}
