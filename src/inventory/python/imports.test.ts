import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { SourceFacts } from '../../model/source-facts.ts'
import { pythonSource } from './imports.ts'

const read = async (path: string, text: string): Promise<SourceFacts | undefined> =>
  (await pythonSource.extract(fileOf(path, text))).source
const fixture = (path: string): string => readFileSync(new URL(`./fixtures/imports/${path}`, import.meta.url), 'utf8')
const modules = async (text: string): Promise<readonly string[] | undefined> =>
  (await read('a.py', text))?.imports?.map(({ module, line, use }) => `${module}@${line} ${use}`)

describe('imports of Python files', () => {
  it('are one for each module, without those of Python and of the project itself', async () => {
    expect(await modules(fixture('rag/service.py'))).toEqual([
      'numpy@6 needed',
      'google.cloud.bigquery@8 needed',
      'google.cloud.storage@8 needed',
      'google.protobuf@9 needed',
      'PIL@10 needed',
      'pandas@15 types',
      'faiss@18 optional',
    ])
  })

  it.each([
    ['the use that counts most', 'try:\n  import a\nexcept ImportError:\n  pass\nimport a', ['a@5 needed']],
    ['nothing of old Pythons', 'import urllib2\nfrom distutils import core\nimport _winreg', undefined],
    ['nothing of the place it runs in', 'from google.colab import drive\nimport bpy, pkg_resources', undefined],
    [
      'as far down as packages are named',
      'from llama_index.llms.openai import OpenAI\nfrom google import genai',
      ['llama_index.llms.openai@1 needed', 'google.genai@2 needed'],
    ],
  ])('hold %s', async (_, text, expected) => {
    expect(await modules(text)).toEqual(expected)
  })

  it('come with the names that settings name', async () => {
    expect(await read('shop/settings.py', fixture('shop/settings.py'))).toEqual({
      imports: [{ module: 'environ', line: 1, use: 'needed' }],
      words: ['django.contrib.auth', 'rest_framework', 'shop'],
    })
  })

  it('come from the cells of notebooks', async () => {
    const cells = [{ cell_type: 'code', source: ['%pip install a\n', 'import torch'] }]
    expect(await read('a.ipynb', JSON.stringify({ cells }))).toEqual({
      imports: [{ module: 'torch', line: 1, use: 'needed', cell: 1, cellLine: 2 }],
    })
  })

  it.each([
    ['a notebook that is none', 'a.ipynb', '{'],
    ['a notebook without cells', 'a.ipynb', '{}'],
    ['data with the name of a module', 'a.py', `x = "${'x'.repeat(5 * 1024 * 1024)}"`],
  ])('are said to be unknown of %s', async (_, path, text) => {
    expect(await read(path, text)).toEqual({ unread: true })
  })

  it('are none of what is no text', async () => {
    expect(await read('a.py', 'import a\0')).toBeUndefined()
  })
})

describe('modules of installed distributions', () => {
  it.each([
    ['lib/PyYAML-6.0.dist-info/top_level.txt', '_yaml\nyaml\n', { name: 'pyyaml', modules: ['_yaml', 'yaml'] }],
    [
      'lib/pillow-10.0.0.dist-info/RECORD',
      'PIL/Image.py,sha256=x,1\nPIL/__init__.py,,\npillow.libs/a.so.1,,\n../../bin/x.py,,\npillow-10.0.0.dist-info/METADATA,,\n',
      { name: 'pillow', modules: ['PIL'] },
    ],
    ['lib/six-1.16.dist-info/RECORD', 'six.py,sha256=x,1\n', { name: 'six', modules: ['six'] }],
    [
      'lib/google_cloud_storage-2.0.dist-info/RECORD',
      'google/cloud/storage/__init__.py,,\ngoogle/cloud/storage/acl.py,,\n',
      { name: 'google-cloud-storage', modules: ['google.cloud.storage'] },
    ],
  ])('%s', async (path, text, provides) => {
    expect(await read(path, text)).toEqual({ provides })
  })

  it.each(['notes/RECORD', 'src/own.egg-info/top_level.txt'])('%s is something else', async (path) => {
    expect(await read(path, 'yaml\n')).toBeUndefined()
  })
})

describe('what is not opened', () => {
  it.each([
    ['src/app.py', false],
    ['lib/python3.12/json/decoder.py', true],
    ['env/site-packages/numpy/__init__.py', true],
    ['env/site-packages/numpy-1.26.4.dist-info/RECORD', false],
    ['src/pip/_vendor/six.py', true],
    ['build/lib/app.py', true],
    ['nextgen/app.py', false],
  ])('%s: %s', (path, expected) => {
    expect(pythonSource.ignores?.(path)).toBe(expected)
  })
})
