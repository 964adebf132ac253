import { excerpt } from '../../../base/escape.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { BehaviourPlace } from '../behaviour.ts'

/** One change; foreign names in it are cut, the weight is held between 0 and 1 and rounded to hundredths. */
export function change(
  kind: ReleaseChange['kind'],
  subject: string,
  text: string,
  weight: number,
  location?: Location,
): ReleaseChange {
  return {
    kind,
    subject: excerpt(subject, 200),
    text,
    weight: Math.round(Math.min(1, Math.max(0, weight)) * 100) / 100,
    ...(location === undefined ? {} : { location }),
  }
}

/** Foreign text inside a sentence. */
export function quoted(text: string): string {
  return excerpt(text, 120)
}

/** The place of a behaviour as a location. */
export function locationOf({ path, line, column }: BehaviourPlace): Location {
  return at(path, line, column)
}

/** A file as a location. */
export function fileLocation(path: string): Location {
  return { path }
}

/**
 * At most this many changes of one kind are told one by one; the rest is one more, with the greatest weight that is in it: a package that
 * has ten thousand new files must not hide the one that matters, nor fill the report.
 */
export function bounded(changes: readonly ReleaseChange[], rest: string): readonly ReleaseChange[] {
  if (changes.length <= MOST_OF_A_KIND) return changes
  const sorted = changes.toSorted((a, b) => b.weight - a.weight)
  const [kept, left] = [sorted.slice(0, MOST_OF_A_KIND), sorted.slice(MOST_OF_A_KIND)]
  const [first] = left
  return first === undefined
    ? kept
    : [...kept, change(first.kind, `${left.length} more`, `${left.length} more ${rest}`, first.weight)]
}

const MOST_OF_A_KIND = 25
