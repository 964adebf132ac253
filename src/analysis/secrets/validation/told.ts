import { valueAt } from './json-at.ts'
import type { OneReply } from '../../../base/http-once.ts'
import type { Telling } from './question.ts'

/** Scopes that are listed; a key for everything has two hundred. */
const MOST_WORDS = 6

/** So much of a token in a row is a part of it, and no chance. */
const TOKEN_PART = 6

/**
 * The shapes in which a part of an answer may leave. None lets an `@`, a control character or a direction of writing through; a name of a
 * person has a blank, which only titles of companies and workspaces may have.
 */
const HANDLE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
const TITLE = /^[\p{L}\p{N}][\p{L}\p{N} _.,&'()+-]{0,63}$/u
const WORD = /^[A-Za-z][A-Za-z0-9_:.*/-]{0,59}$/
const DAY = /^\d{4}-\d{2}-\d{2}(?![\d-])/

/** What may be told of an answer, as clauses: `account octocat`, `scopes repo, workflow`. What does not fit its shape is left out. */
export function toldOf(
  tells: readonly Telling[],
  reply: Pick<OneReply, 'header'>,
  json: unknown,
  token: string,
): readonly string[] {
  return tells.flatMap(({ name, header, at, shape }) => {
    const value = header === undefined ? valueAt(json, at ?? []) : reply.header(header)
    const text = SHAPED[shape](value)
    return text === undefined || sharesWith(text, token) ? [] : [`${name} ${text}`]
  })
}

const SHAPED: Readonly<Record<Telling['shape'], (value: unknown) => string | undefined>> = {
  handle: (value) => matched(value, HANDLE),
  title: (value) => matched(value, TITLE),
  words,
  day: (value) => (typeof value === 'string' ? DAY.exec(value)?.[0] : undefined),
}

function matched(value: unknown, shape: RegExp): string | undefined {
  return typeof value === 'string' && shape.test(value) ? value : undefined
}

function words(value: unknown): string | undefined {
  const list: readonly unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  const good = list
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => WORD.test(one))
  if (good.length === 0) return undefined
  const left = good.length - MOST_WORDS
  return left > 0 ? `${good.slice(0, MOST_WORDS).join(', ')} and ${left} more` : good.join(', ')
}

/** An answer may quote the token, to be helpful or to have it printed. */
function sharesWith(text: string, token: string): boolean {
  for (let from = 0; from + TOKEN_PART <= text.length; from++) {
    if (token.includes(text.slice(from, from + TOKEN_PART))) return true
  }
  return false
}
