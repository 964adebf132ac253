import { excerpt } from '../base/escape.ts'
import type { BaselineEntry, Waiver } from '../model/policy.ts'
import type { Evaluation } from './evaluation.ts'
import type { WaiverUse } from './waiver-book.ts'

/** When an advisory was withdrawn, RFC 3339. */
export type Withdrawn = (id: string) => string | undefined

/** What the operator should know of waivers and baseline once every finding was judged: in the order of the policy. */
export function notices({ waivers, vex, known }: Evaluation, withdrawn: Withdrawn): readonly string[] {
  return [
    ...waivers.use.flatMap((use) => waiverNotices(use, withdrawn)),
    ...vex.notices(),
    ...baselineNotices(known.unused(), withdrawn),
  ]
}

/** Long enough to find the owner, short enough not to be a habit. */
const DAYS_OF_WARNING = 14
const MAX_NAMED = 5

function waiverNotices(use: WaiverUse, withdrawn: Withdrawn): readonly string[] {
  const name = nameOf(use.waiver)
  return [...lifeNotices(use, name, withdrawn), ...broadNotices(use, name)]
}

function lifeNotices(
  { waiver, expired, daysLeft, covered, tooBroadFor }: WaiverUse,
  name: string,
  withdrawn: Withdrawn,
): readonly string[] {
  const day = withdrawnOn(waiver.selector.advisory, withdrawn)
  if (day !== undefined) {
    const rest = covered === 0 ? 'delete it' : `it still covers ${findings(covered)} under another id`
    return [`${name} names ${excerpt(waiver.selector.advisory ?? '', 80)}, withdrawn on ${day}: ${rest}`]
  }
  if (expired) {
    const effect = covered === 0 ? 'it covered no finding any more, delete it' : `${findings(covered)} no longer waived`
    return [`${name} expired on ${waiver.expires}: ${effect}`]
  }
  if (covered === 0 && tooBroadFor.length === 0) return [`${name} covers no finding: delete it`]
  if (daysLeft > DAYS_OF_WARNING) return []
  const when = daysLeft === 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`
  return [`${name} expires ${when}, on ${waiver.expires}; it covers ${findings(covered)}`]
}

function broadNotices({ tooBroadFor }: WaiverUse, name: string): readonly string[] {
  const [first] = tooBroadFor
  if (first === undefined) return []
  const more = tooBroadFor.length > 1 ? ` and ${tooBroadFor.length - 1} more` : ''
  return [
    `${name} does not cover "${excerpt(first.title, 120)}"${more}: ${first.model === undefined ? 'malware' : 'a model file that runs code'} is waived only by fingerprint, ${first.model === undefined ? 'or by advisory together with a package URL that has a version' : 'or by the digest of the file'}`,
  ]
}

function nameOf({ id, owner, origin }: Waiver): string {
  return `waiver "${excerpt(id, 80)}" (${excerpt(origin.path, 120)}:${origin.line}, owner ${excerpt(owner, 80)})`
}

function withdrawnOn(id: string | undefined, withdrawn: Withdrawn): string | undefined {
  return id === undefined ? undefined : withdrawn(id)?.slice(0, 10)
}

function baselineNotices(unused: readonly BaselineEntry[], withdrawn: Withdrawn): readonly string[] {
  if (unused.length === 0) return []
  const gone = unused.flatMap((entry) => {
    const id = entry.ids.find((candidate) => withdrawn(candidate) !== undefined)
    return id === undefined
      ? []
      : [`the baseline holds ${excerpt(id, 80)}, withdrawn on ${withdrawnOn(id, withdrawn) ?? ''}`]
  })
  const more =
    gone.length > MAX_NAMED ? [`the baseline holds ${gone.length - MAX_NAMED} more withdrawn advisories`] : []
  const entries =
    unused.length === 1 ? '1 entry of the baseline matches' : `${unused.length} entries of the baseline match`
  return [...gone.slice(0, MAX_NAMED), ...more, `${entries} no finding any more: write it anew`]
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`
}
