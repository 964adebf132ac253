import type { ScanResult } from '../../model/scan-result.ts'
import { contentUuid } from '../content-uuid.ts'
import { isoTime } from '../iso-time.ts'
import { annotationElements } from './annotations-3.0.ts'
import { elementMaker } from './element.ts'
import { modelElements } from './models-3.0.ts'
import { packageElements } from './packages-3.0.ts'
import { plain } from './plain.ts'
import { securityElements } from './security-3.0.ts'

/**
 * A result as an SPDX 3.0.1 graph. It conforms to core, software, simple licensing and security; not to the profiles ai and
 * dataset, although their elements are used: these demand a release time and a supplier, which the files of a project do not tell.
 */
export function spdx30Document(result: ScanResult, now: number): object {
  // Named by the content, so that the same scan has the same names; the time is not content.
  const make = elementMaker(`urn:uuid:${contentUuid(contentOf(result))}`)
  const target = make('software_Package', 'Target', 'target', {
    name: plain(result.target) === '' ? 'target' : plain(result.target),
    software_primaryPurpose: 'application',
  })
  const parts = [
    target,
    ...packageElements(result, make, target.spdxId),
    ...modelElements(result, make, target.spdxId),
    ...securityElements(result, make),
    ...annotationElements(result, make, target.spdxId),
  ]
  const profileConformance = ['core', 'software', 'simpleLicensing', 'security']
  const sbom = make('software_Sbom', 'Sbom', 'sbom', {
    rootElement: [target.spdxId],
    element: parts.map(({ spdxId }) => spdxId),
    profileConformance,
    software_sbomType: ['source'],
  })
  const agent = make('SoftwareAgent', 'Agent', 'assay', { name: 'Assay' })
  const tool = make('Tool', 'Tool', 'assay', { name: `assay ${plain(result.tool.version)}` })
  const license = make('simplelicensing_LicenseExpression', 'License', 'CC0-1.0', {
    simplelicensing_licenseExpression: 'CC0-1.0',
  })
  const document = make('SpdxDocument', 'Document', 'document', {
    name: target['name'],
    rootElement: [sbom.spdxId],
    element: [sbom.spdxId, ...parts.map(({ spdxId }) => spdxId)],
    profileConformance,
    dataLicense: license.spdxId,
  })
  return {
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      {
        type: 'CreationInfo',
        '@id': '_:creationinfo',
        specVersion: '3.0.1',
        created: isoTime(now),
        createdBy: [agent.spdxId],
        createdUsing: [tool.spdxId],
      },
      document,
      sbom,
      agent,
      tool,
      license,
      ...parts,
    ],
  }
}

function contentOf({ diagnostics: _diagnostics, rules: _rules, ...content }: ScanResult): object {
  return content
}
