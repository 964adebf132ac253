import { describe, expect, it } from 'vitest'
import { INPUTS, PLAIN, render, settledResult } from '../../test/support/report-inputs.ts'
import { sampleResult } from '../../test/support/sample-result.ts'
import type { ScanResult } from '../model/scan-result.ts'
import { spdx23 } from './spdx-2.3.ts'
import { spdx30 } from './spdx-3.0.ts'
import { downloadLocation } from './spdx/download-location.ts'

// No package of npm ships the schemas of SPDX: what the specifications demand stands here in our words. During development
// both outputs passed the SPDX project's own tools (spdx-tools 0.8, its schema of 2.3, and the bindings of the 3.0.1 model).

interface Package23 {
  readonly SPDXID: string
  readonly name: string
  readonly versionInfo?: string
  readonly downloadLocation: string
  readonly licenseConcluded: string
  readonly licenseDeclared: string
  readonly checksums?: readonly { readonly algorithm: string; readonly checksumValue: string }[]
  readonly externalRefs?: readonly { readonly referenceType: string; readonly referenceLocator: string }[]
}

interface Document23 {
  readonly spdxVersion: string
  readonly SPDXID: string
  readonly documentNamespace: string
  readonly creationInfo: { readonly created: string; readonly creators: readonly string[] }
  readonly packages: readonly Package23[]
  readonly relationships: readonly {
    readonly spdxElementId: string
    readonly relationshipType: string
    readonly relatedSpdxElement: string
  }[]
}

function document23(result: ScanResult, now = PLAIN.now): Document23 {
  return JSON.parse(render(spdx23, result, { ...PLAIN, now })) as Document23
}

describe('SPDX 2.3', () => {
  it.each(INPUTS)('%s has what the specification demands', (_, result) => {
    const document = document23(result)
    expect(document).toMatchObject({ spdxVersion: 'SPDX-2.3', dataLicense: 'CC0-1.0', SPDXID: 'SPDXRef-DOCUMENT' })
    expect(document.creationInfo.created).toBe('2026-11-22T00:00:00Z')
    expect(document.creationInfo.creators[0]).toMatch(/^Tool: assay-/)
    expect(document.documentNamespace).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
    for (const one of document.packages) {
      expect(one.SPDXID).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/)
      expect(one.name).not.toBe('')
      expect(one.downloadLocation).toMatch(/^(?:NOASSERTION|(?:git\+)?https?:\/\/\S+)$/)
      for (const { referenceLocator } of one.externalRefs ?? []) expect(referenceLocator).toMatch(/^\S+$/)
    }
  })

  it.each(INPUTS)('%s: every name is there once, and every relationship ends at one', (_, result) => {
    const { SPDXID, packages, relationships } = document23(result)
    const names = new Set([SPDXID, ...packages.map((one) => one.SPDXID)])
    expect(names.size).toBe(packages.length + 1)
    const ends = relationships.flatMap(({ spdxElementId, relatedSpdxElement }) => [spdxElementId, relatedSpdxElement])
    expect(ends.filter((end) => !names.has(end))).toEqual([])
    expect(relationships[0]).toMatchObject({ relationshipType: 'DESCRIBES' })
  })

  it('has package URLs, checksums, advisories, and no licence it does not know', () => {
    const torch = document23(sampleResult()).packages.find(({ versionInfo }) => versionInfo === '2.1.0+cu118')
    expect(torch).toMatchObject({
      licenseConcluded: 'NOASSERTION',
      licenseDeclared: 'NOASSERTION',
      checksums: [{ algorithm: 'SHA256', checksumValue: '0'.repeat(64) }],
      externalRefs: [
        { referenceType: 'purl', referenceLocator: 'pkg:pypi/torch@2.1.0%2Bcu118' },
        { referenceType: 'advisory', referenceLocator: 'https://example.org/advisory' },
      ],
    })
  })

  it('is named by its content, not by the time', () => {
    expect(document23(sampleResult(), 0).documentNamespace).toBe(document23(sampleResult(), 1e12).documentNamespace)
  })
})

