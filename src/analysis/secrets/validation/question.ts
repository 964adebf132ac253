import type { RuleId } from '../../../model/finding.ts'

/** By what an answer is recognised; everything that is given must hold. */
export interface Sign {
  readonly status: number
  /** A value of the answer, as JSON, is there and not null. A number names the place in a list: `['errors', '0', 'code']`. */
  readonly at?: readonly string[]
  /** … and is one of these. */
  readonly is?: readonly (string | boolean)[]
  /** One of these stands in the text, in either case. */
  readonly mentions?: readonly string[]
}

/** What may be told of an answer: only what fits its shape leaves, so that no mail address, no full name and no part of the token can. */
export interface Telling {
  /** For people: `account`, `scopes`. */
  readonly name: string
  readonly header?: string
  readonly at?: readonly string[]
  /** `handle`: a public account name. `title`: a name of a workspace or company. `words`: scopes, a list or separated by commas. `day`: of a date. */
  readonly shape: 'handle' | 'title' | 'words' | 'day'
}

/** How a provider is asked whether a token works: one request that reads, costs nothing and changes nothing. */
export interface Question {
  /** What `--validate` takes: `github`. Several questions may have the same. */
  readonly provider: string
  readonly rules: readonly RuleId[]
  /** Which of the values of these rules; absent: all. */
  readonly tokens?: RegExp
  readonly method: 'GET' | 'POST'
  /** The only host the token is ever sent to. */
  readonly host: string
  readonly path: string | ((token: string) => string)
  readonly headers: (token: string) => Readonly<Record<string, string>>
  readonly body?: string
  /** The token works. */
  readonly accepted: readonly Sign[]
  /** It works, but may not read this. */
  readonly limited?: readonly Sign[]
  /** It does not work. */
  readonly refused: readonly Sign[]
  readonly tells: readonly Telling[]
  /** Why a token that is refused may yet work elsewhere; completes `it was revoked, never issued, or …`. A refusal then makes nothing harmless. */
  readonly elsewhere?: string
  /** Pause between two requests to this provider; without it, USUAL_PAUSE. */
  readonly pauseMilliseconds?: number
  /** Where the provider documents the request. */
  readonly source: string
}

/** Two a second: below every documented limit of those that are asked here without a pause of their own. */
export const USUAL_PAUSE = 500

/** `Authorization: Bearer …` (RFC 6750). */
export function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` }
}

/** The plainest question: a bearer token that may read gets 200, one that may not gets 401. What a provider does otherwise is said over it. */
export const PLAIN_READ = {
  method: 'GET',
  headers: bearer,
  accepted: [{ status: 200 }],
  refused: [{ status: 401 }],
  tells: [],
} as const
