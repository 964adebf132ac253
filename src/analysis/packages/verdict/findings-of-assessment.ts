import { excerpt } from '../../../base/escape.ts'
import type { Component } from '../../../model/component.ts'
import type { Evidence } from '../../../model/evidence.ts'
import type { Fix, RuledObservation } from '../../../model/finding.ts'
import type { PackageAssessment, PackageStory } from '../../../model/package-assessment.ts'

/** Most steps that the way of a message names. */
const MOST_STEPS = 6

/**
 * What a scan reports of a package that was looked into: one observation for each story that holds or blocks, at the places where the project
 * declares it. What records say is left to vulnerabilities/malicious-package, which knows more of them.
 */
export function findingsOfAssessment(assessment: PackageAssessment, component: Component): readonly RuledObservation[] {
  return assessment.stories
    .filter(({ id, verdict }) => verdict !== 'allow' && id !== 'packages/known-malware')
    .map((story) => observation(story, assessment, component))
}

function observation(story: PackageStory, assessment: PackageAssessment, component: Component): RuledObservation {
  const { id, title, confidence, identity } = story
  return {
    ruleId: id,
    // Stories that each hold may block together.
    severity: assessment.verdict === 'block' ? 'critical' : story.severity,
    title: `${nameOf(assessment)}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    message: [excerpt(story.text, 700), way(story), weights(story)].filter((one) => one !== '').join(' '),
    confidence,
    evidence: evidenceOf(component),
    fix: fixOf(story, assessment),
    identity,
    component: component.id,
  }
}

function nameOf({ name, version }: PackageAssessment): string {
  return excerpt(`${name} ${version}`.trim(), 160)
}

/** `setup.py:12 → _net.py:40`. */
function way({ steps, artefacts }: PackageStory): string {
  const places = steps
    .filter(({ location }) => location.path !== '')
    .map(({ location: { path, lines } }) => excerpt(`${path}${lines === undefined ? '' : `:${lines.start}`}`, 120))
  const distinct = places.filter((place, index) => place !== places[index - 1])
  if (distinct.length === 0) return ''
  const shown = distinct.slice(0, MOST_STEPS).join(' → ')
  return `In ${excerpt(artefacts[0] ?? 'the package', 120)}: ${shown}${distinct.length > MOST_STEPS ? ' → …' : ''}.`
}

function weights({ factors, weight }: PackageStory): string {
  const [worst] = factors.filter(({ factor }) => factor === 'threat').toSorted((a, b) => b.value - a.value)
  return `It weighs ${weight} of 100${worst === undefined ? '' : `: ${excerpt(worst.because, 200)}`}.`
}

function evidenceOf({ evidence, name }: Component): readonly Evidence[] {
  return evidence.map(({ location, note }) => ({
    location,
    note: note === '' ? `declares ${excerpt(name, 100)}` : note,
  }))
}

function fixOf(story: PackageStory, { compared, name, artefacts }: PackageAssessment): Fix {
  const own = excerpt(name, 120)
  const before = 'version' in compared ? excerpt(compared.version, 60) : undefined
  const pin =
    before === undefined
      ? `Take ${own} out, or pin a release from before it did this.`
      : `Pin ${own} to ${before}, the release before, and look into that one too.`
  if (story.verdict === 'block')
    return { text: `${pin} Where this one was installed, revoke the secrets of that machine.` }
  const digests = artefacts.flatMap(({ sha256 }) => sha256 ?? []).slice(0, 1)
  return {
    text: `${pin} Where two people find that it is honest, allow its bytes by their digest${digests.length === 0 ? '' : ` (${digests.join('')})`}.`,
  }
}
