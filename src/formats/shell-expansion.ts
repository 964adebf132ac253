import type { MappedText } from './mapped-text.ts'
import { endWord } from './shell-command.ts'
import type { ParameterExpansion } from './shell-parameter.ts'
import { addUnknown, type Reading, takesWords, wordAt } from './shell-reading.ts'
import { givenValue } from './shell-variables.ts'

/**
 * Puts the value of a variable into the word being read, when it is known; `start` is where the expansion begins, reading
 * stands behind it. Arrays and loop variables that are a whole word stand for all their values.
 */
export function expandVariable(reading: Reading, { name, all, fallback }: ParameterExpansion, start: number): void {
  if (!takesWords(reading.frame)) {
    reading.frame.simple = false
    return
  }
  const known = reading.variables.get(name) ?? givenValue(fallback)
  if (known === undefined || known.size > reading.budget) return addUnknown(reading, start)
  reading.budget -= known.size
  const place = { start, end: reading.at, here: known.here }
  // An array without [@] is its first value in bash.
  if (known.kind === 'text' || (known.kind === 'array' && !all)) return addText(reading, known.values[0], place)
  if (!standsAlone(reading)) return addUnknown(reading, start)
  for (const [index, value] of known.values.entries()) {
    if (index > 0) splitWord(reading)
    addText(reading, value, place)
  }
}

interface Place {
  readonly start: number
  readonly end: number
  readonly here: boolean
}

/** Is the expansion the whole word? `pre-$x` stands for other words than its values. */
function standsAlone(reading: Reading): boolean {
  const next = reading.text.charAt(reading.frame.double ? reading.at + 1 : reading.at)
  return (reading.frame.word?.empty ?? true) && (next === '' || ' \t\r\n;&|)`'.includes(next))
}

/** Unquoted, a value is split into words at white space (POSIX 2.6.5). */
function addText(reading: Reading, value: MappedText | undefined, place: Place): void {
  if (value === undefined) return
  if (reading.frame.double || !/\s/.test(value.text)) return addPart(reading, value, 0, value.text.length, place)
  for (const match of value.text.matchAll(/\s+|\S+/g)) {
    if (match[0].trim() === '') splitWord(reading)
    else addPart(reading, value, match.index, match.index + match[0].length, place)
  }
}

/** A value of this text is shown where it is written, one from outside where it is used. */
function addPart(reading: Reading, value: MappedText, from: number, to: number, place: Place): void {
  // `pip install $NOTHING` has no word there; `"$NOTHING"` has an empty one.
  if (from === to && !reading.frame.double) return
  const word = wordAt(reading, place.start)
  if (reading.frame.double) word.quote()
  if (from === to) return
  const text = value.text.slice(from, to)
  const first = value.original(from)
  const last = value.original(to - 1)
  if (!place.here) word.addFor(text, place.start, place.end)
  else if (last - first === to - 1 - from) word.add(text, first)
  else word.addFor(text, first, last + 1)
}

/** Ends a word inside an expansion; the quotes around a list stay open for the next one. */
function splitWord(reading: Reading): void {
  endWord(reading, reading.at)
  if (reading.frame.double) wordAt(reading, reading.at).quote()
}
