import { excerpt } from '../../../base/escape.ts'
import type { ModelMoment } from '../../../model/model-detail.ts'
import type { Severity } from '../../../model/severity.ts'
import type { ModelObservation } from '../observation.ts'
import type { PythonTarget } from './python-target.ts'

/** A Python name that a file gives to its loader, with the place where it stands. */
export interface NamedTarget extends PythonTarget {
  /** For example `model.encoder._target_`. */
  readonly inside: string
  readonly byte?: number
}

/** How one kind of file is loaded, in the words of its observations. */
export interface TargetMeaning {
  /** Begins the ids: `hydra`, `skops` … */
  readonly format: string
  /** `The configuration`, `The skops file` … */
  readonly subject: string
  /** What the loader does with a name, for example `hydra.utils.instantiate imports and calls it`. */
  readonly loader: string
  readonly when: ModelMoment
  readonly unknown: Severity
  readonly cve?: readonly string[]
  readonly fix: string
}

/** Observations of one file for each name that runs something, and one for all names of unknown code together. */
const MOST_NAMES = 200

/** What the names mean to somebody who is about to load the file; inert names are not mentioned. Linear in the names. */
export function observeTargets(targets: readonly NamedTarget[], meaning: TargetMeaning): readonly ModelObservation[] {
  const found: ModelObservation[] = []
  const unknown = new Map<string, NamedTarget>()
  const seen = new Set<string>()
  for (const target of targets) {
    if (target.tier === 'inert') continue
    if (target.tier === 'unknown') {
      if (!unknown.has(target.name)) unknown.set(target.name, target)
      continue
    }
    if (seen.has(target.name) || seen.size >= MOST_NAMES) continue
    seen.add(target.name)
    found.push(dangerous(target, meaning))
  }
  return [...found, ...unknownCode([...unknown.values()], meaning)]
}

function dangerous(target: NamedTarget, meaning: TargetMeaning): ModelObservation {
  const runs = target.tier === 'execution'
  return {
    id: `${meaning.format}/${runs ? 'execution' : 'capability'}`,
    severity: runs ? 'critical' : 'high',
    title: `${meaning.subject} ${runs ? 'runs' : 'calls'} ${excerpt(target.name, 120)}`,
    why: `${meaning.loader}. ${excerpt(target.name, 120)} ${excerpt(target.why, 200)}.`,
    where: placeOf(target),
    cwe: runs ? 'CWE-94' : 'CWE-470',
    atlas: 'AML.T0011.000',
    ...(runs && meaning.cve !== undefined ? { cve: meaning.cve } : {}),
    fix: meaning.fix,
    when: meaning.when,
    globals: [target.name.slice(0, 200)],
  }
}

function unknownCode(targets: readonly NamedTarget[], meaning: TargetMeaning): readonly ModelObservation[] {
  const [first] = targets
  if (first === undefined) return []
  const names = targets.slice(0, 5).map(({ name }) => excerpt(name, 80))
  const more = targets.length > names.length ? ` and ${targets.length - names.length} more` : ''
  return [
    {
      id: `${meaning.format}/unknown-code`,
      severity: meaning.unknown,
      title: `${meaning.subject} names code that nobody here has looked at: ${names[0]}${targets.length > 1 ? ` and ${targets.length - 1} more` : ''}`,
      why: `${meaning.loader}. Named: ${names.join(', ')}${more}.`,
      where: placeOf(first),
      cwe: 'CWE-829',
      atlas: 'AML.T0011.000',
      fix: 'Read that code, in the version you have, before you load the file.',
      when: meaning.when,
      globals: targets.slice(0, 50).map(({ name }) => name.slice(0, 200)),
    },
  ]
}

function placeOf({ inside, byte }: NamedTarget): ModelObservation['where'] {
  return { inside, ...(byte === undefined ? {} : { byte }) }
}
