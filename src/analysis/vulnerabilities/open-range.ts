import { excerpt } from '../../base/escape.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { AdvisorySummary, Confidence, Observation, OpenRange } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import { compareSeverity, type Severity } from '../../model/severity.ts'
import { assessRange } from './assess-range.ts'
import { boundReaders, type BoundReader } from './comparable-bound.ts'
import { floorAdvice } from './fix-advice.ts'
import { dataReasons } from './match-confidence.ts'
import { howExploited, howItGotIn } from './sentences.ts'

/**
 * Requirements that no file locks to a version: which known vulnerabilities the range still lets in, and from which lower
 * bound on it lets in none. One finding per requirement. No version is invented: neither the lowest nor the newest allowed
 * one counts as installed.
 */
export const openRange: BomRule = {
  id: 'vulnerabilities/open-range',
  title: 'A requirement lets versions with known vulnerabilities in',
  severity: 'medium',
  why: 'Nothing says which version runs. A cache, a mirror, another dependency or an old image can make it a vulnerable one, and no scan of this project would notice.',
  fix: 'Raise the lower bound to the version named, or lock the versions that are installed and scan the lock file.',
  references: [
    'https://packaging.python.org/en/latest/specifications/version-specifiers/',
    'https://ossf.github.io/osv-schema/',
  ],
  *inspect(bom, known) {
    const readers = boundReaders()
    for (const component of bom.components) yield* inspectComponent(component, readers(component.ecosystem), known)
  },
}

function* inspectComponent(component: Component, bounds: BoundReader, known: AdvisoryLookup): Iterable<Observation> {
  if (component.version.kind === 'exact' || component.origin.kind !== 'registry') return
  const found = assessRange(component, known, bounds)
  if (found === undefined) return
  const { understood, ...rest } = found
  const range: OpenRange = { requirement: requirementOf(component), ...rest }
  yield {
    severity: severityOf(range, understood && component.version.kind === 'range'),
    title: titleOf(range),
    message: [...admission(range), ...exploitation(range.advisories), ...howItGotIn(component)].join(' '),
    confidence: confidenceOf(range, understood, known),
    evidence: component.evidence,
    fix: floorAdvice(component, range.floor, range.requirement),
    identity: `${component.ecosystem} ${component.name} open range`,
    component: component.id,
    range,
  }
}

/** `transformers>=4.30`, `left-pad@^1.3.0`, `torch`. */
function requirementOf({ name, version }: Component): string {
  if (version.kind !== 'range') return name
  const text = version.text.trim()
  if (version.syntax === 'semver') return `${name}@${text}`
  return /^[<>=!~]/.test(text) ? `${name}${text}` : `${name} ${text}`
}

/**
 * All allowed versions affected: as bad as the worst of them. Only some: an installer would mostly take the newest, so one
 * level milder and at most medium; a bare name says nothing at all of the version and is low.
 */
function severityOf({ advisories, admits }: OpenRange, bounded: boolean): Severity {
  const [worst] = advisories.map(({ severity }) => severity.level).sort(compareSeverity)
  if (admits === 'all') return worst ?? 'unknown'
  return bounded && (worst === 'critical' || worst === 'high') ? 'medium' : 'low'
}

function confidenceOf({ admits }: OpenRange, understood: boolean, known: AdvisoryLookup): Confidence {
  return {
    level: confidenceLevel(admits, understood),
    because: [
      ...(understood ? [] : ['the range is not understood and was taken as any version']),
      admits === 'all' ? 'every allowed version is affected' : 'which allowed version is installed is not known',
      ...dataReasons(known).map(({ text }) => text),
    ],
  }
}

function confidenceLevel(admits: OpenRange['admits'], understood: boolean): Confidence['level'] {
  if (!understood) return 'low'
  return admits === 'all' ? 'high' : 'medium'
}

function titleOf({ requirement, advisories, admits }: OpenRange): string {
  const asked = excerpt(requirement, 120)
  if (admits === 'all') return `${asked} admits only versions with known vulnerabilities`
  const count = advisories.length
  return `${asked} still admits ${count === 1 ? 'a known vulnerability' : `${count} known vulnerabilities`}`
}

function admission({ requirement, advisories, admits, floor }: OpenRange): string[] {
  const asked = excerpt(requirement, 120)
  const which = listed(advisories.map(({ id }) => id))
  return [
    admits === 'all'
      ? `Every version that ${asked} allows is affected by at least one of ${which}.`
      : `${asked} allows versions that are affected by ${which}.`,
    'No file locks the version.',
    floor === undefined
      ? 'No lower bound within the range shuts them all out.'
      : `From ${excerpt(floor, 60)} on none of them is let in.`,
  ]
}

/** The worst case alone: the first known to be exploited, else nothing. */
function exploitation(advisories: readonly AdvisorySummary[]): string[] {
  const exploited = advisories.find(({ knownExploited }) => knownExploited !== undefined)
  return exploited === undefined ? [] : [`${excerpt(exploited.id, 80)}:`, ...howExploited(exploited)]
}

function listed(ids: readonly string[]): string {
  const shown = ids
    .slice(0, 5)
    .map((id) => excerpt(id, 80))
    .join(', ')
  return ids.length <= 5 ? shown : `${shown} and ${ids.length - 5} more`
}
