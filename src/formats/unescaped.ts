/** Text without its escapes, and where its bytes stood before. */
export interface UnescapedText {
  readonly bytes: Uint8Array
  /** The place in the escaped text of a place in this one. */
  toEscaped(offset: number): number
}

/** Room that is used again for every piece of a file, so that memory stays flat. */
export class UnescapeRoom {
  #bytes: Uint8Array = new Uint8Array(0)
  /** Pairs: a place behind an escape, unescaped and escaped. */
  #places = new Uint32Array(1024)
  #count = 0

  /**
   * JSON strings as they are meant (RFC 8259, section 7), everywhere in the text: a token behind `\n` is not preceded by the letter n,
   * and an address with `\/` is one. What is no escape stays.
   */
  json(text: Uint8Array): UnescapedText {
    let at = text.indexOf(BACKSLASH)
    if (at < 0) return same(text)
    const out = this.#room(text.length)
    let length = 0
    let from = 0
    while (at >= 0) {
      length = copy(text, from, at, out, length)
      const byte = text[at + 1] ?? 0
      const simple = SIMPLE[byte] ?? 0
      if (byte === 0x75) {
        const step = unicode(text, at, out, length)
        length += step.written
        from = at + step.read
      } else if (simple === 0) {
        out[length++] = BACKSLASH
        from = at + 1
      } else {
        out[length++] = simple
        from = at + 2
      }
      this.#remember(length, from)
      at = next(text, from)
    }
    length = copy(text, from, text.length, out, length)
    return this.#done(out, length)
  }

  /** Quotes that CSV doubles as one, everywhere in the text. */
  quotes(text: Uint8Array, quote: number): UnescapedText {
    const doubled = Buffer.from([quote, quote])
    const searched = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
    let at = searched.indexOf(doubled)
    if (at < 0) return same(text)
    const out = this.#room(text.length)
    let length = 0
    let from = 0
    while (at >= 0) {
      length = copy(text, from, at + 1, out, length)
      from = at + 2
      this.#remember(length, from)
      at = searched.indexOf(doubled, from)
    }
    length = copy(text, from, text.length, out, length)
    return this.#done(out, length)
  }

  #done(out: Uint8Array, length: number): UnescapedText {
    const places = this.#places
    const count = this.#count
    return { bytes: out.subarray(0, length), toEscaped: (offset) => escapedPlace(places, count, offset) }
  }

  #room(length: number): Uint8Array {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length)
    this.#count = 0
    return this.#bytes
  }

  #remember(unescaped: number, escaped: number): void {
    if (this.#count * 2 + 2 > this.#places.length) {
      const larger = new Uint32Array(this.#places.length * 2)
      larger.set(this.#places)
      this.#places = larger
    }
    this.#places[this.#count * 2] = unescaped
    this.#places[this.#count * 2 + 1] = escaped
    this.#count++
  }
}

const BACKSLASH = 0x5c

/** What stands for the letter behind the backslash; 0 where there is no such escape. */
const SIMPLE: Readonly<Record<number, number>> = {
  0x22: 0x22,
  0x5c: 0x5c,
  0x2f: 0x2f,
  0x62: 8,
  0x66: 12,
  0x6e: 10,
  0x72: 13,
  0x74: 9,
}

function same(text: Uint8Array): UnescapedText {
  return { bytes: text, toEscaped: (offset) => offset }
}

/** The next backslash: near ones by looking, far ones by searching; code in strings has one every twenty bytes. */
function next(text: Uint8Array, from: number): number {
  const near = Math.min(text.length, from + 48)
  for (let at = from; at < near; at++) if (text[at] === BACKSLASH) return at
  return near === text.length ? -1 : text.indexOf(BACKSLASH, near)
}

function copy(text: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  if (to - from > 64) out.set(text.subarray(from, to), at)
  else for (let index = from, target = at; index < to; index++, target++) out[target] = text[index] ?? 0
  return at + to - from
}

/** `\u0041`, in pairs beyond the first plane; as UTF-8. */
function unicode(text: Uint8Array, at: number, out: Uint8Array, length: number): { read: number; written: number } {
  const high = hexadecimal(text, at + 2)
  if (high < 0) {
    out[length] = BACKSLASH
    return { read: 1, written: 1 }
  }
  const low =
    high >= 0xd800 && high < 0xdc00 && text[at + 6] === BACKSLASH && text[at + 7] === 0x75
      ? hexadecimal(text, at + 8)
      : -1
  if (low < 0xdc00 || low > 0xdfff) return { read: 6, written: utf8(high, out, length) }
  return { read: 12, written: utf8(0x10000 + (high - 0xd800) * 0x400 + (low - 0xdc00), out, length) }
}

function hexadecimal(text: Uint8Array, at: number): number {
  let value = 0
  for (let index = at; index < at + 4; index++) {
    const byte = text[index] ?? 0
    const letter = byte | 0x20
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
    if (digit < 0) return -1
    value = value * 16 + digit
  }
  return value
}

function utf8(point: number, out: Uint8Array, at: number): number {
  if (point < 0x80) {
    out[at] = point
    return 1
  }
  if (point < 0x800) {
    out[at] = 0xc0 | (point >> 6)
    out[at + 1] = 0x80 | (point & 63)
    return 2
  }
  if (point < 0x10000) {
    out[at] = 0xe0 | (point >> 12)
    out[at + 1] = 0x80 | ((point >> 6) & 63)
    out[at + 2] = 0x80 | (point & 63)
    return 3
  }
  out[at] = 0xf0 | (point >> 18)
  out[at + 1] = 0x80 | ((point >> 12) & 63)
  out[at + 2] = 0x80 | ((point >> 6) & 63)
  out[at + 3] = 0x80 | (point & 63)
  return 4
}

function escapedPlace(places: Uint32Array, count: number, offset: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle * 2] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  if (low === 0) return offset
  return (places[low * 2 - 1] ?? 0) + offset - (places[low * 2 - 2] ?? 0)
}
