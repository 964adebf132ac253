import { excerpt } from '../../base/escape.ts'
import type { Confidence, RuledObservation } from '../../model/finding.ts'
import type { RuleDoc } from '../../model/rule.ts'
import { type Answer, answerText, severityAfter } from '../secrets/validation/answer.ts'
import { believed } from './believed.ts'
import { redactedSecret } from './redacted.ts'
import type { ValueKey } from './sensitive-settings.ts'
import type { Sighting } from './sighting.ts'
import { valueName } from './value-name.ts'

/** One value of one rule in one file, and where it was seen; the first few places, and how many there are. */
export interface SeenValue {
  readonly first: Sighting
  readonly places: readonly Sighting[]
  readonly count: number
}

/**
 * What is reported of a secret. Of the value itself only its ends, its length and its keyed name leave; see redacted and
 * value-name. A value without a name is told apart by what it is assigned to, so that changing a password keeps its waiver: the message says so.
 * `answer`: what its provider said, where it was asked.
 */
export function secretObservation(path: string, seen: SeenValue, key: ValueKey, answer?: Answer): RuledObservation {
  const { match, label } = seen.first
  const { rule, value, wrapped, says } = match
  const shown = redactedSecret(value)
  const name = valueName(key, rule.id, value)
  return {
    ruleId: rule.id,
    severity: answer === undefined ? believed(rule.severity, confidenceOf(seen)) : severityAfter(rule.severity, answer),
    title: `${rule.title} (${shown})`,
    message: sentences([rule.why, saysText(says), wrappedText(wrapped), countText(seen.count), sentence(answer)]),
    confidence: answered(confidenceOf(seen), answer),
    evidence: seen.places.map(({ location, inside, label: own }) => ({ location, note: noteOf(rule, inside, own) })),
    fix: { text: rule.fix },
    identity: name ?? `in ${excerpt(path, 200)} as ${label ?? 'no name'}`,
  }
}

/** The best of the places counts: a copy in a test makes the one beside it no less a secret. */
function confidenceOf({ places, first }: SeenValue): Confidence {
  const levels = ['high', 'medium', 'low'] as const
  const best = places.toSorted(
    (a, b) => levels.indexOf(a.match.confidence.level) - levels.indexOf(b.match.confidence.level),
  )[0]
  return (best ?? first).match.confidence
}

/** A token that its provider accepts is one, whatever it looked like. */
function answered({ level, because }: Confidence, answer: Answer | undefined): Confidence {
  if (answer === undefined) return { level, because }
  return { level: answer.verdict === 'accepted' ? 'high' : level, because: [...because, answerText(answer)] }
}

function sentence(answer: Answer | undefined): string {
  const text = answer === undefined ? '' : answerText(answer)
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function noteOf(rule: RuleDoc, inside: string, label: string | undefined): string {
  const assigned = label === undefined ? rule.title : `assigned to ${excerpt(label, 60)}`
  return inside === '' ? assigned : `${assigned}, ${inside}`
}

function saysText(says: readonly string[]): string {
  return says.length === 0 ? '' : `It says of itself: ${says.join('; ')}.`
}

function wrappedText(wrapped: readonly string[]): string {
  return wrapped.length === 0 ? '' : `It stands there encoded (${wrapped.join(' in ')}).`
}

function countText(count: number): string {
  return count === 1 ? '' : `It stands in ${count} places of this file.`
}

function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}
