import type { Coverage } from '../../src/model/coverage.ts'
import type { AdvisorySummary, Finding } from '../../src/model/finding.ts'
import { at } from '../../src/model/location.ts'

/** What a case wants to say of a finding; the rest is filled in. */
export interface FindingSketch extends Partial<Omit<Finding, 'advisory' | 'evidence'>> {
  readonly advisory?: Partial<AdvisorySummary>
  /** One piece of evidence for each. */
  readonly paths?: readonly string[]
}

/** `torch 2.1.0`, critical, known as CVE-2025-32434, fixed in 2.6.0, seen in uv.lock, unless the sketch says otherwise. */
export function vulnerability({ advisory = {}, paths = ['uv.lock'], ...rest }: FindingSketch = {}): Finding {
  const summary = advisorySummary(advisory)
  return {
    ...observed(paths),
    identity: `PyPI torch ${summary.id}`,
    component: 'pkg:pypi/torch@2.1.0',
    advisory: summary,
    ...rest,
  }
}

/** A finding of a rule that is not about advisories. */
export function otherFinding({ advisory: _none, paths = ['model.pt'], ...rest }: FindingSketch = {}): Finding {
  return {
    ...observed(paths),
    ruleId: 'models/unsafe-pickle',
    identity: 'model.pt',
    title: 'model.pt runs code',
    fix: { text: 'Convert it.' },
    ...rest,
  }
}

/** An advisory summary about CVE-2025-32434. */
export function advisorySummary(sketch: Partial<AdvisorySummary> = {}): AdvisorySummary {
  const id = sketch.id ?? 'CVE-2025-32434'
  return {
    id,
    ids: id === 'CVE-2025-32434' ? ['CVE-2025-32434', 'GHSA-53q9-r3pm-6pq6', 'PYSEC-2025-41'] : [id],
    summary: 'Loading a model runs code',
    severity: { level: 'critical', cvss: { version: '3.1', vector: 'CVSS:3.1/…', score: 9.8 } },
    malicious: false,
    published: '2025-04-18T00:00:00Z',
    modified: '2025-05-01T00:00:00Z',
    cwes: ['CWE-502'],
    references: [],
    fixed: ['2.6.0'],
    ...sketch,
  }
}

/** Full coverage with a fresh database, unless the sketch says otherwise. */
export function coverage(
  sketch: {
    readonly gaps?: readonly string[]
    readonly files?: Partial<Coverage['files']>
    readonly packages?: Partial<Coverage['packages']>
    readonly advisories?: Partial<Coverage['advisories']>
  } = {},
): Coverage {
  const gaps = sketch.gaps ?? []
  const none = { unpinned: 0, local: 0, unregistered: 0, outsideAdvisories: 0, listed: [] }
  return {
    complete: gaps.length === 0,
    gaps,
    files: { seen: 1, parsed: 1, failed: 0, skipped: [], skippedCount: 0, ...sketch.files },
    packages: { total: 1, resolved: 1, ...none, ...sketch.packages },
    advisories: {
      kind: 'database',
      asOf: '2026-11-20T00:00:00Z',
      builtAt: '2026-11-21T00:00:00Z',
      digest: 'c'.repeat(64),
      ecosystems: [{ ecosystem: 'PyPI', records: 10 }],
      knownExploited: 1000,
      exploitPredictions: 1000,
      ageDays: 1,
      ...sketch.advisories,
    },
  }
}

function observed(paths: readonly string[]): Omit<Finding, 'identity'> {
  return {
    fingerprint: 'a'.repeat(32),
    ruleId: 'vulnerabilities/known-vulnerability',
    severity: 'critical',
    title: 'torch 2.1.0 is affected by CVE-2025-32434',
    message: 'Loading a model runs code.',
    confidence: { level: 'high', because: [] },
    evidence: paths.map((path, index) => ({ location: at(path, index + 1), note: 'locked' })),
    fix: { text: 'Upgrade torch to 2.6.0 or later.', version: '2.6.0' },
  }
}
