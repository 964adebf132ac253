import type { Format } from '../base/bytes.ts'
import { FormatError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { type LineIndex, lineIndex } from './line-index.ts'
import { decodeText } from './text.ts'
import { type Tree, type TreeEntry, type TreeObject, type TreeScalar, type TreeValue, withinBudget } from './tree.ts'

/**
 * The lock file language of yarn 1, which looks like YAML and is not: indentation nests, a key and its value are separated
 * by a space, a key that opens a block ends in `:`, and one block may have many keys (`a@^1, a@^1.2:`). Every key is an
 * entry of its own; the keys of one block share one value, the same object.
 */
export const yarnV1: Format<Tree> = {
  id: 'yarn-v1',
  parse: (bytes, limits) => new YarnParser(decodeText(bytes), limits).document(),
}

interface Block {
  readonly indent: number
  readonly entries: TreeEntry[]
}

interface Token {
  readonly text: string
  readonly offset: number
}

/** A class because position and open blocks live exactly as long as one parse. */
class YarnParser {
  readonly #text: string
  readonly #limits: Limits
  readonly #lines: LineIndex
  readonly #open: Block[] = []
  /** The entries of the block that the line before opened; only they may be indented further. */
  #opened: TreeEntry[] | undefined = []
  #at = 0
  #nodes = 0

  constructor(text: string, limits: Limits) {
    this.#text = text
    this.#limits = limits
    this.#lines = lineIndex(text)
  }

  document(): Tree {
    const root: TreeObject = { kind: 'object', offset: 0, entries: this.#opened ?? [] }
    while (this.#at < this.#text.length) {
      const indent = this.#skip(' ')
      if (!this.#atLineEnd() && this.#text[this.#at] !== '#') this.#line(this.#block(indent))
      this.#skipLine()
    }
    return { root, lines: this.#lines }
  }

  /** The block a line belongs to, by its indentation. */
  #block(indent: number): Block {
    while ((this.#open.at(-1)?.indent ?? -1) > indent) this.#open.pop()
    const current = this.#open.at(-1)
    if (current?.indent === indent) return current
    if (this.#opened === undefined) throw this.#error('a line indented as the one before')
    const block = { indent, entries: this.#opened }
    this.#open.push(block)
    return block
  }

  #line(block: Block): void {
    this.#opened = undefined
    const keys = this.#keys()
    const value = this.#value()
    this.#skip(' ')
    if (!this.#atLineEnd()) throw this.#error('the end of the line')
    for (const key of keys) {
      this.#count(key.offset)
      block.entries.push({ key: key.text, keyOffset: key.offset, value })
    }
  }

  #keys(): readonly Token[] {
    const keys = [this.#token(KEY_ENDS)]
    for (;;) {
      this.#skip(' ')
      if (this.#text[this.#at] !== ',') return keys
      this.#at++
      this.#skip(' ')
      keys.push(this.#token(KEY_ENDS))
    }
  }

  #value(): TreeValue {
    if (this.#text[this.#at] === ':') {
      this.#at++
      this.#opened = []
      return { kind: 'object', offset: this.#at, entries: this.#opened }
    }
    const bare = this.#text[this.#at] !== '"'
    const { text, offset } = this.#token(VALUE_ENDS)
    const value = bare && text === 'true' ? true : bare && text === 'false' ? false : text
    return { kind: 'scalar', offset, value, source: text } satisfies TreeScalar
  }

  /** A JSON string, or a word up to what ends it. */
  #token(ends: string): Token {
    if (this.#text[this.#at] === '"') return this.#quoted()
    const offset = this.#at
    while (this.#at < this.#text.length && !ends.includes(this.#text[this.#at] ?? '')) this.#at++
    if (this.#at === offset) throw this.#error('a name or a value')
    return { text: this.#text.slice(offset, this.#at), offset }
  }

  #quoted(): Token {
    const start = this.#at++
    while (this.#text[this.#at] !== '"') {
      if (this.#atLineEnd()) throw this.#error('a closing quote')
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    }
    this.#at++
    return { text: this.#unquoted(this.#text.slice(start, this.#at)), offset: start + 1 }
  }

  #unquoted(token: string): string {
    try {
      return JSON.parse(token) as string
    } catch {
      throw this.#error('a string with valid escapes')
    }
  }

  #skip(character: string): number {
    const start = this.#at
    while (this.#text[this.#at] === character) this.#at++
    return this.#at - start
  }

  #atLineEnd(): boolean {
    const character = this.#text[this.#at]
    return character === undefined || character === '\n' || character === '\r'
  }

  #skipLine(): void {
    while (!this.#atLineEnd()) this.#at++
    while (this.#at < this.#text.length && this.#atLineEnd()) this.#at++
  }

  #count(offset: number): void {
    withinBudget(++this.#nodes, this.#open.length, this.#limits, () => this.#lines.position(offset))
  }

  #error(expected: string): FormatError {
    const found =
      this.#at < this.#text.length ? JSON.stringify(this.#text.slice(this.#at, this.#at + 20)) : 'the end of the file'
    return new FormatError(
      'FORMAT_SYNTAX',
      `yarn.lock: expected ${expected}, found ${found}`,
      this.#lines.position(this.#at),
    )
  }
}

/** What ends a word that is not quoted. */
const KEY_ENDS = ' \t\r\n:,"'
const VALUE_ENDS = ' \t\r\n'
