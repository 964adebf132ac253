import { compareText } from '../../base/compare.ts'
import type { Location } from '../../model/location.ts'
import type { ImportMention } from '../../model/source-facts.ts'
import type { ImportedPackage } from '../../model/source-project.ts'
import type { ModuleOrigin } from './module-packages.ts'

/** A third-party module, as the files of a folder see it. */
export interface ResolvedModule {
  readonly module: string
  readonly standing: ImportedPackage['standing']
  readonly origin: ModuleOrigin
  /** The packages of these names that are declared, or else known. */
  readonly matched: readonly string[]
  readonly components: readonly string[]
}

/** A module while the files that import it are met. */
export interface ImportDraft {
  readonly resolved: ResolvedModule
  readonly counts: { all: number; optional: number; types: number; tests: number }
  readonly places: { readonly rank: number; readonly location: Location }[]
}

/** Places of one module that are kept, those that need it first. */
const MOST_PLACES = 5

/** Counts a file that imports the module; each has one mention of it. */
export function addImport(
  drafts: Map<string, ImportDraft>,
  resolved: ResolvedModule,
  mention: ImportMention,
  path: string,
  isTest: boolean,
): void {
  const { module, line, use, cell, cellLine } = mention
  const known = drafts.get(module)
  const one = known ?? { resolved, counts: { all: 0, optional: 0, types: 0, tests: 0 }, places: [] }
  if (known === undefined) drafts.set(module, one)
  one.counts.all++
  if (use !== 'needed') one.counts[use]++
  if (isTest) one.counts.tests++
  const rank = (use === 'needed' ? 0 : 2) + (isTest ? 1 : 0)
  const last = one.places.at(-1)
  if (one.places.length >= MOST_PLACES && last !== undefined && last.rank <= rank) return
  const inCell = cell === undefined || cellLine === undefined ? {} : { cell, cellLine }
  one.places.push({ rank, location: { path, lines: { start: line, end: line }, ...inCell } })
  one.places.sort((a, b) => a.rank - b.rank || compareText(a.location.path, b.location.path))
  one.places.length = Math.min(one.places.length, MOST_PLACES)
}

/** When all files were met. */
export function importedPackage({ resolved, counts, places }: ImportDraft): ImportedPackage {
  const { module, standing, origin, components } = resolved
  return {
    module,
    packages: origin.packages,
    grounds: origin.grounds,
    standing,
    components,
    files: counts,
    places: places.map(({ location }) => location),
  }
}
