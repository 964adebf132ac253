import { characterSet } from '../../../base/character-set.ts'
import { latin1, runEnd } from '../engine/bytes-at.ts'
import type { Finder, Found, WordPlace } from '../engine/finder.ts'
import { placeholder } from '../engine/placeholder.ts'
import { readAssignment } from './assignment.ts'
import { barFor, believedIn, isSilent } from './circumstances.ts'
import { AUTHORIZATION_HEADER, BASIC_CREDENTIALS } from './generic-rules.ts'
import { isPassword, isRandomKey } from './plausible-value.ts'

/** `Authorization: Bearer …` (RFC 6750), also in source code, curl commands and recorded requests. */
export const bearerFinder: Finder = {
  rules: [AUTHORIZATION_HEADER],
  words: ['bearer '],
  reach: 600,
  find: ({ bytes, end, context }) => {
    const value = tokenAt(bytes, end)
    if (value === undefined || isSilent(context) || !isRandomKey(value, barFor(context))) return undefined
    return {
      rule: AUTHORIZATION_HEADER,
      start: end,
      end: end + value.length,
      value,
      confidence: believedIn(context, 'medium', ['is random and follows the word "Bearer"']),
      says: [],
    }
  },
}

/** `Authorization: Basic …` (RFC 7617), `"auth": "…"` of Docker, `_auth=…` of npm: base64 of `user:password`. */
export const basicFinder: Finder = {
  rules: [BASIC_CREDENTIALS],
  words: ['basic ', '"auth"', '_auth'],
  reach: 1024,
  find: (place) => {
    const value = /^basic /i.test(textOf(place)) ? directly(place) : assigned(place)
    return value === undefined ? undefined : credentials(value, place)
  },
}

const TOKEN_BYTES = characterSet((character) => /[A-Za-z0-9._~+/=-]/.test(character))
const LONGEST_TOKEN = 512

function tokenAt(bytes: Uint8Array, at: number): string | undefined {
  const end = runEnd(bytes, at, Math.min(bytes.length, at + LONGEST_TOKEN), TOKEN_BYTES)
  return end === at ? undefined : latin1(bytes, at, end)
}

function textOf({ bytes, start, end }: WordPlace): string {
  return latin1(bytes, start, end)
}

interface Encoded {
  readonly text: string
  readonly start: number
}

function directly({ bytes, end }: WordPlace): Encoded | undefined {
  const text = tokenAt(bytes, end)
  return text === undefined ? undefined : { text, start: end }
}

function assigned({ bytes, start, end }: WordPlace): Encoded | undefined {
  const assignment = readAssignment(bytes, start, bytes[end - 1] === 0x22 ? end - 1 : end)
  return assignment !== undefined && /^"?_?auth$/i.test(assignment.name) ? assignment.value : undefined
}

/** The credentials in the base64, where they are such: printable, with a colon, and a password that is no placeholder. */
function credentials({ text, start }: Encoded, { context }: WordPlace): Found | undefined {
  if (text.length < 12 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || isSilent(context))
    return undefined
  const decoded = Buffer.from(text, 'base64').toString('latin1')
  const [, user = '', password = ''] = /^([\x20-\x39\x3b-\x7e]{1,100}):([\x20-\x7e]{6,200})$/.exec(decoded) ?? []
  if (password === '' || isExample(user, password) || placeholder(text) !== undefined) return undefined
  if (barFor(context) === 'high' && !isPassword(password) && !isRandomKey(password, 'usual')) return undefined
  return {
    rule: BASIC_CREDENTIALS,
    start,
    end: start + text.length,
    value: text,
    confidence: believedIn(context, 'high', ['decodes to a user and a password']),
    says: [`for a user name of ${user.length} characters`],
  }
}

/** `user:pass`, `admin:admin`, `Aladdin:open sesame` of the RFC. */
function isExample(user: string, password: string): boolean {
  return (
    placeholder(password) !== undefined ||
    user.toLowerCase() === password.toLowerCase() ||
    WEAK.test(password) ||
    /^aladdin$/i.test(user)
  )
}

const WEAK =
  /^(?:pass|pass\w{1,3}|pwd|secret\w{0,3}|test\w{0,4}|admin\w{0,4}|root|guest|user\w{0,3}|1234\w*|abc\w{0,4}|letmein|open sesame|opensesame|token|bar|foo|baz|x+|p|pw)$/i
