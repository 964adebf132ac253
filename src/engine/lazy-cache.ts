import type { SensitiveSettings } from '../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../base/limits.ts'
import type { TreeSource } from '../scan/source.ts'
import type { Found, InspectionCache } from './cache/inspection-cache.ts'
import type { CachePlace } from './cache/open-cache.ts'
import type { InspectionTask } from './inspection.ts'

/** A cache that is opened with the first file somebody asks for. */
export interface LazyCache {
  /** Undefined before that, without a cache, and where it cannot be used. */
  readonly opened: InspectionCache | undefined
  /** What is remembered of a file that has not changed; `stamp` where it is known what it is. */
  find(task: InspectionTask, walked: boolean, stamp?: string): Promise<Found | undefined>
}

/** SQLite is loaded (8 ms) when a file needs a worker or the cache, not for what a quick look settles. */
export function lazyCache({
  cachePlace,
  limits,
  sensitive,
  tree,
  root,
}: {
  /** Where it is; asked when the first file is. */
  readonly cachePlace: () => Promise<CachePlace | undefined>
  readonly limits: Limits
  readonly sensitive?: SensitiveSettings
  readonly tree: TreeSource
  readonly root: string
}): LazyCache {
  const state: { asked: boolean; opened: InspectionCache | undefined } = { asked: false, opened: undefined }
  return {
    get opened() {
      return state.opened
    },
    async find(task, walked, stamp) {
      if (!state.asked) {
        state.asked = true
        const place = await cachePlace()
        if (place === undefined) return undefined
        state.opened = (await import('./cache/open-cache.ts')).openCache(place, {
          limits,
          tree,
          root,
          ...(sensitive === undefined ? {} : { sensitive }),
        })
      }
      return state.opened?.find(task, walked, stamp)
    },
  }
}
