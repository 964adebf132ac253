import { visible } from '../../base/escape.ts'

/** Everything that a terminal or a log would not show as one plain character, and what ends the literal. */
// oxlint-disable-next-line no-control-regex
const ESCAPED_TEXT = /[\\']|[^\u0020-\u007e]/gu

/**
 * Text as a Python literal in single quotes, escaped so that it is one visible line; cut to about `most` characters with three
 * dots at its end. Bytes are given as one character each (latin-1); the caller writes the `b`.
 */
export function quoted(text: string, most: number, isCut = false, as: 'text' | 'bytes' = 'text'): string {
  let literal = ''
  let isWhole = true
  for (const character of text) {
    const piece = character.replace(ESCAPED_TEXT, (one) => escaped(one, as))
    if (literal.length + piece.length > most) {
      isWhole = false
      break
    }
    literal += piece
  }
  return `'${literal}${isCut || !isWhole ? '...' : ''}'`
}

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string, as: 'text' | 'bytes'): string {
  const named = NAMED[character]
  if (named !== undefined) return named
  const point = character.codePointAt(0) ?? 0
  if (as === 'text' && point > 0xa0 && visible(character) === character) return character
  if (point <= 0xff) return `\\x${point.toString(16).padStart(2, '0')}`
  return point <= 0xffff ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`
}
