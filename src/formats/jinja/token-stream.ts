import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { linePosition, type Token } from './lexer.ts'

/** Tokens read one by one, and how deep the parser stands. */
export class TokenStream {
  readonly #tokens: readonly Token[]
  readonly #source: string
  readonly #limits: Limits
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[], source: string, limits: Limits) {
    this.#tokens = tokens
    this.#source = source
    this.#limits = limits
  }

  /** Undefined at the end of the template. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  get offset(): number {
    return this.peek()?.offset ?? this.#source.length
  }

  /** Throws FORMAT_SYNTAX at the end. */
  next(): Token {
    const token = this.peek()
    if (token === undefined) throw this.error('more of the template')
    this.#at++
    return token
  }

  isOperator(text: string): boolean {
    const token = this.peek()
    return token?.kind === 'operator' && token.text === text
  }

  isName(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'name' && token.text === text
  }

  takeOperator(text: string): boolean {
    if (!this.isOperator(text)) return false
    this.#at++
    return true
  }

  takeName(text: string): boolean {
    if (!this.isName(text)) return false
    this.#at++
    return true
  }

  expectOperator(text: string): void {
    if (!this.takeOperator(text)) throw this.error(`\`${text}\``)
  }

  expectName(): string {
    const token = this.peek()
    if (token?.kind !== 'name') throw this.error('a name')
    this.#at++
    return token.text
  }

  expectKind(kind: Token['kind']): void {
    if (this.peek()?.kind !== kind) throw this.error(kind === 'end' ? 'the end of the tag' : kind)
    this.#at++
  }

  /** Runs a part of the grammar one level deeper. Throws LIMIT_DEPTH. */
  deeper<T>(part: () => T): T {
    if (++this.#depth > this.#limits.depth) {
      throw new LimitError(
        'LIMIT_DEPTH',
        `Jinja: nested deeper than ${this.#limits.depth} levels`,
        linePosition(this.#source, this.offset),
      )
    }
    const result = part()
    this.#depth--
    return result
  }

  error(expected: string): FormatError {
    const found = this.peek()
    const what = found === undefined ? 'the end of the template' : JSON.stringify(found.text.slice(0, 40))
    return new FormatError(
      'FORMAT_SYNTAX',
      `Jinja: expected ${expected}, found ${what}`,
      linePosition(this.#source, this.offset),
    )
  }
}
