import type { Advisory, SeverityStatement } from '../../model/advisory.ts'
import { compareSeverity } from '../../model/severity.ts'

/**
 * One severity for a group of records: the newest CVSS version that any of them has (4.0, 3.1, 3.0, 2.0), not the largest
 * number; of two vectors of one version the higher score; without a vector the worst word. Who says nothing (`unknown`)
 * takes nothing away. Only a group that says nothing at all inherits from `upstream`. Malware is critical by rule.
 */
export function groupSeverity(members: readonly Advisory[], upstream: readonly Advisory[]): SeverityStatement {
  const own = strongest(members)
  const stated = own.level === 'unknown' ? strongest(upstream) : own
  return members.some((advisory) => advisory.malicious) ? { ...stated, level: 'critical' } : stated
}

function strongest(advisories: readonly Advisory[]): SeverityStatement {
  const [first] = advisories.map((advisory) => advisory.severity).sort(compareStatements)
  return first ?? { level: 'unknown' }
}

/** The more telling first. */
function compareStatements(a: SeverityStatement, b: SeverityStatement): number {
  return rankOf(a) - rankOf(b) || (b.cvss?.score ?? 0) - (a.cvss?.score ?? 0) || compareSeverity(a.level, b.level)
}

function rankOf({ level, cvss }: SeverityStatement): number {
  if (cvss !== undefined) return CVSS_VERSIONS.indexOf(cvss.version)
  return CVSS_VERSIONS.length + (level === 'unknown' ? 1 : 0)
}

const CVSS_VERSIONS: readonly NonNullable<SeverityStatement['cvss']>['version'][] = ['4.0', '3.1', '3.0', '2.0']
