import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { recipe } from './recipe.ts'

const read = (text: string): Promise<Extraction> => recipe.extract(fileOf('meta.yaml', text))
const fixture = (name: string): Promise<Extraction> =>
  read(readFileSync(new URL(`./fixtures/recipe/${name}`, import.meta.url), 'utf8'))

describe('recipes', () => {
  it('of conda-build are read around their templates', async () => {
    const found = await fixture('meta.yaml')
    expect(mentionsInWords(found)).toEqual([
      'python >=3.9 (conda) registry requires build direct:yes 19:16',
      'pip any registry requires build direct:yes 20:7',
      'python >=3.9 (conda) registry requires runtime direct:yes 22:16',
      'numpy >=1.22,<2 (conda) registry requires runtime direct:yes 23:15',
      'pytorch ==2.1.0 registry requires runtime direct:yes 25:17 ; linux',
      'scipy unstated registry requires runtime direct:yes 26:7',
      'tensorflow <2.16 (conda) registry constrains runtime direct:yes 28:19',
    ])
    expect(diagnosticsInWords(found).map((line) => line.slice(0, 60))).toEqual(
      [
        `FORMAT_PARTIAL 17:7 "{{ compiler('c') }}" is filled in by the build`.slice(0, 60),
        `FORMAT_PARTIAL 24:7 "{{ pin_compatible('numpy') }}" is filled in by`.slice(0, 60),
        'FORMAT_PARTIAL 26:7 expected a version of scipy, found the te',
      ].map((line) => line.slice(0, 60)),
    )
  })

  it('of rattler-build say what depends on the machine', async () => {
    const found = await fixture('recipe/recipe.yaml')
    expect(mentionsInWords(found)).toEqual([
      'python any registry requires runtime direct:yes 7:5',
      'numpy >=1.22 (conda) registry requires runtime direct:yes 10:14',
    ])
    expect(diagnosticsInWords(found)[0]).toContain('FORMAT_PARTIAL 8:3 expected one requirement a line')
  })

  it.each(['a: 1\n', 'requirements:\n  run:\n  - a\n', 'package:\n  name: x\n', ''])(
    '%j says nothing',
    async (text) => {
      expect((await read(text)).mentions).toEqual([])
    },
  )

  it.each([
    ['items', `package:\nrequirements:\n  run:\n${'  - a\n'.repeat(100_000)}`],
    ['blanks', `package:\nrequirements:\n  run:\n  - ${'a '.repeat(500_000)}`],
    ['quotes', `package:\nrequirements:\n  run:\n  - ${'"'.repeat(1 << 20)}`],
  ])('a megabyte of %s takes no time', async (_, text) => {
    const before = performance.now()
    await read(text)
    expect(performance.now() - before).toBeLessThan(4000)
  })
})
