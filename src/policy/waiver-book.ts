import { isoDate } from '../base/clock.ts'
import { matchAny } from '../base/glob.ts'
import type { PathMatcher } from '../base/glob.ts'
import type { Component } from '../model/component.ts'
import type { Finding } from '../model/finding.ts'
import type { Waiver } from '../model/policy.ts'
import { type ComponentSelector, componentSelector } from './component-selector.ts'

/** The waivers of a policy on one day, and what became of each while findings were looked at. */
export interface WaiverBook {
  /** The waiver that covers a finding at each of these places; undefined where none does. Marks waivers as used. */
  covering(
    finding: Finding,
    component: Component | undefined,
    places: readonly string[],
  ): readonly (Waiver | undefined)[]
  /** In the order of the policy. */
  readonly use: readonly WaiverUse[]
}

/** What became of a waiver. */
export interface WaiverUse {
  readonly waiver: Waiver
  readonly expired: boolean
  /** Whole days it still applies, today not counted; negative when expired. */
  readonly daysLeft: number
  /** Findings it covers, in whole or in part; of an expired one: those it would. */
  readonly covered: number
  /** Dangerous findings it would cover if it named them exactly. */
  readonly tooBroadFor: readonly Finding[]
}

/** Opens the waivers on the day of `now` (milliseconds, UTC). */
export function waiverBook(waivers: readonly Waiver[], now: number): WaiverBook {
  const ready = waivers.map((waiver, order) => readyWaiver(waiver, order, now))
  const index = indexOf(ready)
  return {
    use: ready.map((entry) => entry.use),
    covering: (finding, component, places) => {
      const fitting = index.candidates(finding).filter((entry) => fits(entry, finding, component))
      return coverings(fitting, finding, isMalware(finding, component) || runsCode(finding), places)
    },
  }
}

/**
 * Is it about malware, in whole or among what a range lets in? A package of the project's own, or from git, that only has
 * the name of malware is not.
 */
export function isMalware(finding: Finding, component: Component | undefined): boolean {
  if (component !== undefined && component.origin.kind !== 'registry') return false
  return (
    finding.advisory?.malicious === true ||
    (finding.range?.advisories.some((one) => one.malicious) ?? false) ||
    actsLikeMalware(finding)
  )
}

/** What a package does that blocks (docs/packages.md): malware that nobody has written a record of yet. */
function actsLikeMalware({ ruleId, severity }: Finding): boolean {
  return ruleId.startsWith('packages/') && severity === 'critical'
}

/** A model file that runs code when it is loaded is what malware looks like before it has a record. */
function runsCode({ model }: Finding): boolean {
  return model?.kind === 'pickle/execution'
}

const DAY = 86_400_000

interface ReadyWaiver {
  readonly order: number
  readonly component: ComponentSelector | undefined
  readonly speaksOf: PathMatcher | undefined
  /** Counted while findings are looked at. */
  readonly use: Omit<WaiverUse, 'covered' | 'tooBroadFor'> & { covered: number; readonly tooBroadFor: Finding[] }
}

function readyWaiver(waiver: Waiver, order: number, now: number): ReadyWaiver {
  const daysLeft = Math.round((Date.parse(waiver.expires) - Date.parse(isoDate(now))) / DAY)
  return {
    order,
    component: waiver.selector.component === undefined ? undefined : componentSelector(waiver.selector.component),
    speaksOf: waiver.paths.length === 0 ? undefined : matchAny(waiver.paths),
    // A date that is none (a policy not read by parsePolicy) has no days left either.
    use: { waiver, daysLeft, expired: !(daysLeft >= 0), covered: 0, tooBroadFor: [] },
  }
}

/** Thousands of waivers meet thousands of findings: those with a fingerprint or an advisory are looked up. */
function indexOf(ready: readonly ReadyWaiver[]): { candidates(finding: Finding): readonly ReadyWaiver[] } {
  const byName = Map.groupBy(ready, ({ use }) => use.waiver.selector.fingerprint ?? use.waiver.selector.advisory)
  return {
    candidates: (finding) => {
      const names = new Set([undefined, finding.fingerprint, ...advisoryIds(finding)])
      return [...names].flatMap((name) => byName.get(name) ?? []).sort((a, b) => a.order - b.order)
    },
  }
}

/** The ids a waiver can name. An open range is covered by an id only when all it lets in bears that id. */
function advisoryIds(finding: Finding): readonly string[] {
  if (finding.advisory !== undefined) return finding.advisory.ids
  const [first, ...others] = finding.range?.advisories ?? []
  return first?.ids.filter((id) => others.every((other) => other.ids.includes(id))) ?? []
}

function fits(entry: ReadyWaiver, finding: Finding, component: Component | undefined): boolean {
  const { advisory, rule, fingerprint, digest, global } = entry.use.waiver.selector
  if (digest !== undefined && digest !== finding.model?.digest) return false
  if (global !== undefined && !isOnly(global, finding)) return false
  if (fingerprint !== undefined && fingerprint !== finding.fingerprint) return false
  if (advisory !== undefined && !advisoryIds(finding).includes(advisory)) return false
  if (rule !== undefined && rule !== finding.ruleId) return false
  return entry.component === undefined || (component !== undefined && entry.component.matches(component))
}

/** A finding may speak of several names; a waiver for one of them says nothing of the others. */
function isOnly(global: string, { model }: Finding): boolean {
  return model !== undefined && model.globals.length > 0 && model.globals.every((name) => name === global)
}

function coverings(
  fitting: readonly ReadyWaiver[],
  finding: Finding,
  dangerous: boolean,
  places: readonly string[],
): readonly (Waiver | undefined)[] {
  const covered = places.map((): Waiver | undefined => undefined)
  for (const entry of fitting) {
    const own = places.flatMap((place, index) => (entry.speaksOf === undefined || entry.speaksOf(place) ? [index] : []))
    if (own.length === 0) continue
    if (dangerous && !isExact(entry)) {
      entry.use.tooBroadFor.push(finding)
      continue
    }
    entry.use.covered++
    if (entry.use.expired) continue
    for (const index of own) covered[index] ??= entry.use.waiver
  }
  return covered
}

/** What is dangerous is waived one by one: this finding, this file, or this advisory in this version of this package. */
function isExact(entry: ReadyWaiver): boolean {
  const { fingerprint, advisory, digest } = entry.use.waiver.selector
  return (
    fingerprint !== undefined || digest !== undefined || (advisory !== undefined && entry.component?.exact === true)
  )
}
