import type { ScanResult } from '../../model/scan-result.ts'
import { endedExposures } from '../ended-exposure.ts'

/** Vulnerabilities in readers of the project's model files that its versions of them do not have any more. */
export function cyclonedxEndedExposures(result: ScanResult): readonly object[] {
  return endedExposures(result).map(({ cve, component, fixed }) => ({
    'bom-ref': `assay:exposure:${cve}:${component.id}`.toWellFormed(),
    id: cve,
    source: { name: 'CVE Program' },
    analysis: { state: 'resolved', detail: `Fixed since ${fixed}.`.toWellFormed() },
    affects: [
      {
        ref: component.id,
        ...(component.version.kind === 'exact'
          ? { versions: [{ version: component.version.version, status: 'unaffected' }] }
          : {}),
      },
    ],
  }))
}
