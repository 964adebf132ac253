import { excerpt } from '../../base/escape.ts'
import type { RuledObservation } from '../../model/finding.ts'
import { believed } from './believed.ts'
import type { SensitiveMatch } from './sensitive-match.ts'
import { redactedPersonal } from '../personal-data/redacted.ts'
import type { PersonalGroup } from '../personal-data/worth-saying.ts'
import type { Sighting } from './sighting.ts'

/** All of one kind of personal data in one file, as one observation. `sightingOf` says where a match stands. */
export function personalObservation(
  path: string,
  { rule, confidence, count, distinct, first }: PersonalGroup,
  sightingOf: (match: SensitiveMatch) => Sighting | undefined,
): RuledObservation {
  return {
    ruleId: rule.id,
    severity: believed(rule.severity, confidence),
    title: `${rule.title.replace(/\.$/, '')}: ${distinct} different`,
    message: `${rule.why} ${count === 1 ? 'It stands in one place' : `They stand in ${count} places`} of this file.`,
    confidence,
    evidence: first.map((match) => {
      const { location = { path }, inside = '' } = sightingOf(match) ?? {}
      const shown = excerpt(redactedPersonal(rule.id, match.value), 80)
      return { location, note: inside === '' ? shown : `${shown}, ${inside}` }
    }),
    fix: { text: rule.fix },
    identity: rule.id,
  }
}
