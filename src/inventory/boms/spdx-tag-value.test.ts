import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { spdx } from './spdx.ts'
import { spdxTagValue } from './spdx-tag-value.ts'

const FIXTURE = fixturesIn(fixtureFolder('boms/spdx-tag-value'))[0]?.bytes ?? new Uint8Array()

function read(text: string | Uint8Array, path = 'a.spdx'): Promise<Extraction> {
  return spdxTagValue.extract(fileOf(path, text))
}

describe('an SPDX document in tags', () => {
  it('gives its packages and who needs whom', async () => {
    const extraction = await read(FIXTURE)
    expect(mentionsInWords(extraction)).toEqual([
      'torch ==2.1.0 registry locks runtime direct:yes 23:35',
      'numpy ==1.26.4 registry locks runtime direct:no 29:35',
    ])
    expect(edgesInWords(extraction)).toEqual(['torch@2.1.0 -> numpy@1.26.4'])
    expect(extraction.diagnostics).toEqual([])
  })

  it.each([
    ['no SPDX', 'PackageName: a\nExternalRef: PACKAGE-MANAGER purl pkg:pypi/a@1\n', 0],
    ['RDF', '<?xml version="1.0"?><rdf:RDF/>', 1],
    ['a text without end', 'SPDXVersion: SPDX-2.3\nPackageComment: <text>a\nPackageName: b\n', 1],
    ['a line without a tag', 'SPDXVersion: SPDX-2.3\nwhat\n', 1],
    ['nothing', '', 0],
  ])('%s has no packages, and says what was not read', async (_, text, said) => {
    const { mentions, diagnostics } = await read(text)
    expect(mentions).toEqual([])
    expect(diagnostics).toHaveLength(said)
  })

  it('says that RDF is not read, whatever is in it', async () => {
    expect((await read('SPDXVersion: x', 'a.spdx.rdf')).diagnostics[0]?.message).toMatch(/RDF/)
  })
})

describe('an SPDX document in YAML', () => {
  it('is read as its JSON', async () => {
    const text =
      'spdxVersion: SPDX-2.3\npackages:\n  - SPDXID: SPDXRef-a\n    versionInfo: "1.10"\n    externalRefs:\n      - {referenceType: purl, referenceLocator: "pkg:pypi/a"}\n'
    expect(mentionsInWords(await spdx.extract(fileOf('a.spdx.yaml', text)))).toEqual([
      'a ==1.10 registry locks runtime direct:unknown 3:5',
    ])
  })
})
