import { type CharacterSet, characterSet, charactersOf, complement, union } from './character-set.ts'
import { PatternMistake } from './pattern-tree.ts'

const DIGITS = characterSet((character) => /\d/.test(character))
const WORD_CHARACTERS = characterSet((character) => /\w/.test(character))
const SPACES = characterSet((character) => /\s/.test(character))

/** The classes that one letter behind a backslash stands for. */
const LETTER_CLASSES: Readonly<Record<string, CharacterSet>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORD_CHARACTERS,
  W: complement(WORD_CHARACTERS),
  s: SPACES,
  S: complement(SPACES),
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', v: '\v', f: '\f', 0: '\0' }

/** A class from behind its `[`, and where it ends. Throws PatternMistake. */
export function readClass(
  source: string,
  from: number,
): { readonly set: CharacterSet; readonly negated: boolean; readonly next: number } {
  const negated = source[from] === '^'
  let next = from + Number(negated)
  let set: CharacterSet = new Uint8Array(256)
  while (source[next] !== ']') {
    if (next >= source.length) throw new PatternMistake('has a "[" without "]"', from - 1)
    const low = member(source, next)
    next = low.next
    const isRange = low.code !== undefined && source[next] === '-' && source[next + 1] !== ']'
    const high = isRange ? member(source, next + 1) : undefined
    if (low.code === undefined || high?.code === undefined) {
      set = union(set, low.set)
      continue
    }
    if (high.code < low.code) throw new PatternMistake('has a range whose end comes before its start', next)
    next = high.next
    for (let code = low.code; code <= Math.min(255, high.code); code++) set[code] = 1
  }
  return { set, negated, next: next + 1 }
}

interface Member {
  readonly set: CharacterSet
  /** Absent for a class such as `\d`, which cannot begin or end a range. */
  readonly code?: number
  readonly next: number
}

function member(source: string, at: number): Member {
  if (source[at] === '\\') return source[at + 1] === 'b' ? one('\b', at + 2) : escapedSet(source, at + 1)
  return one(source[at] ?? '', at + 1)
}

/** What stands behind a backslash: one character or a class. Throws PatternMistake for what has no fixed meaning. */
export function escapedSet(source: string, at: number): Member {
  const letter = source[at] ?? ''
  const set = LETTER_CLASSES[letter]
  if (set !== undefined) return { set, next: at + 1 }
  const control = CONTROLS[letter]
  if (control !== undefined) return one(control, at + 1)
  const number = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/.exec(source.slice(at, at + 5))
  if (number !== null)
    return one(String.fromCharCode(Number.parseInt(number[1] ?? number[2] ?? '', 16)), at + number[0].length)
  if (letter === '' || /[A-Za-z0-9]/.test(letter))
    throw new PatternMistake(`has an escape that is not known, "\\${letter}"`, at - 1)
  return one(letter, at + 1)
}

/** A character that is not of latin1 matches none of the bytes. */
function one(character: string, next: number): Member {
  const code = character.charCodeAt(0)
  return { set: code < 256 ? charactersOf(character) : new Uint8Array(256), code, next }
}
