import { FormatError } from '../../base/errors.ts'

/** Reads the fields of one structure in order; every read is checked against its end. HDF5 is little endian. */
export class Fields {
  at = 0
  readonly #bytes: Buffer
  readonly #start: number
  readonly #offsetBytes: number
  readonly #lengthBytes: number

  constructor(bytes: Uint8Array, start: number, offsetBytes: number, lengthBytes: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#start = start
    this.#offsetBytes = offsetBytes
    this.#lengthBytes = lengthBytes
  }

  get length(): number {
    return this.#bytes.length
  }

  get left(): number {
    return this.#bytes.length - this.at
  }

  /** From the start of the file. */
  get place(): number {
    return this.#start + this.at
  }

  number(bytes: 1 | 2 | 3 | 4): number {
    return this.#bytes.readUIntLE(this.#take(bytes), bytes)
  }

  /** An unsigned number of 1 to 8 bytes. */
  wide(bytes: number): bigint {
    const at = this.#take(bytes)
    let value = 0n
    for (let index = bytes - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.#bytes[at + index] ?? 0)
    return value
  }

  /** An address ("size of offsets"). */
  offset(): bigint {
    return this.wide(this.#offsetBytes)
  }

  /** A size ("size of lengths"). */
  size(): bigint {
    return this.wide(this.#lengthBytes)
  }

  skip(bytes: number): void {
    this.#take(bytes)
  }

  /** Throws FORMAT_SYNTAX when the next bytes are not these letters. */
  signature(letters: string): void {
    const found = this.latin1(letters.length)
    if (found !== letters) {
      throw new FormatError('FORMAT_SYNTAX', `expected HDF5 signature ${letters}, found ${JSON.stringify(found)}`, {
        byte: this.place - letters.length,
      })
    }
  }

  latin1(bytes: number): string {
    const at = this.#take(bytes)
    return this.#bytes.toString('latin1', at, at + bytes)
  }

  text(bytes: number): string {
    const at = this.#take(bytes)
    return this.#bytes.toString('utf8', at, at + bytes)
  }

  /** Up to the next NUL, which is passed; to the end when there is none. */
  terminated(): string {
    const end = this.#bytes.indexOf(0, this.at)
    const text = this.#bytes.toString('utf8', this.at, end < 0 ? this.#bytes.length : end)
    this.at = end < 0 ? this.#bytes.length : end + 1
    return text
  }

  /** A structure inside this one. */
  part(bytes: number): Fields {
    const start = this.place
    const at = this.#take(bytes)
    return new Fields(this.#bytes.subarray(at, at + bytes), start, this.#offsetBytes, this.#lengthBytes)
  }

  #take(bytes: number): number {
    const at = this.at
    if (bytes < 0 || at + bytes > this.#bytes.length) {
      throw new FormatError('FORMAT_SYNTAX', `expected ${bytes} more bytes of an HDF5 structure, found ${this.left}`, {
        byte: this.place,
      })
    }
    this.at += bytes
    return at
  }
}
