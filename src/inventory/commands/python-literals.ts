import { type MappedText, MappedTextBuilder, slicePart } from '../../formats/mapped-text.ts'
import type { PythonToken } from '../../formats/python-tokens.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { namesIn, type PythonNames } from './python-names.ts'
import { closingBrackets, isClosing, isName, isOpening, isPunctuation, textOf } from './python-token-tests.ts'

/** The tokens of a program and what its names stand for. */
export interface PythonLiterals {
  readonly tokens: readonly PythonToken[]
  /** By token: where the bracket it opens is closed, so that nested calls are not read again for each level around them. */
  readonly closing: readonly number[]
  readonly names: PythonNames
  /** What may still be put in for names: lists of lists of names would otherwise grow without end. */
  readonly budget: { left: number }
}

/** Words that names may stand for in one file, all together. */
const MOST_PUT_IN = 20_000
/** A name for a list of names of lists … */
const DEEPEST = 5
/** `for x in […]` around a text: more runs of it than these are not told apart. */
const MOST_TEXTS = 200

export function pythonLiterals(tokens: readonly PythonToken[]): PythonLiterals {
  const closing = closingBrackets(tokens)
  return { tokens, closing, names: namesIn(tokens, closing), budget: { left: MOST_PUT_IN } }
}

/** The string that an argument begins with; `next` is the token behind it. */
export interface Literal {
  readonly value: MappedText
  readonly next: number
}

/** Neighbouring strings are joined, and those with `+` between them; an added name stands as `{name}`. */
export function literalAt(tokens: readonly PythonToken[], index: number): Literal | undefined {
  const first = tokens[index]
  if (first?.kind !== 'string') return undefined
  const value = new MappedTextBuilder()
  let next = index
  for (;;) {
    const part = tokens[next]
    if (part?.kind === 'string') addMapped(value, part.value)
    else if (part?.kind === 'name' && isPunctuation(tokens[next - 1], '+') && endsTerm(tokens[next + 1]))
      value.addFor(`{${part.text.slice(0, 60)}}`, part.start, part.start + part.text.length)
    else break
    next++
    if (isPunctuation(tokens[next], '+') && (tokens[next + 1]?.kind === 'string' || endsTerm(tokens[next + 2]))) next++
  }
  // `"pip install " + name()`: what is added is only known at the run.
  const plus = tokens[next]
  if (isPunctuation(plus, '+') || (isPunctuation(tokens[next - 1], '+') && next > index))
    value.addFor('{…}', plus?.start ?? 0, (plus?.start ?? 0) + 1)
  return { value: value.build(first.value.original(0)), next }
}

function endsTerm(token: PythonToken | undefined): boolean {
  return token === undefined || isPunctuation(token, '+') || isPunctuation(token, ',') || isClosing(token)
}

/** Appends a text that keeps its places. */
export function addMapped(into: MappedTextBuilder, { text, original }: MappedText): void {
  let start = 0
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && original(i) === original(i - 1) + 1) continue
    into.add(text.slice(start, i), original(start))
    start = i
  }
}

/** A text with `{name}` put in, once for each value that the name has: a loop around a command runs it as often. */
export function textsOf(code: PythonLiterals, text: MappedText, at: number): readonly MappedText[] {
  const [field] = /\{\w{1,60}\}/.exec(text.text.slice(0, 20_000)) ?? []
  if (field === undefined) return [text]
  const values = stringsFor(code, field.slice(1, -1), at, 0)
  const isKnown = values.length > 0 && values.length <= MOST_TEXTS
  // What is put in is text of the program, in which a brace is a brace: names in it are not put in again.
  return isKnown ? values.map((value) => withField(code, text, field, value, at)) : [text]
}

function withField(code: PythonLiterals, whole: MappedText, field: string, value: MappedText, at: number): MappedText {
  const { text } = whole
  const result = new MappedTextBuilder()
  let from = 0
  for (const { 0: found, index } of text.matchAll(/\{\w{1,60}\}/g)) {
    const put = found === field ? value : onlyValue(code, found.slice(1, -1), at)
    if (put === undefined || code.budget.left-- <= 0) continue
    addSlice(result, whole, from, index)
    result.addFor(put.text, whole.original(index), whole.original(index + found.length))
    from = index + found.length
  }
  addSlice(result, whole, from, text.length)
  return result.build(whole.original(0))
}

function addSlice(result: MappedTextBuilder, whole: MappedText, from: number, to: number): void {
  addMapped(result, { text: whole.text.slice(from, to), original: (index) => whole.original(from + index) })
}

function onlyValue(code: PythonLiterals, name: string, at: number): MappedText | undefined {
  const [value, other] = stringsFor(code, name, at, 0)
  return other === undefined ? value : undefined
}

/** The strings that a name stands for; none when one of its values is no literal. */
function stringsFor(code: PythonLiterals, name: string, at: number, depth: number): readonly MappedText[] {
  const values = depth > DEEPEST ? undefined : code.names.valuesOf(name, at)
  const found: MappedText[] = []
  for (const index of values ?? []) {
    const words = wordsAt(code, index, depth + 1)
    if (words.some(({ unknown }) => unknown.length > 0)) return []
    found.push(...words)
  }
  return found
}

