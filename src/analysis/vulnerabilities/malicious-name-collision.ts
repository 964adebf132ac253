import { excerpt } from '../../base/escape.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { AdvisorySummary, Observation } from '../../model/finding.ts'
import type { BomRule } from '../../model/rule.ts'
import { versionAssessor, type VersionAssessor } from './assess-version.ts'
import { dataReasons } from './match-confidence.ts'
import { named } from './sentences.ts'
import { whollyMalicious } from './wholly-malicious.ts'

/**
 * The project's own package, or one from git or an address, has the name of known malware. It is not that malware: the
 * bytes come from elsewhere. But one missing index setting and the registry's package of this name is installed instead.
 */
export const maliciousNameCollision: BomRule = {
  id: 'vulnerabilities/malicious-name-collision',
  title: 'A package that is not from a registry has the name of known malware',
  severity: 'low',
  why: 'Dependency confusion: whoever installs by name, without the workspace or the git address, gets the malware of the public registry.',
  fix: 'Rename the package, or give it a scope or a prefix that is registered to you, and make sure no index but yours is asked for it.',
  references: [
    'https://github.com/google/osv-scanner/issues/1861',
    'https://github.com/google/osv-scanner/issues/2009',
  ],
  *inspect(bom, known) {
    const assess = versionAssessor(known)
    for (const component of bom.components) yield* inspectComponent(component, assess, known)
  },
}

/** One finding per component, whatever the number of records: they are about somebody else's package. */
function* inspectComponent(
  component: Component,
  assess: VersionAssessor,
  known: AdvisoryLookup,
): Iterable<Observation> {
  if (component.origin.kind === 'registry') return
  const [malware] = [...whollyMalicious(component, known), ...maliciousVersion(component, assess)]
  if (malware !== undefined) yield observe(component, malware, known)
}

/** One compromised release of an honest project says nothing of the other versions in its git repository. */
function maliciousVersion(component: Component, assess: VersionAssessor): AdvisorySummary[] {
  const { version } = component
  if (version.kind !== 'exact') return []
  return assess(component, version.version, ({ malicious }) => malicious).groups.map(({ summary }) => summary)
}

function observe(component: Component, summary: AdvisorySummary, known: AdvisoryLookup): Observation {
  const place = PLACES[component.origin.kind]
  return {
    severity: 'low',
    title: `${named(component)} has the name of known malware (${excerpt(summary.id, 80)})`,
    message: `This package comes ${place} and is not the malware. The registry holds a package of the same name that is: installed by name alone, that one is taken.`,
    confidence: {
      level: 'high',
      because: [
        `the package comes ${place}`,
        'only the name is compared',
        ...dataReasons(known).map(({ text }) => text),
      ],
    },
    evidence: component.evidence,
    fix: {
      text: `Rename ${excerpt(component.name, 120)}, or reserve the name for yourself, and keep every other index from being asked for it.`,
    },
    identity: `${component.ecosystem} ${component.name} ${summary.id}`,
    component: component.id,
    advisory: summary,
  }
}

const PLACES: Readonly<Record<Component['origin']['kind'], string>> = {
  registry: 'from a registry',
  git: 'from git',
  url: 'from a plain address',
  local: 'from the project itself',
}
