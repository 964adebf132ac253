import { readPostfix } from './expressions.ts'
import { peek, type Reading, skipBlanks, take, spendNode } from './reading.ts'
import { isQuote, readParts, readString } from './strings.ts'
import type { PsExpression } from './syntax.ts'

/** An argument of a command: quoted, a value, or bare with variables in it. */
export function readArgument(reading: Reading): PsExpression {
  const first = readArgumentPart(reading)
  const items = [first]
  for (;;) {
    const mark = reading.at
    skipBlanks(reading)
    if (!take(reading, ',')) {
      reading.at = mark
      break
    }
    skipBlanks(reading, true)
    items.push(readArgumentPart(reading))
    if (!spendNode(reading)) break
  }
  return items.length === 1 ? first : { kind: 'list', offset: first.offset, items }
}

function readArgumentPart(reading: Reading): PsExpression {
  const char = peek(reading)
  const offset = reading.at
  if (char === '(' || char === '@' || char === '{') return readPostfix(reading)
  if (isQuote(char) || char === '$') {
    const value = readPostfix(reading)
    // `$a\b`, `"a"b`: a bare word goes on.
    if (reading.at >= reading.text.length || ENDS_BARE.includes(peek(reading))) return value
    const rest = readBare(reading)
    return { kind: 'join', offset, parts: [value, rest] }
  }
  return readBare(reading)
}

/** A word without quotes around it; quotes and variables in it count. */
export function readBare(reading: Reading): PsExpression {
  const offset = reading.at
  const parts = [readParts(reading, offset, () => ENDS_BARE.includes(peek(reading)), false)]
  while (isQuote(peek(reading)) && reading.at > offset && parts.length < 1000) {
    parts.push(readString(reading))
    parts.push(readParts(reading, reading.at, () => ENDS_BARE.includes(peek(reading)), false))
  }
  if (reading.at === offset) reading.at++
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'join', offset, parts }
}

const ENDS_BARE = ' \t\r\n;|(){},"\'&<>'
