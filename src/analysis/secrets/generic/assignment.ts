import { charactersOf, union } from '../../../base/character-set.ts'
import { latin1, NAME_BYTES, runEnd, runStart } from '../engine/bytes-at.ts'
import { readValue, type WrittenValue } from './written-value.ts'

/** How a name and its value are joined; `blank`: by nothing but white space, as in `--token abc` and in netrc. */
export type Sign = 'equals' | 'colon' | 'comma' | 'element' | 'attribute' | 'blank'

/** `name = value` in any of the usual notations. */
export interface Assignment {
  readonly name: string
  readonly sign: Sign
  /** No blanks stand around the sign. */
  readonly isTight: boolean
  /** It is a parameter in the query of an address. */
  readonly isParameter: boolean
  readonly value: WrittenValue
}

/**
 * The assignment that a word is (a part of) the name of: in source code, JSON, YAML, TOML, INI, `.env`, XML attributes and elements, command line flags,
 * query strings, calls such as `setenv("NAME", "value")`. Undefined for anything else. Looks at a few hundred bytes at most.
 */
export function readAssignment(bytes: Uint8Array, wordStart: number, wordEnd: number): Assignment | undefined {
  const nameStart = runStart(bytes, wordStart, Math.max(0, wordStart - LONGEST_NAME), NAME_PARTS)
  const nameEnd = runEnd(bytes, wordEnd, Math.min(bytes.length, wordEnd + LONGEST_TAIL), NAME_BYTES)
  const sign = readSign(bytes, nameStart, nameEnd)
  if (sign === undefined) return undefined
  const value = readValue(bytes, sign.end)
  if (value === undefined) return undefined
  return {
    name: latin1(bytes, nameStart, nameEnd),
    sign: sign.sign,
    isParameter: bytes[nameStart - 1] === QUESTION || bytes[nameStart - 1] === AMPERSAND,
    isTight: sign.end - nameEnd <= 1 && value.start === sign.end,
    value,
  }
}

const LONGEST_NAME = 60
const LONGEST_TAIL = 40
const NAME_PARTS = union(NAME_BYTES, charactersOf('.'))
const BLANKS = charactersOf(' \t')

interface ReadSign {
  readonly sign: Sign
  readonly end: number
}

function readSign(bytes: Uint8Array, nameStart: number, nameEnd: number): ReadSign | undefined {
  const closed = closeName(bytes, nameEnd)
  const at = runEnd(bytes, closed, closed + MOST_BLANKS, BLANKS)
  const byte = bytes[at] ?? 0
  const next = bytes[at + 1] ?? 0
  if (byte === EQUALS)
    return next === EQUALS || next === TILDE ? undefined : { sign: 'equals', end: next === GREATER ? at + 2 : at + 1 }
  if (byte === COLON && next === EQUALS) return { sign: 'equals', end: at + 2 }
  if (byte === COLON && next !== COLON) return afterType(bytes, at + 1) ?? { sign: 'colon', end: at + 1 }
  if (byte === QUESTION && next === EQUALS) return { sign: 'equals', end: at + 2 }
  if (byte === COMMA && closed > nameEnd) return { sign: 'comma', end: at + 1 }
  if (byte === GREATER && bytes[nameStart - 1] === LESS) return { sign: 'element', end: at + 1 }
  return valueAttribute(bytes, at) ?? blankSign(bytes, nameStart, closed, at)
}

/** Behind the name: the quote of a key, the bracket of a subscript, the backslash of a quote inside a string. */
function closeName(bytes: Uint8Array, nameEnd: number): number {
  let at = nameEnd
  for (let i = 0; i < 3 && CLOSERS[bytes[at] ?? 0] === 1; i++) at++
  return at
}

const CLOSERS = charactersOf('"\'`]\\')
const MOST_BLANKS = 40
const EQUALS = 0x3d
const COLON = 0x3a
const COMMA = 0x2c
const GREATER = 0x3e
const LESS = 0x3c
const QUESTION = 0x3f
const TILDE = 0x7e
const AMPERSAND = 0x26
const MINUS = 0x2d

/** `: string = `, `: str = `, `: &'static str = `: a type stands between the name and the sign. */
function afterType(bytes: Uint8Array, from: number): ReadSign | undefined {
  const match =
    /^[ \t]{0,4}(?:&?(?:'static )?str|[sS]tring|Optional\[str\]|SecretStr|any|const char\s?\*)[ \t]{0,4}=(?!=)/.exec(
      text(bytes, from, 40),
    )
  return match === null ? undefined : { sign: 'equals', end: from + match[0].length }
}

/** `name="ApiKey" value="…"` in XML, `- name: API_KEY` with `value: …` in the next line of YAML. */
function valueAttribute(bytes: Uint8Array, from: number): ReadSign | undefined {
  const byte = bytes[from] ?? 0
  if (byte !== 0x76 && byte !== 10 && byte !== 13) return undefined
  const match = /^(?:\r?\n[ \t]{1,40})?value(?:=|:[ \t])(?=["']|[^\s])/.exec(text(bytes, from, 60))
  return match === null ? undefined : { sign: 'attribute', end: from + match[0].length }
}

/** `--token abc`, `ENV TOKEN abc`, and `login me password abc` as netrc has it. */
function blankSign(bytes: Uint8Array, nameStart: number, closed: number, at: number): ReadSign | undefined {
  if (at === closed) return undefined
  const isFlag = bytes[nameStart] === MINUS && bytes[nameStart + 1] === MINUS
  if (isFlag) return { sign: 'blank', end: at }
  const before = text(bytes, Math.max(0, nameStart - 120), Math.min(120, nameStart))
  return /(?:^|\n)ENV[ \t]{1,4}$|\blogin\s{1,8}\S{1,80}\s{1,8}$/.test(before) ? { sign: 'blank', end: at } : undefined
}

function text(bytes: Uint8Array, from: number, length: number): string {
  return latin1(bytes, from, from + length)
}
