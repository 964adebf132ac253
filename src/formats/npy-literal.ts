import { FormatError } from '../base/errors.ts'

/** A value of the subset of Python literals that NPY headers use. Tuples and lists are both arrays. */
export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<string, Literal>

interface Cursor {
  readonly text: string
  at: number
}

/** Structured types nest; numpy itself stops long before. */
const MOST_DEPTH = 64

/**
 * Reads one Python literal: dictionaries with text keys, tuples, lists, strings, integers (with the `L` of Python 2),
 * True, False, None. Throws FORMAT_SYNTAX for anything else (with the place in the text), one pass.
 */
export function parseLiteral(text: string): Literal {
  const cursor: Cursor = { text, at: 0 }
  const value = literal(cursor, 0)
  blanks(cursor)
  if (cursor.at < text.length) throw broken(cursor, 'the end')
  return value
}

function literal(cursor: Cursor, depth: number): Literal {
  if (depth > MOST_DEPTH) throw broken(cursor, `at most ${MOST_DEPTH} levels`)
  blanks(cursor)
  const character = cursor.text[cursor.at] ?? ''
  if (character === '{') return dictionary(cursor, depth)
  if (character === '(') return sequence(cursor, ')', depth)
  if (character === '[') return sequence(cursor, ']', depth)
  if (character === "'" || character === '"') return quoted(cursor)
  return word(cursor)
}

function dictionary(cursor: Cursor, depth: number): Literal {
  const pairs = new Map<string, Literal>()
  cursor.at++
  while (!taken(cursor, '}')) {
    const key = literal(cursor, depth + 1)
    if (typeof key !== 'string' || !taken(cursor, ':')) throw broken(cursor, 'a text key and a colon')
    // Python keeps the last of two equal keys, and so does a Map.
    pairs.set(key, literal(cursor, depth + 1))
    if (!taken(cursor, ',') && cursor.text[cursor.at] !== '}') throw broken(cursor, 'a comma or a closing brace')
  }
  return pairs
}

function sequence(cursor: Cursor, close: string, depth: number): Literal {
  const values: Literal[] = []
  cursor.at++
  while (!taken(cursor, close)) {
    values.push(literal(cursor, depth + 1))
    if (!taken(cursor, ',') && cursor.text[cursor.at] !== close) throw broken(cursor, `a comma or ${close}`)
  }
  return values
}

function quoted(cursor: Cursor): string {
  const quote = cursor.text[cursor.at] ?? ''
  let text = ''
  for (let at = cursor.at + 1; at < cursor.text.length; at++) {
    const character = cursor.text[at] ?? ''
    if (character === quote) {
      cursor.at = at + 1
      return text
    }
    // Field names may hold an escape; what it stands for does not change how the array is read.
    if (character === '\\') at++
    text += cursor.text[at] ?? ''
  }
  throw broken(cursor, 'a closing quote')
}

const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['True', true],
  ['False', false],
  ['None', null],
])

function word(cursor: Cursor): Literal {
  const found = /^[-+\w]{1,40}/.exec(cursor.text.slice(cursor.at, cursor.at + 41))?.[0] ?? ''
  const named = WORDS.get(found)
  const integer = /^[-+]?\d{1,30}L?$/.test(found)
  if (named === undefined && !integer) throw broken(cursor, 'a Python literal')
  cursor.at += found.length
  return named === undefined ? Number.parseInt(found, 10) : named
}

function taken(cursor: Cursor, character: string): boolean {
  blanks(cursor)
  if (cursor.text[cursor.at] !== character) return false
  cursor.at++
  return true
}

function blanks(cursor: Cursor): void {
  while (/[ \t\n\r\f]/.test(cursor.text[cursor.at] ?? '')) cursor.at++
}

function broken(cursor: Cursor, expected: string): FormatError {
  const found = JSON.stringify(cursor.text.slice(cursor.at, cursor.at + 40))
  return new FormatError('FORMAT_SYNTAX', `NPY header: expected ${expected}, found ${found}`, { byte: cursor.at })
}
