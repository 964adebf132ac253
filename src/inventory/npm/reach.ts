import type { Scope } from '../../model/package-mention.ts'

/** A package of a lock file and what it needs, by number. */
export interface Needs {
  readonly required: readonly number[]
  /** May fail to install: optionalDependencies. */
  readonly optional: readonly number[]
}

/** What the project itself asks for, by the list it stands in. */
export type Starts = Readonly<Record<Scope, readonly number[]>>

/** From the most to the least serious: a package is for production as soon as one way to it is. */
const ORDER: readonly Scope[] = ['runtime', 'optional', 'build', 'development']

/**
 * What each package is for: the most serious list of the project it can be reached from. Lock files of pnpm 9 and bun do not
 * say it. Undefined for what nothing needs. Visits every package and every need once; cycles are normal.
 */
export function scopesByReach(packages: readonly Needs[], starts: Starts): readonly (Scope | undefined)[] {
  const scopes: (Scope | undefined)[] = Array.from({ length: packages.length })
  const later: number[] = []
  for (const scope of ORDER) {
    const open = [...starts[scope], ...(scope === 'optional' ? later : [])]
    while (open.length > 0) {
      const next = open.pop() as number
      const needs = packages[next]
      if (needs === undefined || scopes[next] !== undefined) continue
      scopes[next] = scope
      for (const need of needs.required) open.push(need)
      // What production can do without is optional; what only development brings in stays development.
      for (const need of needs.optional) (scope === 'runtime' ? later : open).push(need)
    }
  }
  return scopes
}
