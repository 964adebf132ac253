/** Numbers and texts one after the other, in one byte order. */
export class ByteWriter {
  readonly littleEndian: boolean
  #parts: Buffer[] = []
  #length = 0

  constructor(littleEndian = true) {
    this.littleEndian = littleEndian
  }

  get length(): number {
    return this.#length
  }

  number(value: number | bigint, bytes: number): this {
    const part = Buffer.alloc(bytes)
    let rest = BigInt.asUintN(bytes * 8, BigInt(value))
    for (let index = 0; index < bytes; index++, rest >>= 8n)
      part[this.littleEndian ? index : bytes - 1 - index] = Number(rest & 0xffn)
    return this.bytes(part)
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.number(value, 1)
    return this
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.number(value, 2)
    return this
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.number(value, 4)
    return this
  }

  /** Filled with zeros up to `length`. */
  text(text: string, length = text.length): this {
    const part = Buffer.alloc(length)
    part.write(text, 'latin1')
    return this.bytes(part)
  }

  bytes(part: Uint8Array): this {
    this.#parts.push(Buffer.from(part))
    this.#length += part.length
    return this
  }

  /** Zeros up to a place. */
  padTo(place: number): this {
    return this.bytes(Buffer.alloc(Math.max(0, place - this.#length)))
  }

  done(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/** Texts ended by zeros, and where each begins; the first place is an empty text. */
export function stringTable(texts: readonly string[]): {
  readonly bytes: Buffer
  readonly at: (text: string) => number
} {
  const places = new Map<string, number>()
  let bytes = Buffer.from([0])
  for (const text of texts) {
    if (places.has(text)) continue
    places.set(text, bytes.length)
    bytes = Buffer.concat([bytes, Buffer.from(`${text}\0`, 'latin1')])
  }
  return { bytes, at: (text) => places.get(text) ?? 0 }
}
