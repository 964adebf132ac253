import { excerpt } from '../../base/escape.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { Confidence } from '../../model/finding.ts'
import { malwareClaim } from '../packages/known/malware-claim.ts'
import { isPopularName } from '../packages/known/popular-name.ts'
import { recordDoubts } from '../packages/known/record-doubts.ts'
import type { AdvisoryGroup } from './advisory-groups.ts'
import { isCve } from './advisory-ids.ts'
import type { Match } from './match.ts'

/** One clause, and the highest confidence it leaves. */
interface Reason {
  readonly text: string
  readonly atMost: Confidence['level']
}

/** How sure it is that this component has this vulnerability, and why. The surest record of the group speaks for all. */
export function matchConfidence(component: Component, group: AdvisoryGroup<Match>, known: AdvisoryLookup): Confidence {
  const [surest] = group.members.toSorted((a, b) => compareLevels(levelOf(b.notes), levelOf(a.notes)))
  const reasons: Reason[] = [
    versionReason(component),
    ...(surest === undefined ? [] : [groundReason(surest), ...surest.notes]),
    ...originReasons(component),
    ...withdrawnReasons(group, known),
    ...malwareReasons(component, group, known),
    ...bundleReasons(group),
    ...dataReasons(known),
  ]
  return { level: levelOf(reasons), because: [...new Set(reasons.map(({ text }) => excerpt(text, 200)))] }
}

/** Clauses that hold whatever the match is: where the version comes from, what the data is. */
export function dataReasons(known: AdvisoryLookup): Reason[] {
  return known.state.kind === 'starter' ? [{ text: 'advisory data is the starter set', atMost: 'high' }] : []
}

const LEVELS: readonly Confidence['level'][] = ['low', 'medium', 'high']

function compareLevels(a: Confidence['level'], b: Confidence['level']): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b)
}

function levelOf(reasons: readonly Reason[]): Confidence['level'] {
  return reasons.map(({ atMost }) => atMost).toSorted(compareLevels)[0] ?? 'high'
}

function versionReason({ evidence }: Component): Reason {
  const path = evidence[0]?.location.path
  return { text: path === undefined ? 'exact version' : `exact version from ${excerpt(path, 120)}`, atMost: 'high' }
}

function groundReason({ grounds, advisory }: Match): Reason {
  const listed = grounds.some((ground) => ground.kind === 'list')
  const range = grounds.find((ground) => ground.kind === 'range')
  if (listed) return { text: `version named in the advisory's own list (${advisory.id})`, atMost: 'high' }
  return { text: `matched by range ${excerpt(range?.text ?? '', 120)} (${advisory.id})`, atMost: 'high' }
}

/** The source of a git or url package may differ from what the registry calls by this name and version. */
function originReasons({ origin }: Component): Reason[] {
  if (origin.kind === 'git') return [{ text: 'origin is git', atMost: 'medium' }]
  if (origin.kind === 'url') return [{ text: 'origin is a plain address', atMost: 'medium' }]
  return []
}

/** Withdrawals reach the databases days apart (osv.dev#5374): one that came through speaks against the others. */
function withdrawnReasons(group: AdvisoryGroup<Match>, known: AdvisoryLookup): Reason[] {
  return group.ids.flatMap((id) => {
    const date = known.withdrawn(id)
    return date === undefined ? [] : [{ text: `${id} was withdrawn on ${date.slice(0, 10)}`, atMost: 'medium' }]
  })
}

/** What speaks against a record of malware; nothing does while one record of the group is sure. */
function malwareReasons(component: Component, group: AdvisoryGroup<Match>, known: AdvisoryLookup): Reason[] {
  const { asOf } = known.state
  const context = {
    popular: isPopularName(component),
    ...(asOf === null ? {} : { asOf }),
    withdrawn: (id: string) => known.withdrawn(id),
  }
  const version = component.version.kind === 'exact' ? component.version.version : ''
  const doubts = group.members
    .filter(({ advisory }) => advisory.malicious)
    .map(({ advisory, grounds }) => {
      const { explicit, everything } = malwareClaim(advisory)
      const ground = { explicit: grounds.some(isExplicit), contradicts: explicit && everything }
      return recordDoubts(advisory, component.name, version, ground, context)
    })
  if (doubts.some((of) => of.length === 0)) return []
  return doubts.flat().map((text) => ({ text, atMost: 'medium' }))
}

/** A range of everything is written `>=0`. */
function isExplicit(ground: Match['grounds'][number]): boolean {
  return ground.kind === 'list' || !/^>=0(?:\.0){0,2}(?:-0)?$/.test(ground.text)
}

function bundleReasons(group: AdvisoryGroup<Match>): Reason[] {
  const cves = group.ids.filter(isCve)
  if (cves.length < 2) return []
  return [{ text: `the records bundle ${cves.length} CVEs: ${cves.slice(0, 10).join(', ')}`, atMost: 'high' }]
}
