import type { AdvisoryState } from '../model/advisory.ts'
import type { Component } from '../model/component.ts'
import type { Coverage, Skipped, SkipKind } from '../model/coverage.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { ADVISORY_ECOSYSTEMS } from '../model/ecosystem.ts'

/** How many skipped files and uncovered packages are listed by name; beyond that the counts speak. */
const LISTED = 200

const DAY = 86_400_000

/** What the walk and the workers counted. */
export interface FileTally {
  readonly seen: number
  readonly parsed: number
  readonly failed: number
  readonly skipped: readonly Skipped[]
}

/** Everything the coverage block is computed from; `now` in milliseconds. */
export interface CoverageInput {
  readonly files: FileTally
  readonly components: readonly Component[]
  readonly diagnostics: readonly Diagnostic[]
  readonly advisories: AdvisoryState
  /** Paths of files that rules could not look into to the end. */
  readonly partly: readonly string[]
  readonly now: number
}

/** What was looked at, what was not, and one sentence for each gap that keeps the result from being complete. */
export function measureCoverage(input: CoverageInput): Coverage {
  const { components, advisories } = input
  const uncovered = components.filter((one) => isRegistered(one) && !isCovered(one, advisories))
  const packages = countPackages(components, uncovered)
  const { asOf } = input.advisories
  const ageDays = asOf === null ? null : Math.max(0, Math.floor((input.now - Date.parse(asOf)) / DAY))
  const gaps = [...fileGaps(input), ...packageGaps(components, uncovered), ...dataGaps(input)]
  return {
    complete: gaps.length === 0,
    gaps,
    files: {
      seen: input.files.seen,
      parsed: input.files.parsed,
      failed: input.files.failed,
      skipped: listed(input.files.skipped),
      skippedCount: input.files.skipped.length,
    },
    packages,
    advisories: { ...input.advisories, ageDays },
  }
}

function countPackages(components: readonly Component[], uncovered: readonly Component[]): Coverage['packages'] {
  const outside = new Set(uncovered)
  return {
    total: components.length,
    resolved: components.filter((one) => isRegistered(one) && one.version.kind === 'exact' && !outside.has(one)).length,
    unpinned: components.filter((one) => isRegistered(one) && one.version.kind !== 'exact').length,
    local: components.filter((one) => one.origin.kind === 'local').length,
    unregistered: components.filter((one) => one.origin.kind === 'git' || one.origin.kind === 'url').length,
    outsideAdvisories: uncovered.length,
    listed: uncovered.slice(0, LISTED).map((one) => ({ what: one.purl, reason: uncoveredReason(one) })),
  }
}

function isRegistered(component: Component): boolean {
  return component.origin.kind === 'registry'
}

/** A conda build of a project on PyPI is looked up there, when its version is known. */
function isCovered(component: Component, state: AdvisoryState): boolean {
  const twin = component.version.kind === 'exact' ? component.twin?.ecosystem : undefined
  return state.ecosystems.some(
    ({ ecosystem, records }) => (ecosystem === component.ecosystem || ecosystem === twin) && records > 0,
  )
}

function uncoveredReason(component: Component): string {
  return ADVISORY_ECOSYSTEMS.includes(component.ecosystem)
    ? `the loaded advisory data holds nothing for ${component.ecosystem}`
    : `no advisory source exists for ${component.ecosystem} packages`
}

function fileGaps({ files, diagnostics, partly }: CoverageInput): readonly string[] {
  const gaps: string[] = []
  const parts = diagnostics.filter(({ source, level }) => source === 'scan/image' && level === 'error').length
  if (parts > 0) gaps.push(`${count(parts, 'part')} of the image could not be read or trusted; see the diagnostics`)
  gaps.push(...new Set(diagnostics.filter(speaksForItself).map(({ message }) => message)))
  const unfinished = new Set(partly).size
  if (unfinished > 0) gaps.push(`${count(unfinished, 'file')} could not be looked into to the end; see the findings`)
  if (files.failed > 0) gaps.push(`${count(files.failed, 'file')} could not be read; see the diagnostics`)
  const places = diagnostics.filter(
    (one) => one.code === 'FORMAT_PARTIAL' && one.level !== 'note' && !speaksForItself(one),
  ).length
  if (places > 0) gaps.push(`${count(places, 'place')} in files that were read could not be understood`)
  const outside = diagnostics.filter((diagnostic) => diagnostic.code === 'FORMAT_OUTSIDE').length
  if (outside > 0) gaps.push(`${count(outside, 'file')} named by other files could not be found in the scanned folder`)
  gaps.push(...lossGaps(files.skipped, diagnostics))
  return gaps
}

/** What is said of the scan as a whole, not of a place in a file: to count it would hide it. */
function speaksForItself({ code, level, location }: Diagnostic): boolean {
  if (level === 'note') return false
  return code === 'FORMAT_UNCOVERED' || (code === 'FORMAT_PARTIAL' && location === undefined)
}

/** What was left out against the will of the operator, in words. */
const LOSSES: ReadonlyMap<SkipKind, (lost: number) => string> = new Map<SkipKind, (lost: number) => string>([
  ['outside', (lost) => `${count(lost, 'link')} out of the scanned folder ${lost === 1 ? 'was' : 'were'} not followed`],
  ['limit', (lost) => `${count(lost, 'place')} of the tree ${lost === 1 ? 'is' : 'are'} beyond the limits of the scan`],
  ['unreadable', (lost) => `${count(lost, 'place')} of the tree could not be read`],
])

/** A folder that cannot be listed is a diagnostic of the walk. */
function lossGaps(skipped: readonly Skipped[], diagnostics: readonly Diagnostic[]): readonly string[] {
  const closed = diagnostics.filter(({ source, level }) => source === 'scan/walk' && level === 'error').length
  return [...LOSSES].flatMap(([kind, words]) => {
    const lost = skipped.filter((one) => one.kind === kind).length + (kind === 'unreadable' ? closed : 0)
    return lost === 0 ? [] : [words(lost)]
  })
}

/** Losses first: a thousand ignored files are not to push them off the list. */
function listed(skipped: readonly Skipped[]): readonly Skipped[] {
  const [lost, left] = [skipped.filter(({ kind }) => LOSSES.has(kind)), skipped.filter(({ kind }) => !LOSSES.has(kind))]
  return [...lost, ...left].slice(0, LISTED)
}

function packageGaps(components: readonly Component[], uncovered: readonly Component[]): readonly string[] {
  const gaps: string[] = []
  for (const ecosystem of [...new Set(uncovered.map((component) => component.ecosystem))].sort()) {
    const some = uncovered.filter((component) => component.ecosystem === ecosystem)
    gaps.push(
      `${count(some.length, `${ecosystem} package`)} could not be checked: ${uncoveredReason(some[0] as Component)}`,
    )
  }
  const unversioned = components.filter(
    (one) => !isRegistered(one) && one.origin.kind !== 'local' && one.version.kind !== 'exact',
  )
  if (unversioned.length > 0) {
    gaps.push(`${count(unversioned.length, 'package')} from git or an address without a version could not be checked`)
  }
  return gaps
}

/** A scan that met no packages needs no advisories. */
function dataGaps({ components, advisories: state }: CoverageInput): readonly string[] {
  if (components.length === 0) return []
  if (state.kind === 'none') return ['there is no advisory data: nothing was checked for known vulnerabilities']
  if (state.kind === 'starter') {
    return ['only the starter set of advisories was used: run `assay advisories update` for all of them']
  }
  return []
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
