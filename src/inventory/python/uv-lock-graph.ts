import type { Tree } from '../../formats/tree.ts'
import type { ExtractionBuilder } from './extraction-builder.ts'
import { LockIndex } from './lock-index.ts'
import { LockMarkers } from './lock-markers.ts'
import { type LockPurpose, lockPurposes, nearer, type Start } from './lock-purpose.ts'
import type { UvNode, UvPackage, UvReference } from './uv-lock-package.ts'

/** A uv.lock with its packages read. */
export interface UvLock {
  readonly path: string
  readonly tree: Tree
  readonly packages: readonly UvPackage[]
  /** The project's own packages: the root and the members of its workspace. */
  readonly members: ReadonlySet<UvPackage>
  /** What the project as a whole asks for: `[manifest]` of scripts and of workspaces without a root package. */
  readonly asked: readonly Start<UvReference>[]
}

/** What follows from who needs whom. */
export interface UvGraph {
  readonly index: LockIndex<UvPackage>
  readonly purposes: ReadonlyMap<UvPackage, LockPurpose>
  readonly direct: ReadonlySet<UvPackage>
  readonly markers: LockMarkers<UvPackage>
  /** Does the file tell who asks at all? */
  readonly rooted: boolean
}

/** Walks the graph of the lock from the project's own packages and from its `[manifest]`. */
export function graphOf(lock: UvLock, builder: ExtractionBuilder): UvGraph {
  const index = new LockIndex(lock.packages, builder)
  const starts = [...lock.asked, ...[...lock.members].flatMap(askedByMember)]
  const nodes = starts.map((start) => ({
    ...start,
    from: start.from.flatMap((reference) => nodesOf(reference, index)),
  }))
  const needs = (node: UvNode): readonly UvNode[] => node.references.flatMap((reference) => nodesOf(reference, index))
  const { purposes, complete } = lockPurposes(nodes, needs, builder.limits.nodes)
  if (!complete)
    builder.diagnostic({
      code: 'LIMIT_ENTRIES',
      level: 'warning',
      message: 'more groups times packages than are followed: some packages lack groups',
    })
  const direct = new Set(starts.flatMap((start) => start.from.flatMap((reference) => index.find(reference))))
  const rooted = lock.members.size > 0 || starts.some((start) => start.from.length > 0)
  return { index, purposes: byPackage(purposes), direct, markers: markersOf(lock, starts, index), rooted }
}

function askedByMember(member: UvPackage): readonly Start<UvReference>[] {
  return [
    { scope: 'runtime', from: member.plain.references },
    ...[...member.extras].map(
      ([extra, node]) => ({ label: `extra:${extra}`, scope: 'optional', from: node.references }) as const,
    ),
    ...[...member.groups].map(([group, references]) => groupStart(group, references)),
  ]
}

function nodesOf(reference: UvReference, index: LockIndex<UvPackage>): readonly UvNode[] {
  return index
    .find(reference)
    .flatMap((entry) => [entry.plain, ...reference.extras.flatMap((extra) => entry.extras.get(extra) ?? [])])
}

function byPackage(nodes: ReadonlyMap<UvNode, LockPurpose>): ReadonlyMap<UvPackage, LockPurpose> {
  const found = new Map<UvPackage, LockPurpose>()
  for (const [{ owner }, purpose] of nodes) {
    if (owner === undefined) continue
    const known = found.get(owner)
    if (known === undefined) found.set(owner, purpose)
    else {
      const main = known.groups.length === 0 || purpose.groups.length === 0
      found.set(owner, {
        scope: nearer(known.scope, purpose.scope),
        groups: main ? [] : [...new Set([...known.groups, ...purpose.groups])],
      })
    }
  }
  return found
}

function markersOf(
  lock: UvLock,
  starts: readonly Start<UvReference>[],
  index: LockIndex<UvPackage>,
): LockMarkers<UvPackage> {
  const markers = new LockMarkers<UvPackage>()
  const note = (reference: UvReference): void => {
    for (const entry of index.find(reference)) markers.need(entry, reference.marker)
  }
  for (const start of starts) start.from.forEach(note)
  for (const entry of lock.packages) {
    if (lock.members.has(entry)) continue
    for (const node of [entry.plain, ...entry.extras.values()]) node.references.forEach(note)
  }
  return markers
}

/** The package in the folder of the lock file itself. */
export function isRoot(entry: UvPackage): boolean {
  return entry.origin?.kind === 'local' && entry.origin.path === '.'
}

/** A dependency group as a beginning of the walk. */
export function groupStart<T>(name: string, from: readonly T[]): Start<T> {
  return { label: `group:${name}`, scope: 'development', from }
}
