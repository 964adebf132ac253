import { type MappedText, MappedTextBuilder } from './mapped-text.ts'

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/**
 * The string of a JSON text whose first character, behind the opening quote, stands at `start`, with every character's own
 * place. `end` is the offset of the closing quote, or the end of the text. Takes any text; RFC 8259, section 7.
 */
export function jsonString(text: string, start: number): { readonly value: MappedText; readonly end: number } {
  const value = new MappedTextBuilder()
  const end = appendJsonString(text, start, value)
  return { value: value.build(start), end }
}

/** The same, added to a text that is put together from several strings. Gives back `end`. */
export function appendJsonString(text: string, start: number, value: MappedTextBuilder): number {
  let at = start
  while (at < text.length && text.charCodeAt(at) !== 34) {
    const run = plainLength(text, at)
    value.add(text.slice(at, at + run), at)
    at += run
    if (text.charCodeAt(at) === 92) at += addEscape(text, at, value)
  }
  return Math.min(at, text.length)
}

function plainLength(text: string, offset: number): number {
  let end = offset
  while (end < text.length && text.charCodeAt(end) !== 34 && text.charCodeAt(end) !== 92) end++
  return end - offset
}

function addEscape(text: string, at: number, value: MappedTextBuilder): number {
  const letter = text.charAt(at + 1)
  const code = letter === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2, at + 6))?.[0] : undefined
  if (code !== undefined) {
    value.addFor(String.fromCharCode(Number.parseInt(code, 16)), at, at + 6)
    return 6
  }
  value.addFor(ESCAPES.get(letter) ?? letter, at, at + 2)
  return 2
}
