import type { ScanResult } from '../../model/scan-result.ts'
import { isoTime } from '../iso-time.ts'
import { ADVISORIES_REF, TOOL_REF } from './document.ts'

/**
 * Who supplied which part of a CycloneDX 1.7 document: the inventory was read from the project's files, vulnerabilities come
 * from the advisory data at its age, and what a model card claims is the claim of the model, which nobody has checked.
 */
export function citations(result: ScanResult, now: number): readonly object[] {
  const { kind, asOf, builtAt } = result.coverage.advisories
  const time = isoTime(now)
  const vulnerabilities = result.findings.some(({ advisory }) => advisory !== undefined)
  return [
    {
      pointers: ['/components', '/dependencies'],
      timestamp: time,
      attributedTo: TOOL_REF,
      note: 'Read from the files of the project; each component names the places in its evidence.',
    },
    ...(kind === 'none' || !vulnerabilities
      ? []
      : [
          {
            pointers: ['/vulnerabilities'],
            timestamp: asOf ?? builtAt ?? time,
            attributedTo: ADVISORIES_REF,
            note: 'Records of the advisory data, matched by package and version.',
          },
        ]),
    ...result.models.map((model, index) => ({
      pointers: [`/components/${result.components.length + index}`],
      timestamp: time,
      attributedTo: model.id,
      note: 'As the files of the model claim; not checked.',
    })),
  ]
}
