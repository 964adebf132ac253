import type { TreeSource } from '../scan/source.ts'
import { isAtRest } from './cache/at-rest.ts'
import type { AskedState } from './includes.ts'
import type { TreeSeal } from './tree-seal.ts'

/** Takes down for a seal under which stamps files are read: those that the walk meets, then those that files name. */
export interface Sealing {
  /** A worker has read a file; no stamp where that may be another thing tomorrow. */
  read(path: string, stamp: string | undefined): void
  /** A file was known, under this stamp, or looked at here and now. */
  settled(path: string, stamp: string | undefined, walked: boolean): void
  /** The walk is over and all its files are read. */
  walked(): void
  /** What files named is read. */
  named(asked: readonly AskedState[]): void
}

/** For one scan; without a seal nothing is taken down. `restMilliseconds`: see CacheSettings. */
export function sealing(seal: TreeSeal | undefined, tree: TreeSource, restMilliseconds: number | undefined): Sealing {
  if (seal === undefined) return { read: () => {}, settled: () => {}, walked: () => {}, named: () => {} }
  /** The same file has several readers; one that changed meanwhile, several stamps. */
  const stamps = new Map<string, Set<string | undefined>>()
  let isWalking = true
  const take = (path: string, stamp: string | undefined, anew: boolean): void => {
    if (isWalking) seal.read(path, stamp, anew)
    else stamps.set(path, (stamps.get(path) ?? new Set()).add(stamp))
  }
  const resting = (path: string, walked: boolean): string | undefined => {
    const stamp = tree.stamp?.(path, walked)
    return stamp !== undefined && isAtRest(stamp, restMilliseconds) ? stamp.text : undefined
  }
  /** The one stamp under which all read it, if it is reached through no link. */
  const only = (path: string): string | undefined => {
    const [stamp, ...others] = stamps.get(path) ?? []
    return others.length === 0 && tree.stamp?.(path, false)?.text === stamp ? stamp : undefined
  }
  return {
    read: (path, stamp) => take(path, stamp, true),
    settled: (path, stamp, walked) => take(path, stamp ?? resting(path, walked), false),
    walked: () => {
      isWalking = false
    },
    named: (asked) => {
      for (const { path, state } of asked) seal.asked(path, state, state.kind === 'file' ? only(path) : undefined)
    },
  }
}
