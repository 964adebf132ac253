import type { Ecosystem } from '../../model/ecosystem.ts'
import type { PackageMention } from '../../model/package-mention.ts'
import { DisjointSets } from '../vulnerabilities/disjoint-sets.ts'
import { editingOf } from './editable-files.ts'
import type { PlannedFile } from './fix-plan.ts'

/** A mention and the file it stands in. */
export interface Placed {
  readonly file: PlannedFile
  readonly mention: PackageMention
}

/** All files of a plan, ready for questions. Made once, linear in the mentions; each answer costs a look into a map. */
export interface PlanIndex {
  readonly files: readonly PlannedFile[]
  file(path: string): PlannedFile | undefined
  /** Files are one unit when one includes the other (`-r`, `-c`) or is locked by it. */
  unitOf(path: string): string
  /** What an extractor read at this place. */
  at(location: PackageMention['location'], name: string): readonly Placed[]
  /** All that the files of a unit which can be edited say of a package. */
  saidOf(unit: string, ecosystem: Ecosystem, name: string): readonly Placed[]
  /** Constraints and overrides for a name in the files of one folder. */
  constraintsIn(folder: string, name: string): readonly Placed[]
  /** The versions of a name that a lock file holds. */
  versionsIn(lock: string, name: string): ReadonlySet<string>
}

export function planIndex(files: readonly PlannedFile[]): PlanIndex {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const units = unitsOf(files)
  const all = files.flatMap((file) => file.mentions.map((mention) => ({ file, mention })))
  const places = Map.groupBy(all, ({ mention }) => placeKey(mention.location, mention.name))
  const said = Map.groupBy(
    all.filter(({ file }) => editingOf(file.extractor) !== undefined),
    ({ file, mention }) => key(units.find(file.path), mention.ecosystem, mention.name),
  )
  const constraints = Map.groupBy(
    all.filter(({ mention }) => mention.role === 'constrains'),
    ({ file, mention }) => key(folderOf(file.path), mention.name),
  )
  const versions = versionsByLock(all)
  return {
    files,
    file: (path) => byPath.get(path),
    unitOf: (path) => units.find(path),
    at: (location, name) => places.get(placeKey(location, name)) ?? [],
    saidOf: (unit, ecosystem, name) => said.get(key(unit, ecosystem, name)) ?? [],
    constraintsIn: (folder, name) => constraints.get(key(folder, name)) ?? [],
    versionsIn: (lock, name) => versions.get(key(lock, name)) ?? new Set(),
  }
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function unitsOf(files: readonly PlannedFile[]): DisjointSets {
  const sets = new DisjointSets()
  for (const { path, includes, lock } of files) {
    for (const include of includes) sets.join(path, include.path)
    if (lock !== undefined) sets.join(path, lock)
  }
  return sets
}

function versionsByLock(all: readonly Placed[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { file, mention } of all) {
    if (mention.role !== 'locks' || mention.version.kind !== 'exact') continue
    const place = key(file.path, mention.name)
    found.set(place, (found.get(place) ?? new Set()).add(mention.version.version))
  }
  return found
}

function placeKey({ path, lines, column }: PackageMention['location'], name: string): string {
  return key(path, String(lines?.start ?? 0), String(column ?? 0), name)
}

function key(...parts: readonly string[]): string {
  return parts.join('\n')
}
