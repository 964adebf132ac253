import type { Ecosystem } from '../../../model/ecosystem.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import { packageName } from '../../../model/package-name.ts'
import type { ArtefactFacts, PackageDependency } from '../artefact-facts.ts'
import { bounded, change, quoted } from './change.ts'
import { comparableArtefacts } from './comparable-files.ts'
import { isPatch } from './release-step.ts'
import type { DependencyAge, DependencyAges, ReleaseView } from './release-view.ts'

/**
 * Dependencies that the release before did not have, with their age where it is known, and those that come from elsewhere than a registry now.
 * axios 1.14.1, a patch, took up plain-crypto-js, which was 18 hours old; the worm of May 2026 added an optional one from a commit in git.
 */
export function dependencyChanges(
  before: ReleaseView,
  after: ReleaseView,
  ages: DependencyAges,
): readonly ReleaseChange[] {
  const patch = isPatch(before, after)
  const old = Map.groupBy(comparableArtefacts(before, after).before.flatMap(dependenciesOf), keyOf)
  const added = newDependencies(before, after).map((dependency) =>
    addedChange(dependency, patch, ages.get(dependency.name), after),
  )
  const moved = dependenciesIn(before, after).flatMap((dependency) =>
    movedChange(dependency, old.get(keyOf(dependency)) ?? []),
  )
  return bounded([...added, ...moved], 'changes of dependencies')
}

/** The dependencies of the later release whose names the earlier does not have, each once, the runtime ones first. For dependencyAges(). */
export function newDependencies(before: ReleaseView, after: ReleaseView): readonly PackageDependency[] {
  const known = new Set(comparableArtefacts(before, after).before.flatMap(dependenciesOf).map(keyOf))
  return dependenciesIn(before, after).filter((dependency) => !known.has(keyOf(dependency)))
}

/** By what the kind says of who is installed: optional ones of npm are, peers are since npm 7. */
const KIND_WEIGHTS: Readonly<Record<PackageDependency['kind'], number>> = {
  runtime: 0.12,
  optional: 0.08,
  peer: 0.08,
  build: 0.12,
  bundled: 0.2,
}
/** Of ordinary patches 2 % to 4 % take up a runtime dependency, of other releases 5 % to 10 %. */
const IN_A_PATCH = 2
const FROM_GIT = 0.7
const FROM_ADDRESS = 0.75
const FROM_PATH = 0.2
const ALIAS = 0.4

function addedChange(
  dependency: PackageDependency,
  patch: boolean,
  age: DependencyAge | undefined,
  after: ReleaseView,
): ReleaseChange {
  const { name, requirement, kind } = dependency
  const elsewhere = elsewhereOf(dependency)
  const young = youth(age, after)
  const weight = Math.max(KIND_WEIGHTS[kind] * (patch ? IN_A_PATCH : 1), young.weight, elsewhere.weight)
  const asked = requirement === '' ? '' : ` (${quoted(requirement)})`
  const where = elsewhere.text === '' ? '' : `, ${elsewhere.text}`
  const text = `${wordOf(kind)} ${quoted(name)}${asked} is new${where}${young.text}${patch ? ', in a patch' : ''}`
  return change(elsewhere.weight > FROM_PATH ? 'dependency-source' : 'dependency', name, text, weight)
}

function movedChange(dependency: PackageDependency, old: readonly PackageDependency[]): readonly ReleaseChange[] {
  const now = elsewhereOf(dependency)
  if (old.length === 0 || now.weight === 0 || old.some((one) => isSamePlace(one, dependency))) return []
  const text = `${quoted(dependency.name)} is now ${now.text} (${quoted(dependency.requirement)})`
  return [change('dependency-source', dependency.name, text, now.weight)]
}

/** Another commit of the same repository is no other place. */
function isSamePlace(old: PackageDependency, now: PackageDependency): boolean {
  return old.from === now.from && placeOf(old) === placeOf(now)
}

function placeOf({ from, requirement }: PackageDependency): string {
  if (from !== 'registry') return requirement.replace(/[#@][^#@/]*$/, '')
  return /^npm:/i.test(requirement) ? requirement.replace(/(?!^)@[^@]*$/, '') : ''
}

function elsewhereOf({ from, requirement, name }: PackageDependency): {
  readonly text: string
  readonly weight: number
} {
  if (from === 'git') return { text: 'taken from git', weight: FROM_GIT }
  if (from === 'address') return { text: 'taken from an address', weight: FROM_ADDRESS }
  if (from === 'path') return { text: 'taken from a path', weight: FROM_PATH }
  const other = /^npm:(@?[^@]{1,214})/i.exec(requirement)?.[1]
  if (other === undefined || other === name) return { text: '', weight: 0 }
  return { text: `another package, ${quoted(other)}, under its name`, weight: ALIAS }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Of what age, in days at the time of the release, and how much that says. Nobody takes up a package of last week by routine. */
const YOUTH: readonly { readonly below: number; readonly weight: number }[] = [
  { below: 3, weight: 0.9 },
  { below: 14, weight: 0.7 },
  { below: 60, weight: 0.4 },
  { below: 180, weight: 0.2 },
]

function youth(
  age: DependencyAge | undefined,
  { registry }: ReleaseView,
): { readonly text: string; readonly weight: number } {
  const [first, released] = [Date.parse(age?.first ?? ''), Date.parse(registry?.published ?? '')]
  if (Number.isNaN(first) || Number.isNaN(released)) return { text: '', weight: 0 }
  const old = Math.max(0, released - first)
  const weight = YOUTH.find(({ below }) => old < below * DAY)?.weight ?? 0
  const words = old < 2 * DAY ? `${Math.round(old / HOUR)} hours` : `${Math.round(old / DAY)} days`
  return { text: weight > 0 ? `; that package was ${words} old` : '', weight }
}

function wordOf(kind: PackageDependency['kind']): string {
  return kind === 'runtime' ? 'dependency' : kind === 'bundled' ? 'bundled dependency' : `${kind} dependency`
}

const KINDS = Object.keys(KIND_WEIGHTS)

function dependenciesIn(before: ReleaseView, after: ReleaseView): readonly Known[] {
  const all = comparableArtefacts(before, after).after.flatMap(dependenciesOf)
  const sorted = all.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
  return [...new Map(sorted.toReversed().map((one) => [keyOf(one), one])).values()].toReversed()
}

/** A dependency that knows where its name is one. */
interface Known extends PackageDependency {
  readonly ecosystem: Ecosystem
}

function dependenciesOf({ manifest }: ArtefactFacts): readonly Known[] {
  return (manifest?.dependencies ?? []).map((one) => ({ ...one, ecosystem: manifest?.ecosystem ?? 'npm' }))
}

function keyOf({ ecosystem, name }: Known): string {
  return packageName(ecosystem, name)
}
