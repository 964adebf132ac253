import type { Finding } from '../../model/finding.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { compareSeverity } from '../../model/severity.ts'
import type { Decision } from '../../model/verdict.ts'
import { baselineOf } from '../../policy/baseline.ts'
import { knownFindings } from '../../policy/known-findings.ts'
import type { FindingChange } from './comparison.ts'

/**
 * Findings that are new, got worse, stayed or went; in the order of the second result, what went behind it. The same trouble is known again across
 * version bumps, moved lines and new aliases, by the rules of the baseline. What went counts as fixed only where its file was looked at.
 */
export function compareFindings(before: ScanResult, after: ScanResult): readonly FindingChange[] {
  const were = knownFindings(baselineOf(before.findings))
  const byFingerprint = new Map(before.findings.map((finding) => [finding.fingerprint, finding]))
  const decisions = new Map(after.verdict.findings.map(({ fingerprint, decision }) => [fingerprint, decision]))
  const now = after.findings.map((finding): FindingChange => {
    const entry = were.entryOf(finding)
    const decision = decisions.get(finding.fingerprint)
    const old = entry === undefined ? undefined : byFingerprint.get(entry.fingerprint)
    return compareFinding(old, finding, decision)
  })
  const are = knownFindings(baselineOf(after.findings))
  // An open range that lets in more is new by the rules of the baseline, and so it is not gone.
  const still = new Set(after.findings.map(({ fingerprint }) => fingerprint))
  const gone = before.findings.filter(
    (finding) => are.entryOf(finding) === undefined && !still.has(finding.fingerprint),
  )
  return [...now, ...gone.map((finding) => whatBecame(finding, after))]
}

function compareFinding(old: Finding | undefined, after: Finding, decision: Decision | undefined): FindingChange {
  const decided = decision === undefined ? {} : { decision }
  if (old === undefined) return { kind: 'new', after, ...decided }
  const because = worsenings(old, after)
  return because.length === 0 ? { kind: 'unchanged', after, ...decided } : { kind: 'worse', after, because, ...decided }
}

function worsenings(before: Finding, after: Finding): readonly string[] {
  const because: string[] = []
  if (compareSeverity(after.severity, before.severity) < 0) because.push(`${before.severity} became ${after.severity}`)
  if (after.advisory?.knownExploited !== undefined && before.advisory?.knownExploited === undefined)
    because.push('it is being exploited now')
  if (after.advisory?.malicious === true && before.advisory?.malicious !== true) because.push('it is malware now')
  const [were, are] = [pathsOf(before), pathsOf(after)]
  const more = [...are].filter((path) => !were.has(path))
  // As many as before: a file was renamed.
  if (are.size > were.size)
    because.push(`it is in ${more.length === 1 ? (more[0] ?? '') : `${more.length} more files`} too`)
  return because
}

function pathsOf({ evidence }: Finding): ReadonlySet<string> {
  return new Set(evidence.map(({ location }) => location.path))
}

function whatBecame(before: Finding, after: ScanResult): FindingChange {
  const because = notLookedAt(before, after)
  return because === undefined ? { kind: 'fixed', before } : { kind: 'unseen', before, because }
}

/** Why nobody can say that it is gone. */
function notLookedAt(finding: Finding, { diagnostics, coverage }: ScanResult): string | undefined {
  const paths = pathsOf(finding)
  const failed = diagnostics.find(
    ({ level, location }) => level === 'error' && location !== undefined && paths.has(location.path),
  )
  if (failed !== undefined) return `${failed.location?.path ?? ''}: ${failed.message}`
  const skipped = coverage.files.skipped.find(({ what }) =>
    [...paths].some((path) => path === what || path.startsWith(`${what}/`)),
  )
  return skipped === undefined ? undefined : `${skipped.what}: ${skipped.reason}`
}
