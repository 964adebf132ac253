import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { shellScript } from './shell-script.ts'

it('a set-up script installs what its commands name', async () => {
  const text = readFileSync(new URL('./fixtures/shell-script/setup.sh', import.meta.url), 'utf8')
  const extraction = await shellScript.extract(fileOf('tools/setup.sh', text))
  expect(mentionsInWords(extraction)).toEqual([
    'pip any registry installs runtime direct:yes 10:34',
    'torch ==2.1.0+cu118 registry:https://registry.example/whl/cu118 installs runtime direct:yes 11:21',
    'ruff ==0.3.0 registry installs runtime direct:yes 7:14',
    'black >=24,<25 (pep440) registry installs runtime direct:yes 7:28',
    'transformers ==4.38.2 registry installs runtime direct:yes 14:30',
    'datasets any registry installs runtime direct:yes 14:37',
    'faiss-cpu =1.7.4 (conda) registry:conda-forge installs runtime direct:yes 19:45',
    'vite ==5.1.4 registry installs runtime direct:yes 22:29',
  ])
  expect(extraction.includes.map(({ path }) => path)).toEqual(['tools/requirements.txt'])
  expect(extraction.diagnostics).toEqual([])
})
