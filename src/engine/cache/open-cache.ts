import type { SensitiveSettings } from '../../analysis/sensitive/sensitive-settings.ts'
import type { Limits } from '../../base/limits.ts'
import type { TreeSource } from '../../scan/source.ts'
import type { CacheSettings } from './cache-settings.ts'
import { codeDigest } from './code-digest.ts'
import { InspectionCache } from './inspection-cache.ts'
import { privateFolder } from './private-folder.ts'

/** The cache for a scan; undefined, and said why if the operator asked for one, when it cannot be used. */
export function openCache(
  settings: CacheSettings,
  scan: {
    readonly limits: Limits
    readonly sensitive?: SensitiveSettings
    readonly tree: TreeSource
    readonly root: string
  },
): InspectionCache | undefined {
  const place = privateFolder(settings, scan.root)
  if (typeof place === 'string') return unusable(settings, place)
  try {
    return new InspectionCache({ ...scan, settings, file: place.file, code: codeDigest() })
  } catch (error) {
    return unusable(settings, error instanceof Error ? error.message : String(error))
  }
}

function unusable({ named, folder, onNote }: CacheSettings, why: string): undefined {
  if (named) onNote(`assay: the cache in ${folder} is not used: ${why}`)
}
