import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'

/** Walks over protobuf text (one character per byte) token by token; every step is linear in what it passes. */
export class TextScanner {
  at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The next character behind blanks, separators and comments; undefined at the end. */
  peek(): string | undefined {
    return this.#behind(BLANKS_AND_SEPARATORS)
  }

  /** Passes over `character` when it is the next one. */
  take(character: string): boolean {
    if (this.peek() !== character) return false
    this.at++
    return true
  }

  /** A name, or a number; undefined when something else stands there. */
  word(): string | undefined {
    this.peek()
    const start = this.at
    while (WORD.test(this.#text[this.at] ?? '')) this.at++
    return start === this.at ? undefined : this.#text.slice(start, this.at)
  }

  /** One or more quoted strings side by side, as bytes; only passed over when `keep` is false. */
  quoted(keep: boolean): string {
    const parts: string[] = []
    for (let quote = this.peek(); quote === '"' || quote === "'"; quote = this.#behind(BLANKS)) {
      const start = ++this.at
      const end = this.#endOfString(quote)
      if (keep) parts.push(unescape(this.#text.slice(start, end)))
      this.at = end + 1
    }
    return parts.join('')
  }

  wrong(expected: string): FormatError {
    const found = this.#text.slice(this.at, this.at + 20)
    return new FormatError(
      'FORMAT_SYNTAX',
      `expected ${expected}, found ${found === '' ? 'the end' : excerpt(found, 40)}`,
      { byte: this.at },
    )
  }

  #behind(passed: ReadonlySet<string>): string | undefined {
    for (;;) {
      const character = this.#text[this.at]
      if (character === '#') this.#skipLine()
      else if (character !== undefined && passed.has(character)) this.at++
      else return character
    }
  }

  #endOfString(quote: string): number {
    for (let at = this.at; at < this.#text.length; at++) {
      const character = this.#text[at]
      if (character === '\\') at++
      else if (character === quote) return at
      else if (character === '\n') break
    }
    throw this.wrong('the end of a string')
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.at)
    this.at = end < 0 ? this.#text.length : end + 1
  }
}

const BLANKS: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '\v', '\f'])
/** Between fields and between the values of a list; never between the pieces of one string. */
const BLANKS_AND_SEPARATORS: ReadonlySet<string> = new Set([...BLANKS, ',', ';'])
const WORD = /[\w.+/-]/

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Escapes of C, and code points as UTF-8 (protobuf text format, "String Literals"). */
function unescape(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g,
    (_, octal?: string, hex?: string, short?: string, long?: string, other?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      const point = short ?? long
      if (point !== undefined) return utf8(Number.parseInt(point, 16))
      return ESCAPES[other ?? ''] ?? other ?? ''
    },
  )
}

function utf8(point: number): string {
  return point > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(point)).toString('latin1')
}
