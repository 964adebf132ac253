import { UsageError } from '../base/errors.ts'
import { excerpt } from '../base/escape.ts'
import { packageName } from '../model/package-name.ts'
import type { Finding } from '../model/finding.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { compareSeverity, type Severity } from '../model/severity.ts'
import type { Arguments } from './command.ts'

/** The options that say which advisories are meant. */
const FILTERS = ['advisory', 'package', 'severity', 'all'] as const

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/**
 * What `assay fix` is to end: what blocks, unless an option says more. Advisories and packages that are named are meant
 * whatever the policy says of them; the others leave out what a waiver or a VEX document settles. Throws USAGE_ARGUMENTS.
 */
export function findingsSelector(args: Arguments): (result: ScanResult) => readonly Finding[] {
  const level = severityOf(args)
  const [advisories, packages] = [upper(args.values('advisory')), args.values('package')]
  const isNamed = advisories.size + packages.length > 0
  const isFiltered = FILTERS.some((name) => args.has(name))
  return (result) => {
    const decisions = new Map(result.verdict.findings.map((one) => [one.fingerprint, one]))
    const names = new Map(result.components.map(({ id, name }) => [id, name]))
    return result.findings.filter((finding) => {
      if (!finding.ruleId.startsWith('vulnerabilities/')) return false
      const decision = decisions.get(finding.fingerprint)
      if (!isFiltered && decision?.decision !== 'block') return false
      if (!isNamed && (decision?.waiver !== undefined || decision?.vex !== undefined)) return false
      if (advisories.size > 0 && !idsOf(finding).some((id) => advisories.has(id.toUpperCase()))) return false
      const name = names.get(finding.component ?? '') ?? ''
      if (packages.length > 0 && !packages.some((one) => one === name || packageName('PyPI', one) === name))
        return false
      return level === undefined || compareSeverity(worst(finding), level) <= 0
    })
  }
}

function severityOf(args: Arguments): Severity | undefined {
  const given = args.value('severity')
  if (given === undefined) return undefined
  const found = SEVERITIES.find((level) => level === given)
  if (found !== undefined) return found
  throw new UsageError('USAGE_ARGUMENTS', `expected --severity ${SEVERITIES.join(', ')}, found ${excerpt(given, 40)}`)
}

function upper(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.map((id) => id.toUpperCase()))
}

function idsOf({ advisory, range }: Finding): readonly string[] {
  return [...(advisory?.ids ?? []), ...(range?.advisories ?? []).flatMap(({ ids }) => ids)]
}

/** A requirement that lets advisories in counts as the worst of them. */
function worst({ severity, range }: Finding): Severity {
  const all = [severity, ...(range?.advisories ?? []).map((one) => one.severity.level)]
  return all.toSorted(compareSeverity)[0] ?? severity
}
