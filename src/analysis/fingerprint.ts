import type { Hash } from 'node:crypto'
import { compareText } from '../base/compare.ts'
import { sha256 } from '../base/digest.ts'
import type { Finding, Observation, RuledObservation, RuleId } from '../model/finding.ts'
import type { Location } from '../model/location.ts'
import { compareSeverity } from '../model/severity.ts'

/**
 * The stable name of a trouble: 32 hexadecimal characters of sha256 over the rule, the identity and the path of the first
 * place. Neither versions nor lines go in, so it survives version bumps and moved lines. Each field is preceded by its
 * length: `a` + `bc` and `ab` + `c` get different names.
 */
export function fingerprint(ruleId: RuleId, identity: string, firstPath: string): string {
  return shortHash([ruleId, identity, firstPath])
}

/**
 * Gives every observation its fingerprint and sorts worst first: severity, exploitation, name, place. Where several share
 * rule, identity and path (the same package twice in one lock file, once per platform), the first in the order of the
 * file keeps the plain fingerprint and the others take their ordinal into it. The order of the input does not matter.
 */
export function assignFingerprints(observations: readonly RuledObservation[]): Finding[] {
  const seen = new Map<string, number>()
  return [...observations]
    .sort(comparePlaces)
    .map((observation) => withFingerprint(observation, seen))
    .sort(compareFindings)
}

function withFingerprint(observation: RuledObservation, seen: Map<string, number>): Finding {
  const fields = [observation.ruleId, observation.identity, firstPath(observation)]
  const plain = shortHash(fields)
  const ordinal = seen.get(plain) ?? 0
  seen.set(plain, ordinal + 1)
  return { ...observation, fingerprint: ordinal === 0 ? plain : shortHash([...fields, String(ordinal)]) }
}

function shortHash(fields: readonly string[]): string {
  const hash = sha256()
  for (const field of fields) addField(hash, field)
  return hash.digest('hex').slice(0, 32)
}

function addField(hash: Hash, field: string): void {
  const bytes = new TextEncoder().encode(field)
  hash.update(`${bytes.length}:`).update(bytes)
}

function firstPath(observation: Observation): string {
  return observation.evidence[0]?.location.path ?? ''
}

function comparePlaces(a: RuledObservation, b: RuledObservation): number {
  return (
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.identity, b.identity) ||
    compareLocations(a.evidence[0]?.location, b.evidence[0]?.location) ||
    compareText(a.component ?? '', b.component ?? '') ||
    compareText(a.title, b.title) ||
    compareText(a.message, b.message)
  )
}

function compareLocations(a: Location | undefined, b: Location | undefined): number {
  return (
    compareText(a?.path ?? '', b?.path ?? '') ||
    (a?.cell ?? 0) - (b?.cell ?? 0) ||
    (a?.lines?.start ?? 0) - (b?.lines?.start ?? 0) ||
    (a?.column ?? 0) - (b?.column ?? 0)
  )
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    exploitation(b) - exploitation(a) ||
    compareText(a.identity, b.identity) ||
    comparePlaces(a, b) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}

/** Known exploited before predicted: the catalogue is a fact, EPSS (0 to 1) an estimate. */
function exploitation(finding: Finding): number {
  const { advisory } = finding
  return (advisory?.knownExploited === undefined ? 0 : 2) + (advisory?.exploitPrediction?.score ?? 0)
}
