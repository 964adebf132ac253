import type { Exposure } from '../../model/model-detail.ts'
import { vulnerableReaders } from './reader-vulnerabilities.ts'

/**
 * The vulnerable readers these CVEs name, of which nothing is known yet: which version of a reader a project uses stands in its lock
 * files, never in the model, and is filled in when the inventory is known.
 */
export function exposuresOf(cves: readonly string[]): readonly Exposure[] {
  return cves.flatMap((cve) =>
    vulnerableReaders(cve).map(({ package: name, fixed }) => ({
      cve,
      package: name,
      affected: 'unknown' as const,
      ...(fixed === undefined ? {} : { fixed }),
    })),
  )
}
