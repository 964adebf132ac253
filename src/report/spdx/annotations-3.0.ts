import type { Finding } from '../../model/finding.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import { modelOwners } from '../model-owner.ts'
import { settlement } from '../settlement.ts'
import type { ElementMaker, SpdxElement } from './element.ts'
import { modelId } from './models-3.0.ts'
import { packageId } from './packages-3.0.ts'
import { plain } from './plain.ts'

/** What has no element of its own: findings that are not about an advisory, the verdict, and what was not looked at. */
export function annotationElements(result: ScanResult, make: ElementMaker, target: string): readonly SpdxElement[] {
  const annotation = (subject: string, statement: string): SpdxElement =>
    make('Annotation', 'Annotation', [subject, statement], {
      subject,
      annotationType: 'other',
      statement: plain(statement),
    })
  const { policy, decision, findings } = result.verdict
  const decisions = new Map(findings.map((one) => [one.fingerprint, one]))
  const owners = modelOwners(result.models)
  const subjectOf = (finding: Finding): string => {
    if (finding.component !== undefined) return packageId(make, finding.component)
    const owner = finding.model === undefined ? undefined : owners(finding.evidence[0]?.location.path ?? '')
    return owner === undefined ? target : modelId(make, owner.id)
  }
  return [
    annotation(target, `Policy ${policy.name} (${policy.source}): ${decision}`),
    ...result.coverage.gaps.map((gap) => annotation(target, `Not looked at: ${gap}`)),
    ...result.findings
      .filter(({ advisory }) => advisory === undefined)
      .map((finding) => {
        const one = decisions.get(finding.fingerprint)
        const next = (one === undefined ? undefined : settlement(one)) ?? finding.fix.text
        return annotation(subjectOf(finding), `${finding.severity}: ${finding.title}. ${next}`)
      }),
  ]
}
