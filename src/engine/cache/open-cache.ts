import type { SensitiveSettings } from '../../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../../scan/source.ts'
import type { CacheSettings } from './cache-settings.ts'
import { codeDigest } from './code-digest.ts'
import { InspectionCache } from './inspection-cache.ts'
import { privateFolder } from './private-folder.ts'

/** Where a scan keeps what it saw, and under which code. */
export interface CachePlace {
  readonly settings: CacheSettings
  /** The database, in a private folder. */
  readonly file: string
  /** codeDigest(). */
  readonly code: string
}

/** The place for a scan of `root`; undefined, and said why if the operator asked for one, when it cannot be used. */
export function cachePlace(settings: CacheSettings, root: string): CachePlace | undefined {
  const place = privateFolder(settings, root)
  return typeof place === 'string' ? unusable(settings, place) : { settings, file: place.file, code: codeDigest() }
}

/** The cache for a scan; undefined, and said why if the operator asked for one, when it cannot be used. */
export function openCache(
  place: CachePlace,
  scan: {
    readonly limits: Limits
    readonly sensitive?: SensitiveSettings
    readonly tree: TreeSource
    readonly root: string
  },
): InspectionCache | undefined {
  try {
    return new InspectionCache({ ...scan, ...place })
  } catch (error) {
    return unusable(place.settings, error instanceof Error ? error.message : String(error))
  }
}

function unusable({ named, folder, onNote }: CacheSettings, why: string): undefined {
  if (named) onNote(`assay: the cache in ${folder} is not used: ${why}`)
}
