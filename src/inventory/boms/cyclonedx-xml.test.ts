import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { cyclonedxXml } from './cyclonedx-xml.ts'

const FIXTURE = fixturesIn(fixtureFolder('boms/cyclonedx-xml'))[0]?.bytes ?? new Uint8Array()
const HEAD = '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">'

function read(text: string | Uint8Array): Promise<Extraction> {
  return cyclonedxXml.extract(fileOf('bom.xml', text))
}

describe('a CycloneDX bill of materials in XML', () => {
  it('gives its packages, those inside others too, but not what they were made from', async () => {
    const extraction = await read(FIXTURE)
    expect(mentionsInWords(extraction)).toEqual([
      'torch ==2.1.0+cu118 registry locks runtime direct:yes 12:1',
      '@babel/core ==7.28.5 registry locks development direct:yes 29:1',
      'numpy ==1.26.4 registry locks runtime direct:no 20:1',
    ])
    expect(edgesInWords(extraction)).toEqual(['torch@2.1.0+cu118 -> numpy@1.26.4'])
    expect(extraction.mentions[0]?.integrity).toEqual([`sha256:aa${'0'.repeat(61)}a`])
    expect(extraction.diagnostics.map(({ message }) => message)).toEqual([
      'lists packages that are not looked at: 1 maven',
    ])
  })

  it.each([
    [
      'with a prefix',
      '<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.4"><c:components><c:component><c:purl>pkg:pypi/a@1</c:purl></c:component></c:components></c:bom>',
      ['a ==1 registry locks runtime direct:unknown 1:1'],
    ],
    ['of Maven', '<project xmlns="http://maven.example"><components/></project>', []],
    [
      'of another namespace',
      '<bom><components><component><purl>pkg:pypi/a@1</purl></component></components></bom>',
      [],
    ],
    ['without components', `${HEAD}</bom>`, []],
  ])('%s', async (_, text, expected) => {
    expect(mentionsInWords(await read(text))).toEqual(expected)
  })

  it.each([
    ['that is cut', `${HEAD}<components><component><purl>pkg:pypi/a@1</purl></component>`],
    [
      'with entities of its own',
      `<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>${HEAD}<components><component><purl>pkg:pypi/a@1</purl><version>&x;</version></component></components></bom>`,
    ],
  ])('%s gives what was read and says so', async (_, text) => {
    const { mentions, diagnostics } = await read(text)
    expect(mentions.map(({ name }) => name)).toEqual(['a'])
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(JSON.stringify([mentions, diagnostics])).not.toContain('root:')
  })
})
