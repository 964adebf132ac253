import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { setupCfg } from './setup-cfg.ts'

const read = (text: string, path = 'setup.cfg'): Promise<Extraction> => setupCfg.extract(fileOf(path, text))

describe('setup.cfg', () => {
  it('lists requirements, extras and what building needs', async () => {
    const found = await read(readFileSync(new URL('./fixtures/setup-cfg/setup.cfg', import.meta.url), 'utf8'))
    expect(found.diagnostics).toEqual([])
    expect(mentionsInWords(found)).toEqual([
      'numpy >=1.22,<2 (pep440) registry requires runtime direct:yes 11:12',
      'tokenizers ~=0.15.0 (pep440) registry requires runtime direct:yes 13:17',
      'torch ==2.1.0 url:https://files.example/torch-2.1.0-cp311-cp311-linux_x86_64.whl requires runtime direct:yes 14:41',
      'importlib-metadata any registry requires runtime direct:yes 15:5 ; python_version < "3.10"',
      'setuptools-scm any registry requires build direct:yes 9:18',
      'wheel >=0.40 (pep440) registry requires build direct:yes 9:41',
      'pytest any registry requires development [group:tests] direct:yes 16:17 ; python_version >= "3.8"',
      'cupy-cuda12x ==13.0.0 registry requires optional [extra:gpu] direct:yes 20:19',
      'sphinx any registry requires optional [extra:docs] direct:yes 21:8',
    ])
  })

  it('names the files that requirements are read from', async () => {
    const found = await read(
      '[options]\ninstall_requires = file: a.txt, sub/b.txt\n[options.extras_require]\nx = file: c.txt',
      'lib/setup.cfg',
    )
    expect(found.includes.map(({ path, extractor }) => `${path} ${extractor}`)).toEqual([
      'lib/a.txt python/requirements',
      'lib/sub/b.txt python/requirements',
      'lib/c.txt python/requirements',
    ])
  })

  it.each([
    ['[options]\ninstall_requires = file: ../../x.txt', 'FORMAT_OUTSIDE 2:26 expected a file inside'],
    ['[options]\ninstall_requires =\n  a==1\n  {{ x }}', 'FORMAT_PARTIAL 4:3 expected a package name'],
    ['[options]\ninstall_requires =\n  a==$V', 'FORMAT_PARTIAL 3:6 expected'],
  ])('%j says what it could not read', async (text, expected) => {
    expect(diagnosticsInWords(await read(text))[0]).toContain(expected)
  })

  it.each(['[flake8]\nignore = E203', '[options]\npackages = find:', '[metadata]\ninstall_requires = a', ''])(
    '%j says nothing of packages',
    async (text) => {
      expect((await read(text)).mentions).toEqual([])
    },
  )
})
