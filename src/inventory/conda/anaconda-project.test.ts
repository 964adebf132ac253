import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { anacondaProject } from './anaconda-project.ts'

it('lists the packages of the project and of its environments', async () => {
  const text = readFileSync(new URL('./fixtures/anaconda-project/anaconda-project.yml', import.meta.url), 'utf8')
  const found = await anacondaProject.extract(fileOf('anaconda-project.yml', text))
  expect(found.diagnostics).toEqual([])
  expect(mentionsInWords(found)).toEqual([
    'python =3.11 (conda) registry:conda-forge requires runtime direct:yes 5:10',
    'notebook any registry:conda-forge requires runtime direct:yes 6:3',
    'tiktoken ==0.6.0 registry requires runtime direct:yes 8:15',
    'pandas >=2 (conda) registry:conda-forge requires runtime direct:yes 12:15',
    'pytorch ==2.1.0 registry:pytorch,conda-forge requires optional [env:gpu] direct:yes 16:16',
    'pytest any registry:conda-forge requires development [env:test] direct:yes 19:7',
  ])
})

it.each([
  ['packages:\n- [a]\n', 'FORMAT_PARTIAL 2:3 expected a package'],
  ['packages:\n- "{{ x }}"\n', 'FORMAT_PARTIAL 2:4 expected the name of a conda package'],
])('%j says what it could not read', async (text, expected) => {
  const found = await anacondaProject.extract(fileOf('anaconda-project.yml', text))
  expect(diagnosticsInWords(found)[0]).toContain(expected)
})
