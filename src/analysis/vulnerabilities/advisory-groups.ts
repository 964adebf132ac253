import type { Advisory } from '../../model/advisory.ts'
import { compareIds, isCve } from './advisory-ids.ts'
import { DisjointSets } from './disjoint-sets.ts'

/** Anything that speaks of one advisory: a match, an admitted advisory. */
export interface Spoken {
  readonly advisory: Advisory
}

/** Several records that speak of one vulnerability. */
export interface AdvisoryGroup<T extends Spoken> {
  /** Sorted by the advisory's id. */
  readonly members: readonly T[]
  /** Ids and aliases, sorted: CVE, GHSA, then the others. */
  readonly ids: readonly string[]
}

/**
 * Puts together what speaks of the same vulnerability. OSV aliases are symmetric and transitive, so this is union-find
 * over ids and aliases of all records at once: a chain A-D, B-C, C-D is one group in every order of the input (pairwise
 * merging loses B). `upstream` and `related` never merge.
 *
 * A record that carries two or more CVEs is a bundle (GO-2022-0586 holds four). It never glues groups that stand without
 * it together: CVE-1 and CVE-2 with a record each stay two findings, and the bundle is a member of both. What a bundle
 * alone speaks of, be it all its CVEs or those left over, is one group with the whole list of CVEs.
 */
export function groupByAlias<T extends Spoken>(items: readonly T[]): AdvisoryGroup<T>[] {
  const sorted = items.toSorted((a, b) => compareIds(a.advisory.id, b.advisory.id))
  const bundles = sorted.filter((item) => isBundle(item.advisory))
  const drafts = groupSingles(
    sorted.filter((item) => !isBundle(item.advisory)),
    new Set(bundles.map((item) => item.advisory.id)),
  )
  return addBundles(drafts, bundles).map(finish).sort(compareGroups)
}

interface Draft<T> {
  readonly members: T[]
  readonly names: Set<string>
}

function isBundle(advisory: Advisory): boolean {
  return new Set(namesOf(advisory).filter(isCve)).size > 1
}

function namesOf(advisory: Advisory): readonly string[] {
  return [advisory.id, ...advisory.aliases]
}

/** The id of a bundle is no glue: records of different CVEs name the bundle they were published in as their alias. */
function groupSingles<T extends Spoken>(singles: readonly T[], bundleIds: ReadonlySet<string>): Draft<T>[] {
  const sets = new DisjointSets()
  for (const { advisory } of singles) {
    for (const alias of advisory.aliases) if (!bundleIds.has(alias)) sets.join(advisory.id, alias)
  }
  return collect(
    singles,
    (item) => sets.find(item.advisory.id),
    (item) => namesOf(item.advisory),
  )
}

function addBundles<T extends Spoken>(drafts: readonly Draft<T>[], bundles: readonly T[]): Draft<T>[] {
  const homes = homesOf(drafts)
  const alone: { readonly item: T; readonly names: readonly string[] }[] = []
  for (const item of bundles) {
    const names = namesOf(item.advisory)
    const touched = new Set(names.flatMap((name) => homes.get(name) ?? []))
    const [only] = touched
    if (touched.size === 1 && only !== undefined) {
      addMember(only, item, names)
      continue
    }
    for (const draft of touched) addMember(draft, item, homes.has(item.advisory.id) ? [] : [item.advisory.id])
    const left = names.filter((name) => !homes.has(name))
    if (touched.size === 0 || left.some(isCve)) alone.push({ item, names: left })
  }
  return [...drafts, ...groupAlone(alone)]
}

/** Which groups name an id. More than one only for the id of a bundle, which is no glue. */
function homesOf<T>(drafts: readonly Draft<T>[]): ReadonlyMap<string, readonly Draft<T>[]> {
  const homes = new Map<string, Draft<T>[]>()
  for (const draft of drafts) {
    for (const name of draft.names) {
      const known = homes.get(name)
      if (known === undefined) homes.set(name, [draft])
      else known.push(draft)
    }
  }
  return homes
}

/** Bundles are one when they name each other, or hold the same CVEs; sharing one CVE of several is not enough. */
function groupAlone<T extends Spoken>(alone: readonly { item: T; names: readonly string[] }[]): Draft<T>[] {
  const sets = new DisjointSets()
  for (const { item, names } of alone) {
    for (const name of names) if (!isCve(name)) sets.join(item.advisory.id, name)
    sets.join(item.advisory.id, names.filter(isCve).toSorted(compareIds).join(' '))
  }
  return collect(
    alone,
    ({ item }) => sets.find(item.advisory.id),
    ({ names }) => names,
  ).map((draft) => ({ members: draft.members.map(({ item }) => item), names: draft.names }))
}

function collect<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  namesIn: (item: T) => readonly string[],
): Draft<T>[] {
  const drafts = new Map<string, Draft<T>>()
  for (const item of items) {
    const key = keyOf(item)
    const draft = drafts.get(key) ?? { members: [], names: new Set<string>() }
    drafts.set(key, draft)
    addMember(draft, item, namesIn(item))
  }
  return [...drafts.values()]
}

function addMember<T>(draft: Draft<T>, item: T, names: readonly string[]): void {
  draft.members.push(item)
  for (const name of names) draft.names.add(name)
}

function finish<T extends Spoken>(draft: Draft<T>): AdvisoryGroup<T> {
  return {
    members: draft.members.toSorted((a, b) => compareIds(a.advisory.id, b.advisory.id)),
    ids: [...draft.names].sort(compareIds),
  }
}

function compareGroups<T extends Spoken>(a: AdvisoryGroup<T>, b: AdvisoryGroup<T>): number {
  return (
    compareIds(a.ids[0] ?? '', b.ids[0] ?? '') ||
    compareIds(a.members[0]?.advisory.id ?? '', b.members[0]?.advisory.id ?? '')
  )
}
