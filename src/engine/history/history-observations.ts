import { compareText } from '../../base/compare.ts'
import { excerpt } from '../../base/escape.ts'
import type { RuledObservation } from '../../model/finding.ts'
import type { Authorship } from '../../scan/sources/git-history/commits.ts'
import { inspectedPath } from './blob-outcome.ts'
import type { HistoricObject, HistoryInspection, Origin } from './history-inspection.ts'

/**
 * What was seen in a history, one observation for a value and a path, however many versions of the file hold it: told of the version that
 * stands in HEAD, else of the one that came first. Rule, identity and path are those of a scan of the files, so a baseline of the one fits the other.
 */
export function historyObservations({ objects }: HistoryInspection): readonly RuledObservation[] {
  const seen = objects.flatMap((object) => object.outcome.observations.map((observation) => ({ object, observation })))
  const groups = Map.groupBy(seen, ({ object, observation }) =>
    JSON.stringify([observation.ruleId, observation.identity, placeOf(object)]),
  )
  return [...groups.values()].map(told)
}

interface Seen {
  readonly object: HistoricObject
  readonly observation: RuledObservation
}

const STANDINGS: readonly Origin['standing'][] = ['head', 'history', 'elsewhere', 'unreachable']

function told(versions: readonly Seen[]): RuledObservation {
  const [best, ...others] = versions.toSorted(
    (a, b) =>
      standing(a) - standing(b) ||
      compareText(dateOf(a.object), dateOf(b.object)) ||
      compareText(a.object.id, b.object.id),
  ) as [Seen, ...Seen[]]
  const { observation, object } = best
  const path = placeOf(object)
  return {
    ...observation,
    title: `${observation.title}${SUFFIXES[object.origin.standing]}`,
    message: [observation.message, standingText(versions), versionsText(others.length)]
      .filter((text) => text !== '')
      .join(' '),
    evidence: observation.evidence.map(({ location, note }) => ({
      location: { ...location, path },
      note: `${note}, ${originText(versions)}`,
    })),
  }
}

function standing({ object }: Seen): number {
  return STANDINGS.indexOf(object.origin.standing)
}

/** Messages have no path of their own. */
function placeOf({ kind, id, path }: HistoricObject): string {
  return kind === 'blob' ? inspectedPath(kind, id, path) : `${kind} ${id.slice(0, 12)}`
}

function dateOf({ origin }: HistoricObject): string {
  return origin.first?.date ?? '9999'
}

const SUFFIXES: Readonly<Record<Origin['standing'], string>> = {
  head: '',
  history: ', only in the history',
  elsewhere: ', on another branch, tag or stash',
  unreachable: ', in an object that nothing leads to',
}

function standingText(versions: readonly Seen[]): string {
  const origins = versions.map(({ object }) => object.origin)
  if (origins.some((origin) => origin.standing === 'head')) return 'It still stands in HEAD.'
  const refs = [...new Set(origins.flatMap((origin) => origin.refs))].slice(0, 5)
  return refs.length === 0 ? '' : `It is reached by ${refs.map((ref) => excerpt(ref, 80)).join(', ')}.`
}

function versionsText(others: number): string {
  return others === 0 ? '' : `${others + 1} versions of the file hold it.`
}

function originText(versions: readonly Seen[]): string {
  const first = earliest(versions.map(({ object }) => object.origin.first))
  const ended = versions.every(({ object }) => object.origin.ended !== undefined)
    ? latest(versions.map(({ object }) => object.origin.ended))
    : undefined
  const cutOff = versions.some(({ object }) => object.origin.cutOff)
  const parts = [
    first === undefined ? 'brought by no commit that could be found' : `brought by ${commitText(first)}`,
    ...(ended === undefined ? [] : [`taken away by ${commitText(ended)}`]),
    ...(cutOff ? ['or earlier, where the clone does not reach'] : []),
  ]
  return parts.join(', ')
}

function earliest(all: readonly (Authorship | undefined)[]): Authorship | undefined {
  return all.filter((one) => one !== undefined).toSorted((a, b) => compareText(a.date, b.date))[0]
}

function latest(all: readonly (Authorship | undefined)[]): Authorship | undefined {
  return all.filter((one) => one !== undefined).toSorted((a, b) => compareText(b.date, a.date))[0]
}

/** Without the address: a report needs to know whom to ask, not where to write. */
function commitText({ id, name, date }: Authorship): string {
  return `${id.slice(0, 12)} of ${date.slice(0, 10)} by ${excerpt(name, 60)}`
}
