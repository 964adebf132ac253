import { compareText } from '../../../base/compare.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import { artefactChanges } from './artefact-changes.ts'
import { behaviourChanges } from './behaviour-changes.ts'
import { binaryChanges } from './binary-changes.ts'
import { buildChanges } from './build-changes.ts'
import { commandChanges } from './command-changes.ts'
import { comparedFiles } from './comparable-files.ts'
import { dependencyChanges } from './dependency-changes.ts'
import { hookChanges } from './hook-changes.ts'
import { manifestMismatch } from './manifest-mismatch.ts'
import { publisherChanges } from './publisher-changes.ts'
import type { DependencyAges, ReleaseView } from './release-view.ts'
import { sizeChanges } from './size-changes.ts'
import { sourceMismatch } from './source-mismatch.ts'
import { startChanges } from './start-changes.ts'
import { dormantChange, jumpChange } from './time-changes.ts'
import { wheelMismatch } from './wheel-mismatch.ts'

/**
 * What is new in a release against the one before, the weightiest first; without one before it, what a release alone shows against its registry
 * entry, its source and its own other artefacts. `ages` are those of dependencyAges(). Artefacts of kinds that only one release has are not compared
 * file by file. Pure and linear in the number of files and behaviours.
 *
 * Weights are what ordinary updates leave room for (2026-11-22; 270 updates of 192 packages, 74 of wheels and 196 of npm, some of them several releases
 * apart; hooks, dependencies and times also from 2,171 releases in a row of 13 packages of npm): a new dependency in 34 updates, a new native module in 6,
 * a new command in 2, code or an archive out of proportion in 1, and in none a hook of npm, a `.pth` or a first native module. The weightiest change of
 * an ordinary update weighs 0.1 or more in 24 of 270, 0.2 or more in 2, 0.3 or more in none. Behaviours were read in the JavaScript of the 196 (files up to
 * 300 kB): no new host, one new capability of next to no weight. Not measured, and weighed by the incidents alone: publishers, attestations, build
 * backends, behaviours of Python.
 */
export function releaseDifference(
  before: ReleaseView | undefined,
  after: ReleaseView,
  ages: DependencyAges = NO_AGES,
): readonly ReleaseChange[] {
  const changes = [...(before === undefined ? [] : changesSince(before, after, ages)), ...alone(after)]
  return changes.filter(({ weight }) => weight > 0).sort(byWeight)
}

const NO_AGES: DependencyAges = new Map()

function changesSince(before: ReleaseView, after: ReleaseView, ages: DependencyAges): readonly ReleaseChange[] {
  const files = comparedFiles(before, after)
  return [
    ...hookChanges(before, after, files),
    ...startChanges(files),
    ...buildChanges(before, after),
    ...dependencyChanges(before, after, ages),
    ...binaryChanges(files),
    ...sizeChanges(before, after, files),
    ...behaviourChanges(before, after),
    ...commandChanges(before, after),
    ...artefactChanges(before, after),
    ...registryChanges(before, after),
  ]
}

function registryChanges(
  { registry: before }: ReleaseView,
  { registry: after }: ReleaseView,
): readonly ReleaseChange[] {
  return before === undefined || after === undefined
    ? []
    : [...publisherChanges(before, after), ...dormantChange(before, after)]
}

function alone(after: ReleaseView): readonly ReleaseChange[] {
  return [
    ...(after.registry === undefined ? [] : jumpChange(after.registry)),
    ...manifestMismatch(after),
    ...wheelMismatch(after),
    ...sourceMismatch(after),
  ]
}

function byWeight(a: ReleaseChange, b: ReleaseChange): number {
  return (
    b.weight - a.weight ||
    compareText(a.kind, b.kind) ||
    compareText(a.subject, b.subject) ||
    compareText(a.text, b.text)
  )
}
