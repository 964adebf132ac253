import type { NearbyWords } from '../secret-rule.ts'

/**
 * What may stand before a value that has no prefix of its own: a sign of assignment, a bracket, a comma, or the word of a
 * header or command; nothing, where the value is the cell of a table that its column names. Then a quote, escaped where the
 * text is a string inside JSON.
 */
const BEHIND_A_SIGN = /(?:^|[=:,([]\s{0,4}|(?:[Bb]earer|[Tt]oken|[Ll]ogin|KEY|key)\s{1,4})\\?["'`]?/
/** The same, but a word that names a secret must stand directly before the sign: for values that look like digests of files. */
const BEHIND_A_NAME =
  /(?:^|(?:[Kk]ey|KEY|[Tt]oken|TOKEN|[Ss]ecret|SECRET|[Ll]ogin|[Pp]assword|PASSWORD|[Aa]uth|AUTH)["'`\]\\]{0,3}(?:: ?str(?:ing)?)?\s{0,3}(?:=>|[=:,(])?\s{0,3})\\?["'`]?/

/** A shape: the value behind a sign. `value` is linear and holds no groups. */
export function assigned(value: RegExp): RegExp {
  return new RegExp(`${BEHIND_A_SIGN.source}(?<secret>${value.source})`, 'd')
}

/** A shape: the value behind a word that names a secret. */
export function keyed(value: RegExp): RegExp {
  return new RegExp(`${BEHIND_A_NAME.source}(?<secret>${value.source})`, 'd')
}

/** Words that stand up to a line before a value: its name, the call it is an argument of, the host. */
export function words(...list: readonly string[]): NearbyWords {
  return { words: list, before: 120, after: 0 }
}

/** The same, or behind it: `key = "…"  # provider`, `base_url` in the next line. */
export function wordsAround(...list: readonly string[]): NearbyWords {
  return { words: list, before: 160, after: 120 }
}
