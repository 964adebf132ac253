import type { ScanResult } from '../../model/scan-result.ts'
import { contentUuid } from '../content-uuid.ts'
import { isoTime } from '../iso-time.ts'
import { cyclonedxComponent } from './component.ts'
import { cyclonedxEndedExposures } from './ended-exposure.ts'
import { cyclonedxModelFindings } from './model-finding.ts'
import { cyclonedxModel } from './model.ts'
import { cyclonedxVulnerabilities } from './vulnerability.ts'

/** The references of what supplied the document: Assay itself, and the advisory data. */
export const TOOL_REF = 'assay:tool'
export const ADVISORIES_REF = 'assay:advisories'
const ROOT_REF = 'assay:target'

/** A result as a CycloneDX document; both versions know every field used here. */
export function cyclonedxDocument(result: ScanResult, specVersion: '1.6' | '1.7', now: number): object {
  const body = {
    metadata: {
      tools: { components: tools(result) },
      component: { type: 'application', 'bom-ref': ROOT_REF, name: result.target.toWellFormed() },
      properties: [
        { name: 'assay:decision', value: result.verdict.decision },
        { name: 'assay:coverage:complete', value: String(result.coverage.complete) },
        ...result.coverage.gaps.map((gap) => ({ name: 'assay:coverage:gap', value: gap.toWellFormed() })),
      ],
    },
    components: [...result.components.map(cyclonedxComponent), ...result.models.map(cyclonedxModel)],
    dependencies: dependencies(result),
    // "incomplete" unless nothing was left out: a consumer must not take a missing package for an absent one.
    compositions: [{ aggregate: result.coverage.complete ? 'complete' : 'incomplete', assemblies: [ROOT_REF] }],
    vulnerabilities: [
      ...cyclonedxVulnerabilities(result),
      ...cyclonedxModelFindings(result),
      ...cyclonedxEndedExposures(result),
    ],
  }
  // The serial number names the content: without the time, two runs over the same tree name the same document.
  const serialNumber = `urn:uuid:${contentUuid({ specVersion, ...body })}`
  const { metadata, ...rest } = body
  return {
    bomFormat: 'CycloneDX',
    specVersion,
    serialNumber,
    version: 1,
    metadata: { timestamp: isoTime(now), ...metadata },
    ...rest,
  }
}

function tools(result: ScanResult): readonly object[] {
  const { kind, asOf, digest } = result.coverage.advisories
  return [
    { type: 'application', 'bom-ref': TOOL_REF, name: 'assay', version: result.tool.version },
    ...(kind === 'none'
      ? []
      : [
          {
            type: 'data',
            'bom-ref': ADVISORIES_REF,
            name: kind === 'starter' ? 'starter set of advisories' : 'advisory database',
            ...(asOf === null ? {} : { version: asOf }),
            ...(digest === null || !/^[0-9a-f]{64}$/.test(digest)
              ? {}
              : { hashes: [{ alg: 'SHA-256', content: digest }] }),
          },
        ]),
  ]
}

function dependencies(result: ScanResult): readonly object[] {
  const needs = Map.groupBy(result.relationships, ({ from }) => from)
  const direct = result.components.filter((component) => component.direct === 'yes').map((component) => component.id)
  return [
    { ref: ROOT_REF, dependsOn: [...direct, ...result.models.map(({ id }) => id)] },
    ...result.components.map((component) => {
      const dependsOn = needs.get(component.id)?.map(({ to }) => to)
      return dependsOn === undefined ? { ref: component.id } : { ref: component.id, dependsOn }
    }),
    ...result.models.map(({ id }) => ({ ref: id })),
  ]
}