describe('the place of download', () => {
  it.each([
    [{ kind: 'registry', index: 'https://registry.example/simple' }, undefined],
    [{ kind: 'url', url: 'https://user:token@files.example/a.whl#sha256=1' }, 'https://files.example/a.whl'],
    [{ kind: 'url', url: 'file:///etc/passwd' }, undefined],
    [
      { kind: 'git', url: 'https://git.example/a/b', commit: 'a'.repeat(40) },
      `git+https://git.example/a/b@${'a'.repeat(40)}`,
    ],
    [{ kind: 'git', url: 'git+https://t:t@git.example/a/b' }, 'git+https://git.example/a/b'],
    [{ kind: 'git', url: 'git@git.example:a/b' }, undefined],
    [{ kind: 'local', path: '.' }, undefined],
  ] as const)('%j', (origin, location) => {
    expect(downloadLocation(origin)).toBe(location)
  })
})

interface Element {
  readonly type: string
  readonly spdxId?: string
  readonly '@id'?: string
  readonly [property: string]: unknown
}

function graph(result: ScanResult): readonly Element[] {
  return (JSON.parse(render(spdx30, result)) as { '@graph': Element[] })['@graph']
}

/** Properties an element of a type must have (model of SPDX 3.0.1), besides name and creation information. */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  CreationInfo: ['specVersion', 'created', 'createdBy'],
  SpdxDocument: ['rootElement', 'element'],
  software_Sbom: ['rootElement', 'element'],
  software_Package: ['name'],
  ai_AIPackage: ['name'],
  dataset_DatasetPackage: ['name', 'dataset_datasetType'],
  Annotation: ['subject', 'annotationType', 'statement'],
  simplelicensing_LicenseExpression: ['simplelicensing_licenseExpression'],
  security_VexAffectedVulnAssessmentRelationship: ['security_actionStatement'],
  security_CvssV4VulnAssessmentRelationship: ['security_score', 'security_severity', 'security_vectorString'],
  security_EpssVulnAssessmentRelationship: ['security_percentile', 'security_probability'],
  security_ExploitCatalogVulnAssessmentRelationship: ['security_catalogType', 'security_exploited', 'security_locator'],
}

describe('SPDX 3.0.1', () => {
  it.each(INPUTS)('%s has what the model demands of each element', (_, result) => {
    for (const element of graph(result)) {
      const missing = (DEMANDED[element.type] ?? []).filter((property) => element[property] === undefined)
      expect(missing, element.type).toEqual([])
      if (element.type !== 'CreationInfo') expect(element['creationInfo']).toBe('_:creationinfo')
      if (element.type.endsWith('Relationship'))
        expect(element).toMatchObject({
          from: expect.any(String) as unknown,
          relationshipType: expect.any(String) as unknown,
          to: [expect.any(String), ...(element['to'] as string[]).slice(1)] as unknown,
        })
    }
  })

  it.each(INPUTS)('%s: every element is there once, and every reference ends at one', (_, result) => {
    const elements = graph(result)
    const ids = elements.map(({ spdxId }) => spdxId).filter((id) => id !== undefined)
    expect(new Set(ids).size).toBe(ids.length)
    const known = new Set([...ids, 'expandedlicensing_NoAssertionLicense'])
    const ends = elements.flatMap((element) => {
      const values = ['from', 'to', 'subject', 'element', 'rootElement', 'createdBy', 'createdUsing', 'dataLicense']
      return values.flatMap((key) => (element[key] ?? []) as string | string[])
    })
    expect(ends.length).toBeGreaterThan(5)
    expect(ends.filter((end) => !known.has(end))).toEqual([])
  })

  it('has VEX of every status where it is true, and the assessments of each vulnerability', () => {
    const types = graph(settledResult()).map(({ type }) => type)
    const words = ['VexAffected', 'VexNotAffected', 'VexFixed', 'CvssV4', 'Epss', 'ExploitCatalog']
    const missing = words.filter((word) => !types.includes(`security_${word}VulnAssessmentRelationship`))
    expect(missing).toEqual([])
    expect(types.filter((type) => type === 'security_Vulnerability')).toHaveLength(2)
  })

  it('has models as AI packages with the data, models and licences they claim, and does not claim the profile for AI', () => {
    const elements = graph(sampleResult())
    const words = elements.map(({ relationshipType }) => relationshipType)
    for (const word of ['trainedOn', 'descendantOf', 'hasDeclaredLicense', 'hasConcludedLicense', 'contains'])
      expect(words).toContain(word)
    expect(elements.find(({ type }) => type === 'SpdxDocument')?.['profileConformance']).toEqual([
      'core',
      'software',
      'simpleLicensing',
      'security',
    ])
  })
})
