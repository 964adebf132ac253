import { excerpt } from '../../base/escape.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { AdvisorySummary, Confidence, Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import { versionAssessor, type VersionAssessor } from './assess-version.ts'
import { malwareAdvice } from './fix-advice.ts'
import { dataReasons, matchConfidence } from './match-confidence.ts'
import { howItGotIn, named, whatHappens } from './sentences.ts'
import { whollyMalicious } from './wholly-malicious.ts'

/**
 * Packages from a registry that are known malware: always critical, whatever CVSS says. An exact version must be one of the
 * malicious ones; a requirement without one is enough when every version of that name is malware.
 */
export const maliciousPackage: BomRule = {
  id: 'vulnerabilities/malicious-package',
  title: 'A package is known malware',
  severity: 'critical',
  why: 'Malware runs when it is installed, before any test or review sees it, and takes what the machine can read: tokens, keys, cloud credentials, models and data.',
  fix: 'Remove the package, rotate every credential that the machines which installed it could read, and look at those machines. Upgrading is not enough.',
  references: ['https://github.com/ossf/malicious-packages', 'https://ossf.github.io/osv-schema/'],
  *inspect(bom, known) {
    const assess = versionAssessor(known)
    for (const component of bom.components) yield* inspectComponent(component, assess, known)
  },
}

function* inspectComponent(
  component: Component,
  assess: VersionAssessor,
  known: AdvisoryLookup,
): Iterable<Observation> {
  if (component.origin.kind !== 'registry') return
  const { version } = component
  if (version.kind !== 'exact') {
    for (const summary of whollyMalicious(component, known)) {
      yield observe(component, summary, nameConfidence(known))
    }
    return
  }
  if (!known.find(component.ecosystem, component.name).some(({ malicious }) => malicious)) return
  // Records of other kinds join in: the CVE of a compromised release is the same trouble as its malware record.
  for (const { summary, group } of assess(component, version.version, () => true).groups) {
    if (summary.malicious) yield observe(component, summary, matchConfidence(component, group, known))
  }
}

/** The name alone decides: no version of it is harmless. */
function nameConfidence(known: AdvisoryLookup): Confidence {
  const data = dataReasons(known).map(({ text }) => text)
  return { level: 'high', because: ['every version of this name is malicious', ...data] }
}

function observe(component: Component, summary: AdvisorySummary, confidence: Confidence): Observation {
  return {
    severity: 'critical',
    title: `${named(component)} is known malware (${excerpt(summary.id, 80)})`,
    message: [
      whatHappens(summary),
      'Malware runs when it is installed: remove it, rotate the credentials it could read, and look at the machines that installed it.',
      ...indexSentence(component),
      ...howItGotIn(component),
    ].join(' '),
    confidence,
    evidence: component.evidence,
    fix: malwareAdvice(component),
    identity: `${component.ecosystem} ${component.name} ${summary.id}`,
    component: component.id,
    advisory: summary,
  }
}

/** A private index may serve the organisation's own package under this name: people must be able to tell. */
function indexSentence({ origin }: Component): string[] {
  if (origin.kind !== 'registry' || origin.index === undefined || !URL.canParse(origin.index)) return []
  // The host alone: the address may hold a token.
  const { host } = new URL(origin.index)
  if (host === '') return []
  return [
    `It comes from ${excerpt(host, 120)}; if that serves your own package of this name, the two only share the name.`,
  ]
}
