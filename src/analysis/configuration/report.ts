import { excerpt } from '../../base/escape.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Confidence, Fix, Observation } from '../../model/finding.ts'
import type { Location } from '../../model/location.ts'
import type { Severity } from '../../model/severity.ts'

/** What a rule about configuration says; what is the same for all of them is filled in. */
export interface Report {
  readonly severity: Severity
  readonly title: string
  readonly message: string
  /** High when it is not said. */
  readonly confidence?: Confidence['level']
  readonly because: string
  /** At least one. */
  readonly evidence: readonly Evidence[]
  readonly fix: Fix
  /** Path first, so that two files never share one. */
  readonly identity: string
}

/** More places of one finding than these nobody reads; the message says how many there are. */
const MOST_PLACES = 20

/** As an observation. */
export function reported({ confidence = 'high', because, evidence, ...rest }: Report): Observation {
  return { ...rest, confidence: { level: confidence, because: [because] }, evidence: evidence.slice(0, MOST_PLACES) }
}

/** Text of the file for people: one line, at most `length` characters, passwords in URLs replaced. */
export function shown(text: string, length = 120): string {
  return excerpt(withoutCredentials(text.slice(0, 2000)).replace(/\s+/g, ' ').trim(), length)
}

/** A place and what stands there. */
export function placed(location: Location, text: string): Evidence {
  return { location, note: shown(text, 160) }
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 5): string {
  const rest = names.length - most
  const parts = rest > 0 ? [...names.slice(0, most), `${rest} more`] : names
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}

/** `1 place`, `3 places`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
