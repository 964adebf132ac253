import type { Check } from '../secret-rule.ts'

/** A checksum or a structure that holds; `says` is what was read from it. */
export function valid(...says: readonly string[]): Check {
  return { verdict: 'valid', says }
}

/** Nobody ever issued such a value: the checksum or the structure is wrong. */
export const INVALID: Check = { verdict: 'invalid', says: [] }

/** Cannot be told from the value alone. */
export const UNKNOWN: Check = { verdict: 'unknown', says: [] }

/** `valid` where `holds`, `invalid` otherwise. */
export function verdictOf(holds: boolean): Check {
  return holds ? valid() : INVALID
}

/** The day of a time in seconds since 1970, for example `2027-01-31`; nothing for a time outside 2000 to 2999. */
export function dayOf(seconds: number): string | undefined {
  if (!(seconds >= 946_684_800 && seconds < 32_503_680_000)) return undefined
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

/** `expires 2027-01-31`. Whether that is past is for the caller to say: a rule has no clock. */
export function expiry(seconds: number): readonly string[] {
  const day = dayOf(seconds)
  return day === undefined ? [] : [`expires ${day}`]
}
