import { type CharacterSet, characterSet, charactersOf } from '../../../base/character-set.ts'
import { latin1, runEnd } from '../engine/bytes-at.ts'

/** A value as it stands behind a sign. */
export interface WrittenValue {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
}

/** The longest value that is looked at: longer ones have a form of their own, and rules. */
export const LONGEST_VALUE = 512

/**
 * The literal value behind a sign: in quotes, which may be escaped, with the prefix letter of a string, or bare up to what ends a word. Undefined where a
 * call, a concatenation or a format stands: what is computed is not written there.
 */
export function readValue(bytes: Uint8Array, from: number): WrittenValue | undefined {
  const at = runEnd(bytes, from, Math.min(bytes.length, from + MOST_BLANKS), BLANKS)
  const quoteAt = PREFIXES[bytes[at] ?? 0] === 1 ? runEnd(bytes, at, at + 2, PREFIXES) : at
  const quote = quoteOf(bytes, quoteAt)
  return quote === undefined ? bareValue(bytes, at) : quotedValue(bytes, quoteAt, quote)
}

const MOST_BLANKS = 40
const BLANKS = charactersOf(' \t')
const PREFIXES = charactersOf('fFrRbBuU@$')
const QUOTES = charactersOf('"\'`')
const BACKSLASH = 0x5c
const LINE_FEED = 10
/** What a string is followed by when it is only a part or a pattern of the value. */
const COMPUTED = charactersOf('+%')
/** What ends a word that stands without quotes. */
const BARE: CharacterSet = characterSet(
  (character, code) => code > 0x20 && code < 0x7f && !/["'`<>,;&(){}[\]\\|]/.test(character),
)

function quoteOf(bytes: Uint8Array, at: number): { readonly byte: number; readonly isEscaped: boolean } | undefined {
  const isEscaped = bytes[at] === BACKSLASH
  const byte = bytes[isEscaped ? at + 1 : at] ?? 0
  return QUOTES[byte] === 1 ? { byte, isEscaped } : undefined
}

function quotedValue(
  bytes: Uint8Array,
  at: number,
  { byte, isEscaped }: { readonly byte: number; readonly isEscaped: boolean },
): WrittenValue | undefined {
  const start = at + (isEscaped ? 2 : 1)
  const limit = Math.min(bytes.length, start + LONGEST_VALUE)
  let end = start
  while (end < limit && bytes[end] !== byte) {
    if (bytes[end] === LINE_FEED) return undefined
    end += bytes[end] === BACKSLASH && !isEscaped ? 2 : 1
  }
  if (end >= limit) return undefined
  const behind = runEnd(bytes, end + 1, end + 4, BLANKS)
  if (COMPUTED[bytes[behind] ?? 0] === 1) return undefined
  const last = isEscaped && bytes[end - 1] === BACKSLASH ? end - 1 : end
  return last <= start ? undefined : { text: latin1(bytes, start, last), start, end: last, isQuoted: true }
}

function bareValue(bytes: Uint8Array, start: number): WrittenValue | undefined {
  const end = runEnd(bytes, start, Math.min(bytes.length, start + LONGEST_VALUE), BARE)
  const behind = bytes[end] ?? 0
  if (end === start || behind === 0x28 || behind === 0x5b || behind === 0x7b) return undefined
  return { text: latin1(bytes, start, end), start, end, isQuoted: false }
}
