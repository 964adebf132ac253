import type { Scope } from '../../model/package-mention.ts'

/** What an entry of a lock is for. Groups are empty when the main set needs it. */
export interface LockPurpose {
  readonly scope: Scope
  readonly groups: readonly string[]
}

/** A set of dependencies and the entries it begins with; the main set has no label. */
export interface Start<T> {
  readonly label?: string
  readonly scope: Scope
  readonly from: readonly T[]
}

/**
 * Walks the graph from every start and says for each entry what it is for: what the main set reaches is the main set's,
 * the rest carries the labels of all sets that reach it. `budget` bounds the steps: sets times entries is the work of an
 * honest file too, and a crafted one could make it endless. `complete` is false when it ran out.
 */
export function lockPurposes<T>(
  starts: readonly Start<T>[],
  needs: (entry: T) => Iterable<T>,
  budget: number,
): { readonly purposes: ReadonlyMap<T, LockPurpose>; readonly complete: boolean } {
  const purposes = new Map<T, { scope: Scope; groups: string[] }>()
  let steps = budget
  for (const start of [...starts].sort((a, b) => Number(a.label !== undefined) - Number(b.label !== undefined))) {
    const seen = new Set(start.from)
    for (const entry of seen) {
      const known = purposes.get(entry)
      if (known?.groups.length === 0) continue
      if (known === undefined)
        purposes.set(entry, { scope: start.scope, groups: start.label === undefined ? [] : [start.label] })
      else if (start.label !== undefined) {
        known.groups.push(start.label)
        known.scope = nearer(known.scope, start.scope)
      }
      for (const next of needs(entry)) {
        if (--steps < 0) return { purposes, complete: false }
        seen.add(next)
      }
    }
  }
  return { purposes, complete: true }
}

const REACH: readonly Scope[] = ['runtime', 'optional', 'build', 'development']

/** The scope that reaches users more. */
export function nearer(a: Scope, b: Scope): Scope {
  return REACH.indexOf(a) <= REACH.indexOf(b) ? a : b
}
