import type { FunctionDefinition } from '../../formats/python/syntax.ts'

/** What setup.py is known to hold without running it. `at` is where the expression begins in the source. */
export type Known =
  | KnownText
  | { readonly kind: 'list'; readonly at: number; readonly items: Known[] }
  | { readonly kind: 'dict'; readonly at: number; readonly entries: Map<string, Known> }
  /** The text of a file, its lines, or one of them: what stands in it is read as requirements. */
  | { readonly kind: 'file'; readonly at: number; readonly path: string }
  | { readonly kind: 'unknown'; readonly at: number }

export interface KnownText {
  readonly kind: 'text'
  readonly at: number
  readonly text: string
  /** Where the first character stands, when the text stands in the source as it is. */
  readonly start?: number
}

/** A setup.py under reading: what names hold so far, and the calls of setup() met. */
export interface Program {
  readonly source: string
  names: Map<string, Known>
  readonly functions: Map<string, FunctionDefinition>
  readonly setups: Map<string, Known>[]
  /** Steps that are left; each value costs what it holds. */
  work: number
  /** Functions in functions. */
  calls: number
  /** Expressions in expressions. */
  level: number
  /** What a function of the program gives; unknown when there is none of the name. */
  readonly call: (name: string, given: readonly Known[], at: number) => Known
}

export function unknown(at: number): Known {
  return { kind: 'unknown', at }
}

/** A text that is put together is placed where its expression begins. */
export function madeText(text: string, at: number): KnownText {
  return { kind: 'text', at, text: text.slice(0, LONGEST_TEXT) }
}

/** Ten times the longest list of requirements seen in one string. */
const LONGEST_TEXT = 100_000

/** Texts one behind the other, as far as a text may be long. */
export function joined(texts: readonly string[], separator: string, at: number): KnownText {
  let whole = ''
  for (const [index, text] of texts.entries()) {
    if (whole.length >= LONGEST_TEXT) break
    whole += index === 0 ? text : separator + text
  }
  return madeText(whole, at)
}

/** What a value costs to have been made, in steps. */
export function costOf(value: Known): number {
  if (value.kind === 'text') return value.text.length >> 6
  return value.kind === 'list' ? value.items.length >> 2 : value.kind === 'dict' ? value.entries.size >> 2 : 0
}

/** No honest list is longer; `x = x + x` forty times would be. */
const MOST_ITEMS = 20_000

/** Both of two values, as one list; what is unknown of either stays in it and is told. */
export function merged(a: Known, b: Known, at: number): Known {
  const parts = [a, b].flatMap((one) => (one.kind === 'list' ? one.items : [one]))
  return { kind: 'list', at, items: parts.length > MOST_ITEMS ? [...parts.slice(0, MOST_ITEMS), unknown(at)] : parts }
}

/** The text between two offsets of a text, in its place. */
export function textPart(text: KnownText, from: number, to: number): KnownText {
  const part = { kind: 'text', at: text.at, text: text.text.slice(from, to) } as const
  return text.start === undefined ? part : { ...part, start: text.start + from }
}

/** The lines of a text without white space around, empty ones and comments left out. */
export function linesOf(text: KnownText): readonly KnownText[] {
  return [...text.text.matchAll(/[^\r\n]+/g)].flatMap(({ 0: line, index }) => {
    const ink = line.trim()
    const from = index + (line.length - line.trimStart().length)
    return ink === '' || ink.startsWith('#') ? [] : [textPart(text, from, from + ink.length)]
  })
}
