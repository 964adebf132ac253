import { compareSeverity, type Severity } from '../../../model/severity.ts'

/** What came of asking a provider about one token. Holds nothing of the token: it is reported. */
export type Answer =
  /** It works; `told` are clauses such as `account octocat`. */
  | { readonly verdict: 'accepted'; readonly told: readonly string[] }
  /** It does not; `elsewhere` says why it yet may, with somebody else. */
  | { readonly verdict: 'refused'; readonly elsewhere?: string }
  /** Nobody knows, and why. */
  | { readonly verdict: 'unasked'; readonly why: string }

/** The answer as one clause. */
export function answerText(answer: Answer): string {
  if (answer.verdict === 'unasked') return `the provider could not be asked: ${answer.why}`
  if (answer.verdict === 'accepted') {
    return answer.told.length === 0 ? 'the provider accepts it' : `the provider accepts it (${answer.told.join('; ')})`
  }
  return answer.elsewhere === undefined
    ? 'the provider refuses it: it was revoked or never issued'
    : `the provider refuses it: it was revoked, never issued, or ${answer.elsewhere}`
}

/**
 * How bad a secret is after the answer: at least `high` when it works; `none` when it is dead for certain, for it still shows that one was
 * there; as before when nobody knows, and when it may work elsewhere.
 */
export function severityAfter(severity: Severity, answer: Answer): Severity {
  if (answer.verdict === 'accepted') return compareSeverity(severity, 'high') < 0 ? severity : 'high'
  return answer.verdict === 'refused' && answer.elsewhere === undefined ? 'none' : severity
}
