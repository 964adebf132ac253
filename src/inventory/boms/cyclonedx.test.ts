import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { isExpected } from '../../base/errors.ts'
import { cyclonedx } from './cyclonedx.ts'

const FIXTURE = readFileSync(new URL('./fixtures/cyclonedx/service.cdx.json', import.meta.url))

describe('a CycloneDX bill of materials', () => {
  it('gives its packages, those inside others too', async () => {
    const extraction = await cyclonedx.extract(fileOf('service.cdx.json', FIXTURE))
    expect(mentionsInWords(extraction).map((words) => words.replace(/ \d+:\d+$/, ''))).toEqual([
      'torch ==2.1.0+cu118 registry locks runtime direct:yes',
      '@babel/core ==7.28.5 registry locks development direct:yes',
      'numpy ==1.26.4 registry locks runtime direct:no',
    ])
    expect(edgesInWords(extraction)).toEqual(['torch@2.1.0+cu118 -> numpy@1.26.4'])
    expect(extraction.mentions[0]?.integrity).toEqual([`sha256:aa${'0'.repeat(61)}a`])
  })

  it('says what it lists that is not looked at', async () => {
    const { diagnostics } = await cyclonedx.extract(fileOf('service.cdx.json', FIXTURE))
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'lists packages that are not looked at: 1 maven, 1 no package URL',
    ])
  })

  it.each(['{}', '[]', '{"bomFormat": "SPDX", "components": [{"purl": "pkg:pypi/a@1"}]}'])(
    '%s is none',
    async (text) => {
      expect((await cyclonedx.extract(fileOf('bom.json', text))).mentions).toEqual([])
    },
  )

  it('does not know who is direct when it does not say what it is about', async () => {
    const text = '{"bomFormat": "CycloneDX", "components": [{"purl": "pkg:pypi/a@1"}]}'
    expect((await cyclonedx.extract(fileOf('bom.json', text))).mentions[0]?.direct).toBe('unknown')
  })

  it('survives being cut and damaged', async () => {
    const bugs: unknown[] = []
    for (let at = 0; at < FIXTURE.length; at += 7) {
      const damaged = Buffer.from(FIXTURE)
      damaged[at] = (damaged[at] ?? 0) ^ 4
      for (const bytes of [FIXTURE.subarray(0, at), damaged]) {
        await cyclonedx.extract(fileOf('bom.json', bytes)).catch((error: unknown) => {
          if (!isExpected(error)) bugs.push(error)
        })
      }
    }
    expect(bugs).toEqual([])
  })
})
