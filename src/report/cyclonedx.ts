import { createHash } from 'node:crypto'
import { safeJson } from '../base/escape.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { cyclonedxComponent } from './cyclonedx/component.ts'
import { cyclonedxVulnerabilities } from './cyclonedx/vulnerability.ts'
import type { Reporter } from './reporter.ts'

/** CycloneDX 1.6 (ECMA-424) JSON: components with evidence, the dependency graph, vulnerabilities, and how complete it all is. */
export const cyclonedx: Reporter = {
  id: 'cyclonedx',
  title: 'CycloneDX 1.6 JSON: software bill of materials with vulnerabilities',
  mediaType: 'application/vnd.cyclonedx+json; version=1.6',
  *render(result) {
    yield `${safeJson(document(result))}\n`
  },
}

const ROOT_REF = 'assay:target'

function document(result: ScanResult): object {
  const body = {
    metadata: {
      tools: { components: [{ type: 'application', name: 'assay', version: result.tool.version }] },
      component: { type: 'application', 'bom-ref': ROOT_REF, name: result.target.toWellFormed() },
      properties: [
        { name: 'assay:decision', value: result.verdict.decision },
        { name: 'assay:coverage:complete', value: String(result.coverage.complete) },
        ...result.coverage.gaps.map((gap) => ({ name: 'assay:coverage:gap', value: gap })),
      ],
    },
    components: result.components.map(cyclonedxComponent),
    dependencies: dependencies(result),
    // "incomplete" unless nothing was left out: a consumer must not take a missing package for an absent one.
    compositions: [{ aggregate: result.coverage.complete ? 'complete' : 'incomplete', assemblies: [ROOT_REF] }],
    vulnerabilities: cyclonedxVulnerabilities(result),
  }
  return { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: serialNumber(body), version: 1, ...body }
}

/** A UUID made from the content (RFC 9562 version 8): the same scan has the same serial number, any change another. */
function serialNumber(body: object): string {
  const hex = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
  return `urn:uuid:${parts.join('-')}`
}

function dependencies(result: ScanResult): readonly object[] {
  const needs = Map.groupBy(result.relationships, ({ from }) => from)
  const direct = result.components.filter((component) => component.direct === 'yes').map((component) => component.id)
  return [
    { ref: ROOT_REF, dependsOn: direct },
    ...result.components.map((component) => {
      const dependsOn = needs.get(component.id)?.map(({ to }) => to)
      return dependsOn === undefined ? { ref: component.id } : { ref: component.id, dependsOn }
    }),
  ]
}
