import type { SensitiveSettings } from '../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../base/limits.ts'
import type { TreeSource } from '../scan/source.ts'
import type { CacheSettings } from './cache/cache-settings.ts'
import type { InspectionCache } from './cache/inspection-cache.ts'
import type { FileInspection, InspectionTask } from './inspection.ts'

/** A cache that is opened with the first file somebody asks for. */
export interface LazyCache {
  /** Undefined before that, without a cache, and where it cannot be used. */
  readonly opened: InspectionCache | undefined
  /** What is remembered of a file that has not changed. */
  find(task: InspectionTask, walked: boolean): Promise<FileInspection | undefined>
}

/** SQLite is loaded (8 ms) when a file needs a worker or the cache, not for what a quick look settles. */
export function lazyCache({
  cache: settings,
  limits,
  sensitive,
  tree,
  root,
}: {
  readonly cache?: CacheSettings
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
    async find(task, walked) {
      if (settings === undefined) return undefined
      if (!state.asked) {
        state.asked = true
        state.opened = (await import('./cache/open-cache.ts')).openCache(settings, {
          limits,
          tree,
          root,
          ...(sensitive === undefined ? {} : { sensitive }),
        })
      }
      return state.opened?.find(task, walked)
    },
  }
}
