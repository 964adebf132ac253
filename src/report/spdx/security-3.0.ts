import type { AdvisorySummary, Finding } from '../../model/finding.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { VexJustification } from '../../model/vex.ts'
import { endedExposures } from '../ended-exposure.ts'
import { wholeSeconds } from '../iso-time.ts'
import { type Standing, standingOf } from '../standing.ts'
import { type ElementMaker, relationship, type SpdxElement } from './element.ts'
import { packageId } from './packages-3.0.ts'
import { plain } from './plain.ts'

/** Vulnerabilities, how bad and how likely they are, and where they stand with each package. */
export function securityElements(result: ScanResult, make: ElementMaker): readonly SpdxElement[] {
  const stated = statedOf(result, make)
  const byAdvisory = Map.groupBy(stated, ({ advisory }) => advisory.id)
  const own = [...byAdvisory.values()].flatMap((group) => vulnerabilityElements(group, make))
  const ended = endedExposures(result).flatMap(({ cve, component, fixed }) => [
    ...(byAdvisory.has(cve) ? [] : [make('security_Vulnerability', 'Vulnerability', cve, { name: cve })]),
    vex(
      make,
      vulnerabilityId(make, cve),
      { status: 'fixed', statement: `Fixed since ${fixed}.`, accepted: false, decided: '' },
      [packageId(make, component.id)],
    ),
  ])
  return [...new Map([...own, ...ended].map((element) => [element.spdxId, element])).values()]
}

interface Stated {
  readonly advisory: AdvisorySummary
  readonly finding: Finding
  readonly standing: Standing
  /** The element of the package. */
  readonly subject: string
}

function statedOf(result: ScanResult, make: ElementMaker): readonly Stated[] {
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  return result.findings.flatMap((finding): readonly Stated[] => {
    const { component, advisory, range } = finding
    if (component === undefined) return []
    const standing = standingOf(finding, decisions.get(finding.fingerprint))
    const subject = packageId(make, component)
    const advisories = advisory === undefined ? (range?.advisories ?? []) : [advisory]
    return advisories.map((one) => ({ advisory: one, finding, standing, subject }))
  })
}

function vulnerabilityId(make: ElementMaker, id: string): string {
  return make('security_Vulnerability', 'Vulnerability', id, {}).spdxId
}

function vulnerabilityElements(group: readonly Stated[], make: ElementMaker): readonly SpdxElement[] {
  const [first] = group
  if (first === undefined) return []
  const { advisory } = first
  const from = vulnerabilityId(make, advisory.id)
  const subjects = [...new Set(group.map(({ subject }) => subject))]
  const standings = Map.groupBy(group, ({ standing }) => JSON.stringify(standing))
  return [
    vulnerability(advisory, make),
    ...[...standings.values()].map((same) =>
      vex(make, from, same[0]?.standing ?? first.standing, [...new Set(same.map(({ subject }) => subject))]),
    ),
    ...rating(advisory, make, from, subjects),
    ...exploitation(advisory, make, from, subjects),
  ]
}

function vulnerability(advisory: AdvisorySummary, make: ElementMaker): SpdxElement {
  const published = wholeSeconds(advisory.published)
  const modified = wholeSeconds(advisory.modified)
  const addresses = advisory.references.filter((one) => /^https?:\/\/[^\s<>"]+$/.test(one) && URL.canParse(one))
  const refs = [
    ...(addresses.length === 0
      ? []
      : [
          {
            type: 'ExternalRef',
            externalRefType: 'securityAdvisory',
            locator: addresses.map((one) => new URL(one).href),
          },
        ]),
    ...(advisory.cwes.length === 0
      ? []
      : [{ type: 'ExternalRef', externalRefType: 'cwe', locator: advisory.cwes.map(plain) }]),
  ]
  return make('security_Vulnerability', 'Vulnerability', advisory.id, {
    name: plain(advisory.id),
    ...(advisory.summary === '' ? {} : { description: plain(advisory.summary) }),
    externalIdentifier: advisory.ids.map((id) => ({
      type: 'ExternalIdentifier',
      externalIdentifierType: /^CVE-\d{4}-\d{4,}$/.test(id) ? 'cve' : 'securityOther',
      identifier: plain(id),
    })),
    ...(refs.length === 0 ? {} : { externalRef: refs }),
    ...(published === undefined ? {} : { security_publishedTime: published }),
    ...(modified === undefined ? {} : { security_modifiedTime: modified }),
  })
}

const JUSTIFICATIONS: Readonly<Record<VexJustification, string>> = {
  component_not_present: 'componentNotPresent',
  vulnerable_code_not_present: 'vulnerableCodeNotPresent',
  vulnerable_code_not_in_execute_path: 'vulnerableCodeNotInExecutePath',
  vulnerable_code_cannot_be_controlled_by_adversary: 'vulnerableCodeCannotBeControlledByAdversary',
  inline_mitigations_already_exist: 'inlineMitigationsAlreadyExist',
}

/** The statement of VEX for these packages. */
function vex(make: ElementMaker, from: string, standing: Standing, to: readonly string[]): SpdxElement {
  const { status, justification, statement } = standing
  const text = plain(statement)
  const type = (word: string): string => `security_Vex${word}VulnAssessmentRelationship`
  if (status === 'affected')
    return relationship(make, from, 'affects', to, { security_actionStatement: text }, type('Affected'))
  if (status === 'fixed') return relationship(make, from, 'fixedIn', to, { security_statusNotes: text }, type('Fixed'))
  if (status === 'under_investigation') {
    const properties = { security_statusNotes: text }
    return relationship(make, from, 'underInvestigationFor', to, properties, type('UnderInvestigation'))
  }
  const why =
    justification === undefined
      ? { security_impactStatement: text }
      : { security_justificationType: JUSTIFICATIONS[justification], security_statusNotes: text }
  return relationship(make, from, 'doesNotAffect', to, why, type('NotAffected'))
}

const RATING_TYPES = { '2.0': 'CvssV2', '3.0': 'CvssV3', '3.1': 'CvssV3', '4.0': 'CvssV4' } as const

function rating(
  { severity }: AdvisorySummary,
  make: ElementMaker,
  from: string,
  to: readonly string[],
): readonly SpdxElement[] {
  const { cvss, level } = severity
  if (cvss === undefined) return []
  const word = RATING_TYPES[cvss.version]
  // Version 2 has no word for the severity, and "unknown" is none of the others.
  if (word !== 'CvssV2' && level === 'unknown') return []
  const properties = {
    security_score: cvss.score,
    ...(word === 'CvssV2' ? {} : { security_severity: level }),
    security_vectorString: plain(cvss.vector),
  }
  return [relationship(make, from, 'hasAssessmentFor', to, properties, `security_${word}VulnAssessmentRelationship`)]
}

function exploitation(
  { knownExploited, exploitPrediction }: AdvisorySummary,
  make: ElementMaker,
  from: string,
  to: readonly string[],
): readonly SpdxElement[] {
  const assess = (word: string, properties: Readonly<Record<string, unknown>>): SpdxElement =>
    relationship(make, from, 'hasAssessmentFor', to, properties, `security_${word}VulnAssessmentRelationship`)
  return [
    ...(knownExploited === undefined
      ? []
      : [
          assess('ExploitCatalog', {
            security_catalogType: 'kev',
            security_exploited: true,
            security_locator: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog',
          }),
        ]),
    ...(exploitPrediction === undefined
      ? []
      : [
          assess('Epss', {
            security_probability: exploitPrediction.score,
            security_percentile: exploitPrediction.percentile,
          }),
        ]),
  ]
}
