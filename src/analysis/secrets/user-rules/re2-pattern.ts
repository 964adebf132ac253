import { PatternMistake } from '../../../base/pattern-tree.ts'
import type { WrittenPattern } from './user-rule.ts'

/**
 * A pattern in the syntax of RE2 (github.com/google/re2/wiki/Syntax), as Go's regexp reads it, in the syntax of ECMAScript with the same meaning over latin1:
 * flags in the middle, `(?P<name>`, `\z`, `\A`, `\Q…\E`, `[[:alnum:]]`, `\x{41}`, and what `.`, `\s` and `]` mean. Throws PatternMistake for
 * what has no counterpart: classes of Unicode, `(?U)`, `\C`.
 */
export function fromRe2(source: string): WrittenPattern {
  const [, flags = ''] = /^\(\?([ims]{1,3})\)/.exec(source) ?? []
  const from = flags === '' ? 0 : flags.length + 3
  return { source: new Translation(source, from, flags.includes('s')).all(), flags }
}

interface OpenGroup {
  /** Flags that were set in the middle and hold to the end of the group, as they are written in a group of their own. */
  inner: readonly string[]
  readonly dotAll: boolean
}

/** A class because place and open groups live exactly as long as one translation. */
class Translation {
  readonly #source: string
  #next: number
  #dotAll: boolean
  #out = ''
  #inner: readonly string[] = []
  readonly #open: OpenGroup[] = []

  constructor(source: string, from: number, dotAll: boolean) {
    this.#source = source
    this.#next = from
    this.#dotAll = dotAll
  }

  all(): string {
    while (this.#next < this.#source.length) this.#token()
    return this.#out + ')'.repeat(this.#inner.length)
  }

  #token(): void {
    const character = this.#source[this.#next++] ?? ''
    if (character === '\\') this.#out += this.#escape(false)
    else if (character === '[') this.#class()
    else if (character === '(') this.#group()
    else if (character === ')') this.#close()
    else if (character === '|') this.#out += `${')'.repeat(this.#inner.length)}|${this.#inner.join('')}`
    else this.#out += character === '.' && !this.#dotAll ? '[^\\n]' : character
  }

  #group(): void {
    const flags = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(this.#source.slice(this.#next, this.#next + 16))
    if (flags !== null) return this.#flags(flags)
    this.#open.push({ inner: this.#inner, dotAll: this.#dotAll })
    this.#inner = []
    this.#out += '('
    const name = /^\?P?<([A-Za-z_]\w*)>/.exec(this.#source.slice(this.#next, this.#next + 80))
    if (name === null) return
    this.#next += name[0].length
    this.#out += `?<${name[1]}>`
  }

  #flags([all, on = '', off = '', end = '']: RegExpExecArray): void {
    if (`${on}${off}`.includes('U')) throw new PatternMistake('has the flag U, which has no counterpart', this.#next)
    this.#next += all.length
    const group = on === '' && off === '' ? '(?:' : `(?${on}${off === '' ? '' : `-${off}`}:`
    if (end === ')') this.#inner = [...this.#inner, group]
    else {
      this.#open.push({ inner: this.#inner, dotAll: this.#dotAll })
      this.#inner = []
    }
    this.#out += group
    if (on.includes('s')) this.#dotAll = true
    if (off.includes('s')) this.#dotAll = false
  }

  #close(): void {
    const outer = this.#open.pop()
    if (outer === undefined) throw new PatternMistake('has a ")" without "("', this.#next - 1)
    this.#out += `${')'.repeat(this.#inner.length)})`
    this.#inner = outer.inner
    this.#dotAll = outer.dotAll
  }

  /** A class from behind its `[`. A `]` that stands first is a member. */
  #class(): void {
    const from = this.#next - 1
    let body = ''
    if (this.#source[this.#next] === '^') {
      body = '^'
      this.#next++
    }
    if (this.#source[this.#next] === ']') {
      body += '\\]'
      this.#next++
    }
    while (this.#source[this.#next] !== ']') {
      if (this.#next >= this.#source.length) throw new PatternMistake('has a "[" without "]"', from)
      body += this.#member()
    }
    this.#next++
    this.#out += `[${body}]`
  }

  #member(): string {
    const posix = /^\[:(\^?)([a-z]{4,6}):\]/.exec(this.#source.slice(this.#next, this.#next + 12))
    if (posix !== null) {
      const members = POSIX[posix[2] ?? '']
      if (members === undefined || posix[1] === '^')
        throw new PatternMistake(`has the class ${posix[0]}, which is not known`, this.#next)
      this.#next += posix[0].length
      return members
    }
    const character = this.#source[this.#next++] ?? ''
    return character === '\\' ? this.#escape(true) : character
  }

  /** An escape from behind its backslash. */
  #escape(isInClass: boolean): string {
    const at = this.#next - 1
    const letter = this.#source[this.#next++] ?? ''
    if (letter === 's') return isInClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]'
    if (letter === 'S' && !isInClass) return '[^\\t\\n\\f\\r ]'
    if (letter === 'z') return '(?![\\s\\S])'
    if (letter === 'A') return '(?<![\\s\\S])'
    if (letter === 'a') return '\\x07'
    if (letter === 'Q') return this.#quoted()
    if (letter === 'x' && this.#source[this.#next] === '{') return this.#codePoint(at)
    if (letter === 'p' || letter === 'P' || letter === 'C' || /[1-9]/.test(letter) || letter === '')
      throw new PatternMistake(`has "\\${letter}", which has no counterpart`, at)
    return `\\${letter}`
  }

  #quoted(): string {
    const end = this.#source.indexOf('\\E', this.#next)
    const text = this.#source.slice(this.#next, end < 0 ? undefined : end)
    this.#next = end < 0 ? this.#source.length : end + 2
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  }

  #codePoint(at: number): string {
    const end = this.#source.indexOf('}', this.#next)
    const code = Number.parseInt(this.#source.slice(this.#next + 1, end), 16)
    if (end < 0 || !(code <= 0xff)) throw new PatternMistake('has a character that is not of latin1', at)
    this.#next = end + 1
    return `\\x${code.toString(16).padStart(2, '0')}`
  }
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
  punct: '!-\\/:-@[-`{-~',
}
