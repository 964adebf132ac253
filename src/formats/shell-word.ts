import { type MappedText, slicePart } from './mapped-text.ts'
import type { ShellWord } from './shell-syntax.ts'

/** A word without its beginning: the value of `--option=value`. */
export function wordFrom(word: ShellWord, start: number): ShellWord {
  const unknown = word.unknown
    .filter((span) => span.end > start)
    .map((span) => ({ start: Math.max(0, span.start - start), end: span.end - start }))
  return { ...slicePart(word, start), span: word.span, unknown, quoted: word.quoted }
}

/** A word that no shell has split: an item of the JSON form of RUN, of a Python list. */
export function literalWord(text: MappedText, isKnown = true): ShellWord {
  const span = { start: text.original(0), end: text.original(text.text.length) }
  return { ...text, span, unknown: isKnown ? [] : [{ start: 0, end: text.text.length }], quoted: true }
}
