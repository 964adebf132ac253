import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { packageList } from './package-list.ts'

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/package-list/${name}`, import.meta.url), 'utf8')
}

describe('conda package lists', () => {
  it('specifications ask for packages', async () => {
    expect(mentionsInWords(await packageList.extract(fileOf('x.txt', fixture('conda-requirements.txt'))))).toEqual([
      'python =3.11 (conda) registry requires runtime direct:yes 2:8',
      'numpy >=1.24 (conda) registry requires runtime direct:yes 3:9',
      'faiss-cpu =1.7.4 (conda) registry:conda-forge requires runtime direct:yes 4:24',
    ])
  })

  it('explicit lists pin files, with channel and digest', async () => {
    const extraction = await packageList.extract(fileOf('x.txt', fixture('spec-file.txt')))
    expect(mentionsInWords(extraction)).toEqual([
      'numpy ==1.26.4 registry:https://registry.example/conda-forge locks runtime direct:unknown 5:53',
      'tzdata ==2024a registry:https://registry.example/conda-forge locks runtime direct:unknown 6:52',
    ])
    expect(extraction.mentions[0]?.integrity).toEqual(['md5:a502d7aad449a1206efb366d6a12c52d'])
  })

  it('conda list --export tells what pip installed', async () => {
    const text =
      '# This file may be used to create an environment using:\nnumpy=1.26.4=py311_0\ntiktoken=0.6.0=pypi_0\n'
    const { mentions } = await packageList.extract(fileOf('x.txt', text))
    expect(mentions.map(({ ecosystem, name, role }) => `${ecosystem} ${name} ${role}`)).toEqual([
      'conda numpy locks',
      'PyPI tiktoken locks',
    ])
  })

  it('a line that is none is told', async () => {
    expect(diagnosticsInWords(await packageList.extract(fileOf('x.txt', 'numpy\n=1.0\n')))).toEqual([
      'FORMAT_PARTIAL 2:1 expected the name of a conda package, found "=1.0"',
    ])
  })
})
