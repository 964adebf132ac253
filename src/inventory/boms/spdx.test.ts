import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { spdx } from './spdx.ts'

const FIXTURE = readFileSync(new URL('./fixtures/spdx/service.spdx.json', import.meta.url))

const GRAPH = {
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    { type: 'SpdxDocument', spdxId: 'doc', rootElement: ['app'] },
    { type: 'software_Package', spdxId: 'app', name: 'service' },
    { type: 'software_Package', spdxId: 't', software_packageUrl: 'pkg:pypi/torch@2.1.0' },
    {
      type: 'software_Package',
      spdxId: 'n',
      software_packageVersion: '1.26.4',
      externalIdentifier: [{ externalIdentifierType: 'packageUrl', identifier: 'pkg:pypi/numpy' }],
    },
    { type: 'ai_AIPackage', spdxId: 'm', name: 'tiny' },
    { type: 'Relationship', from: 'app', relationshipType: 'dependsOn', to: ['t'] },
    { type: 'LifecycleScopedRelationship', from: 't', relationshipType: 'dependsOn', to: ['n'] },
  ],
}

describe('an SPDX document', () => {
  it.each([
    ['2.3', FIXTURE, 0],
    ['3.0', Buffer.from(JSON.stringify(GRAPH)), 1],
  ] as const)('of version %s gives its packages and who needs whom', async (_, bytes, outside) => {
    const extraction = await spdx.extract(fileOf('service.spdx.json', bytes))
    expect(mentionsInWords(extraction).map((words) => words.replace(/ \d+:\d+$/, ''))).toEqual([
      'torch ==2.1.0 registry locks runtime direct:yes',
      'numpy ==1.26.4 registry locks runtime direct:no',
    ])
    expect(edgesInWords(extraction)).toEqual(['torch@2.1.0 -> numpy@1.26.4'])
    expect(extraction.diagnostics).toHaveLength(outside)
  })

  it('in which every package is described has no subject', async () => {
    const packages = ['a', 'b'].map((name) => ({
      SPDXID: name,
      externalRefs: [{ referenceType: 'purl', referenceLocator: `pkg:pypi/${name}@1` }],
    }))
    const text = JSON.stringify({ spdxVersion: 'SPDX-2.3', packages, documentDescribes: ['a', 'b'] })
    const { mentions } = await spdx.extract(fileOf('sbom.json', text))
    expect(mentions.map(({ name, direct }) => `${name} ${direct}`)).toEqual(['a unknown', 'b unknown'])
  })

  it.each(['{}', '[]', '{"@context": "https://schema.org", "@graph": []}', '{"bomFormat": "CycloneDX"}'])(
    '%s is none',
    async (text) => {
      expect(await spdx.extract(fileOf('sbom.json', text))).toMatchObject({ mentions: [], diagnostics: [] })
    },
  )
})
