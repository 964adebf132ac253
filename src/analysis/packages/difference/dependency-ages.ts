import { newDependencies } from './dependency-changes.ts'
import type { DependencyAge, DependencyAges, ReleaseView } from './release-view.ts'

/** Asks when a package came into being; undefined where nobody knows. What it throws ends the question. */
export type AgeOf = (name: string, requirement: string) => Promise<DependencyAge | undefined>

/** A release with more new dependencies than this is asked for the first ones only. */
const MOST_ASKED = 30

/** The ages of the dependencies that are new and come from a registry, asked one after the other. Throws what `ageOf` throws. */
export async function dependencyAges(before: ReleaseView, after: ReleaseView, ageOf: AgeOf): Promise<DependencyAges> {
  const ages = new Map<string, DependencyAge>()
  const asked = newDependencies(before, after).filter(({ from }) => from === 'registry')
  for (const { name, requirement } of asked.slice(0, MOST_ASKED)) {
    const age = await ageOf(name, requirement)
    if (age !== undefined) ages.set(name, age)
  }
  return ages
}
