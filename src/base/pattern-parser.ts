import { type CharacterSet, charactersOf, complement, withBothCases } from './character-set.ts'
import { escapedSet, readClass } from './pattern-class.ts'
import { PatternMistake, type PatternNode } from './pattern-tree.ts'

/** More than any honest pattern; the tree is walked recursively. */
const MAX_DEPTH = 60
const MAX_LENGTH = 10_000

/**
 * The tree of a regular expression in the syntax of ECMAScript without the flags `u` and `v`, over the 256 characters of latin1. Throws PatternMistake for what
 * it does not know: a tree that is not surely right would prove nothing.
 */
export function parsePattern(source: string, flags = ''): PatternNode {
  if (source.length > MAX_LENGTH) throw new PatternMistake(`is longer than ${MAX_LENGTH} characters`, MAX_LENGTH)
  const parser = new PatternParser(source, flags)
  return parser.all()
}

/** A class because the place in the source lives exactly as long as one parse. */
class PatternParser {
  readonly #source: string
  readonly #dotAll: boolean
  #foldsCase: boolean
  #next = 0
  #depth = 0

  constructor(source: string, flags: string) {
    this.#source = source
    this.#dotAll = flags.includes('s')
    this.#foldsCase = flags.includes('i')
  }

  all(): PatternNode {
    const node = this.#choice()
    if (this.#next < this.#source.length) throw new PatternMistake('has a ")" without "("', this.#next)
    return node
  }

  #choice(): PatternNode {
    if (++this.#depth > MAX_DEPTH) throw new PatternMistake(`is nested deeper than ${MAX_DEPTH} levels`, this.#next)
    const items = [this.#sequence()]
    while (this.#take('|')) items.push(this.#sequence())
    this.#depth--
    return items.length === 1 ? (items[0] ?? { kind: 'edge' }) : { kind: 'choice', items }
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = []
    while (this.#next < this.#source.length && !'|)'.includes(this.#peek())) items.push(this.#repeated())
    return items.length === 1 ? (items[0] ?? { kind: 'edge' }) : { kind: 'sequence', items }
  }

  #repeated(): PatternNode {
    const from = this.#next
    const body = this.#atom()
    const bounds = this.#quantifier()
    if (bounds === undefined) return body
    if (body.kind === 'edge' || body.kind === 'look') throw new PatternMistake('repeats what has no length', from)
    if (bounds.max < bounds.min) throw new PatternMistake('has a repetition whose most is below its least', from)
    this.#take('?')
    return { kind: 'repeat', body, ...bounds, from, to: this.#next }
  }

  #quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity }
    if (this.#take('+')) return { min: 1, max: Infinity }
    if (this.#take('?')) return { min: 0, max: 1 }
    const counted = COUNTED.exec(this.#source.slice(this.#next, this.#next + 16))
    if (counted === null) return undefined
    this.#next += counted[0].length
    const min = Number(counted[1])
    if (counted[2] === undefined) return { min, max: min }
    return { min, max: counted[3] === '' ? Infinity : Number(counted[3]) }
  }

  #atom(): PatternNode {
    const from = this.#next
    const character = this.#source[this.#next++] ?? ''
    switch (character) {
      case '(':
        return this.#group(from)
      case '[': {
        const read = readClass(this.#source, this.#next)
        this.#next = read.next
        return this.#set(read.set, read.negated)
      }
      case '.':
        return this.#set(this.#dotAll ? new Uint8Array(256) : LINE_ENDS, true)
      case '^':
      case '$':
        return { kind: 'edge' }
      case '\\':
        return this.#escape(from)
      case '*':
      case '+':
      case '?':
        throw new PatternMistake(`has a "${character}" with nothing to repeat`, from)
      default:
        if (character === '{' && COUNTED.test(this.#source.slice(from, from + 16)))
          throw new PatternMistake('has a "{" with nothing to repeat', from)
        return this.#set(charactersOf(character), false)
    }
  }

  #escape(from: number): PatternNode {
    const letter = this.#peek()
    if (letter === '') throw new PatternMistake('ends with a lone "\\"', from)
    if (letter === 'b' || letter === 'B') {
      this.#next++
      return { kind: 'edge' }
    }
    if (/[1-9k]/.test(letter)) {
      this.#next = this.#source.length
      return { kind: 'back-reference', from }
    }
    const read = escapedSet(this.#source, this.#next)
    this.#next = read.next
    return this.#set(read.set, false)
  }

  #group(from: number): PatternNode {
    const head = /^\?(?:<([A-Za-z_]\w*)>|(<?[=!])|([ims]*)(?:-([ims]+))?:)/.exec(
      this.#source.slice(this.#next, this.#next + 80),
    )
    if (this.#peek() === '?' && head === null) throw new PatternMistake('has a group of a kind that is not known', from)
    this.#next += head?.[0].length ?? 0
    const foldedOutside = this.#foldsCase
    if (head?.[3]?.includes('i') === true) this.#foldsCase = true
    if (head?.[4]?.includes('i') === true) this.#foldsCase = false
    const body = this.#choice()
    this.#foldsCase = foldedOutside
    if (!this.#take(')')) throw new PatternMistake('has a "(" without ")"', from)
    if (head?.[2] !== undefined) return { kind: 'look', body, behind: head[2].startsWith('<'), from }
    return head === null || head[1] !== undefined ? { kind: 'group', body, name: head?.[1] } : body
  }

  /** A negated class takes the case of its members into account first: `[^a]` with the flag `i` does not take `A`. */
  #set(set: CharacterSet, negated: boolean): PatternNode {
    const folded = this.#foldsCase ? withBothCases(set) : set
    return { kind: 'set', set: negated ? complement(folded) : folded }
  }

  #peek(): string {
    return this.#source[this.#next] ?? ''
  }

  #take(character: string): boolean {
    if (this.#source[this.#next] !== character) return false
    this.#next++
    return true
  }
}

/** `{3}`, `{3,}`, `{3,5}`; any other brace stands for itself. */
const COUNTED = /^\{(\d{1,6})(?:(,)(\d{0,6}))?\}/
const LINE_ENDS = charactersOf('\n\r')
