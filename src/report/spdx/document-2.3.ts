import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { ScanResult } from '../../model/scan-result.ts'
import type { FindingDecision } from '../../model/verdict.ts'
import { onlyChecksum } from '../checksum.ts'
import { contentUuid } from '../content-uuid.ts'
import { isoTime } from '../iso-time.ts'
import { settlement } from '../settlement.ts'
import { downloadLocation } from './download-location.ts'
import { spdxName } from './identifier.ts'
import { modelPackage } from './model-2.3.ts'
import { plain } from './plain.ts'
import { evidenceWords } from './words.ts'

const DOCUMENT = 'SPDXRef-DOCUMENT'
const ROOT = 'SPDXRef-Target'

/** A result as an SPDX 2.3 document. The namespace names the content, so it is the same for the same scan. */
export function spdx23Document(result: ScanResult, now: number): object {
  const created = isoTime(now)
  const tool = `Tool: assay-${plain(result.tool.version)}`
  const findings = Map.groupBy(result.findings, (finding) => finding.component ?? '')
  const decisions = new Map(result.verdict.findings.map((decision) => [decision.fingerprint, decision]))
  const annotation = (comment: string): object => ({
    annotationDate: created,
    annotationType: 'OTHER',
    annotator: tool,
    comment: plain(comment),
  })
  const content = {
    packages: [
      rootPackage(result),
      ...result.components.map((component) => packageOf(component, findings.get(component.id) ?? [], decisions)),
      ...result.models.map(modelPackage),
    ],
    relationships: relationships(result),
  }
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: plain(result.target) === '' ? 'target' : plain(result.target),
    documentNamespace: `urn:uuid:${contentUuid(content)}`,
    creationInfo: { created, creators: [tool] },
    comment: result.coverage.complete
      ? 'Everything that was met was looked at.'
      : `Incomplete: ${plain(result.coverage.gaps.join('; '))}`,
    annotations: [
      annotation(`Policy ${result.verdict.policy.name} (${result.verdict.policy.source}): ${result.verdict.decision}`),
      ...result.coverage.gaps.map((gap) => annotation(`Not looked at: ${gap}`)),
    ],
    ...content,
  }
}

const UNKNOWN = { licenseConcluded: 'NOASSERTION', licenseDeclared: 'NOASSERTION', copyrightText: 'NOASSERTION' }

function rootPackage(result: ScanResult): object {
  return {
    SPDXID: ROOT,
    name: plain(result.target) === '' ? 'target' : plain(result.target),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'APPLICATION',
    ...UNKNOWN,
  }
}

function packageOf(
  component: Component,
  findings: readonly Finding[],
  decisions: ReadonlyMap<string, FindingDecision>,
): object {
  const { version } = component
  const checksum = onlyChecksum(component.integrity)
  const comment = findings.map((finding) => findingWords(finding, decisions.get(finding.fingerprint))).join('\n')
  return {
    SPDXID: refOf(component.id),
    name: plain(component.name),
    ...(version.kind === 'exact' ? { versionInfo: plain(version.version) } : {}),
    downloadLocation: downloadLocation(component.origin) ?? 'NOASSERTION',
    filesAnalyzed: false,
    primaryPackagePurpose: 'LIBRARY',
    ...UNKNOWN,
    ...(checksum === undefined
      ? {}
      : { checksums: [{ algorithm: checksum.algorithm.toUpperCase(), checksumValue: checksum.value }] }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: component.purl },
      ...advisoryRefs(findings),
    ],
    sourceInfo: evidenceWords(component.evidence),
    ...(comment === '' ? {} : { comment: plain(comment) }),
  }
}

/** The addresses the advisory records give; the identifiers stand in the comment of the reference. */
function advisoryRefs(findings: readonly Finding[]): readonly object[] {
  const seen = new Set<string>()
  return findings.flatMap(({ advisory }) => {
    const address = advisory?.references.find((one) => /^https?:\/\/[^\s<>"]+$/.test(one) && URL.canParse(one))
    if (advisory === undefined || address === undefined || seen.has(address)) return []
    seen.add(address)
    return [
      {
        referenceCategory: 'SECURITY',
        referenceType: 'advisory',
        referenceLocator: new URL(address).href,
        comment: plain(advisory.ids.join(', ')),
      },
    ]
  })
}

function findingWords(finding: Finding, decision: FindingDecision | undefined): string {
  const settled = decision === undefined ? undefined : settlement(decision)
  return `${finding.severity}: ${finding.title}. ${settled ?? finding.fix.text}`
}

/** How SPDX calls what the project needs a package for; the word reads from the package to the project. */
const NEEDS: Readonly<Partial<Record<Scope, string>>> = {
  development: 'DEV_DEPENDENCY_OF',
  build: 'BUILD_DEPENDENCY_OF',
  optional: 'OPTIONAL_DEPENDENCY_OF',
}

function relationships(result: ScanResult): readonly object[] {
  const edge = (from: string, relationshipType: string, to: string): object => ({
    spdxElementId: from,
    relationshipType,
    relatedSpdxElement: to,
  })
  const direct = result.components.filter((component) => component.direct === 'yes')
  return [
    edge(DOCUMENT, 'DESCRIBES', ROOT),
    ...direct.map(({ id, scope }) => {
      const word = NEEDS[scope]
      return word === undefined ? edge(ROOT, 'DEPENDS_ON', refOf(id)) : edge(refOf(id), word, ROOT)
    }),
    ...result.relationships.map(({ from, to }) => edge(refOf(from), 'DEPENDS_ON', refOf(to))),
    ...result.models.map(({ id }) => edge(ROOT, 'CONTAINS', refOf(id))),
  ]
}

/** Components and models by their id: their ids never meet, for one begins with `pkg:` and the other with `model:`. */
function refOf(id: string): string {
  return `SPDXRef-${spdxName('Package', id)}`
}