/** The items of a list or tuple; with `+ packages` behind it there are more. */
export function listAt(code: PythonLiterals, index: number, depth = 0): readonly ShellWord[] {
  const words = [...wordsFrom(code, index + 1, depth)]
  let next = (code.closing[index] ?? 0) + 1
  while (isPunctuation(code.tokens[next], '+')) {
    const more = next + 1
    if (isOpening(code.tokens[more]) && depth <= DEEPEST) {
      words.push(...wordsFrom(code, more + 1, depth + 1))
      next = (code.closing[more] ?? code.tokens.length) + 1
    } else if (code.tokens[more]?.kind === 'string') {
      words.push(...wordsAt(code, more, depth + 1))
      next = behindCall(code, literalAt(code.tokens, more)?.next ?? more + 1)
    } else {
      words.push(...(wordsOfName(code, more, depth) ?? [unknownWord(code.tokens[next]?.start ?? 0, '{…}')]))
      next = more + 1
    }
  }
  return words
}

/** Behind `.split()`. */
function behindCall({ tokens, closing }: PythonLiterals, dot: number): number {
  const isCall = isPunctuation(tokens[dot], '.') && isPunctuation(tokens[dot + 2], '(')
  return isCall ? (closing[dot + 2] ?? tokens.length) + 1 : dot
}

/** Items up to the closing bracket; one that is no literal is an unknown word, a keyword argument is none. */
export function wordsFrom(code: PythonLiterals, index: number, depth = 0): readonly ShellWord[] {
  const { tokens } = code
  const words: ShellWord[] = []
  for (let at = index; at < tokens.length;) {
    const end = itemEnd(code, at)
    words.push(...wordsOf(code, at, end, depth))
    if (!isPunctuation(tokens[end], ',')) break
    at = end + 1
  }
  return words
}

/** The token that ends an item: `,` or the closing bracket of the list. */
export function itemEnd({ tokens, closing }: Pick<PythonLiterals, 'tokens' | 'closing'>, start: number): number {
  let at = start
  while (at < tokens.length && !isClosing(tokens[at]) && !isPunctuation(tokens[at], ',')) {
    at = isOpening(tokens[at]) ? (closing[at] ?? at) + 1 : at + 1
  }
  return at
}

function wordsOf(code: PythonLiterals, start: number, end: number, depth: number): readonly ShellWord[] {
  const { tokens } = code
  const first = tokens[start]
  if (first === undefined || start >= end || isPunctuation(tokens[start + 1], '=')) return []
  const literal = literalAt(tokens, start)
  if (literal !== undefined && literal.next >= end)
    return textsOf(code, literal.value, start).map((value) => literalWord(value))
  const star = isPunctuation(first, '*') ? 1 : 0
  // `*["a"]`, and a list in the place of an item, which functions of services take as its items.
  if (isOpening(first) || (star === 1 && isOpening(tokens[start + 1]))) {
    const isList = !isPunctuation(tokens[start + star], '{') && code.closing[start + star] === end - 1
    if (isList && depth <= DEEPEST) return listAt(code, start + star, depth + 1)
  }
  const named = end - start === 1 + star ? wordsOfName(code, start + star, depth) : undefined
  if (named !== undefined) return named
  const shown = tokens
    .slice(start, Math.min(end, start + 6))
    .map(textOf)
    .join('')
  return [unknownWord(first.start, `{${shown.slice(0, 60)}}`)]
}

/** What a name stands for, as words; undefined when that is not known, or not of one kind. */
function wordsOfName(code: PythonLiterals, index: number, depth: number): readonly ShellWord[] | undefined {
  const token = code.tokens[index]
  if (token?.kind !== 'name' || depth > DEEPEST) return undefined
  const values = code.names.valuesOf(token.text, index)
  if (values === undefined) return undefined
  const words: ShellWord[] = []
  for (const value of values) words.push(...wordsAt(code, value, depth + 1))
  const isKnown = words.some(({ unknown }) => unknown.length === 0)
  return isKnown && code.budget.left > 0 ? words : undefined
}

/** The words of a literal: one of a string, all of a list, those that `"a b".split()` gives. */
export function wordsAt(code: PythonLiterals, index: number, depth = 0): readonly ShellWord[] {
  const { tokens, budget } = code
  const token = tokens[index]
  if (depth > DEEPEST || budget.left-- <= 0) return [unknownWord(token?.start ?? 0, '{…}')]
  if (isOpening(token)) {
    const words = listAt(code, index, depth)
    budget.left -= words.length
    return words
  }
  const literal = literalAt(tokens, index)
  if (literal === undefined)
    return wordsOfName(code, index, depth) ?? [unknownWord(token?.start ?? 0, `{${textOf(token)}}`)]
  if (isPunctuation(tokens[literal.next], '.') && isName(tokens[literal.next + 1], 'split'))
    return splitWords(literal.value)
  const word = literalWord(literal.value)
  // `"a" if gpu else "b"`: the other one only the run can tell.
  return isName(tokens[literal.next], 'if') ? [word, unknownWord(token?.start ?? 0, '{… if …}')] : [word]
}

function splitWords(text: MappedText): readonly ShellWord[] {
  return [...text.text.matchAll(/\S+/g)].map(({ 0: word, index }) =>
    literalWord(slicePart(text, index, index + word.length)),
  )
}

function unknownWord(start: number, shown: string): ShellWord {
  const text = new MappedTextBuilder()
  text.addFor(shown, start, start)
  return literalWord(text.build(start), false)
}
