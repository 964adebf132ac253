import type { Finding } from '../../model/finding.ts'
import type { Model } from '../../model/model.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { modelOwners } from '../model-owner.ts'
import { analysisOf } from './analysis.ts'

/**
 * Findings about model files as CycloneDX vulnerabilities: the standard has them for weaknesses that no database lists too
 * (`id` and `source` are ours, the weakness is in `cwes`). Only those about a model of the inventory: `affects` must name one.
 */
export function cyclonedxModelFindings(result: ScanResult): readonly object[] {
  const owners = modelOwners(result.models)
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  return result.findings.flatMap((finding) => {
    const owner = finding.model === undefined ? undefined : owners(finding.evidence[0]?.location.path ?? '')
    return owner === undefined
      ? []
      : [vulnerability(finding, owner, analysisOf(finding, decisions.get(finding.fingerprint)))]
  })
}

function vulnerability(finding: Finding, model: Model, analysis: object | undefined): object {
  const detail = finding.model
  const cwes = (detail?.cwes ?? []).map((cwe) => Number(cwe.replace(/^CWE-/, ''))).filter((cwe) => cwe > 0)
  const references = [...new Set((detail?.exposure ?? []).map(({ cve }) => cve))]
  return {
    'bom-ref': `assay:finding:${finding.fingerprint}`,
    id: finding.ruleId,
    source: { name: 'Assay' },
    ...(references.length === 0
      ? {}
      : { references: references.map((id) => ({ id, source: { name: 'CVE Program' } })) }),
    ratings: [{ severity: finding.severity, method: 'other' }],
    ...(cwes.length === 0 ? {} : { cwes }),
    description: finding.title.toWellFormed(),
    detail: finding.message.toWellFormed(),
    recommendation: finding.fix.text.toWellFormed(),
    ...(analysis === undefined ? {} : { analysis }),
    affects: [{ ref: model.id }],
    properties: (detail?.atlas ?? []).map((value) => ({ name: 'assay:atlas', value })),
  }
}
