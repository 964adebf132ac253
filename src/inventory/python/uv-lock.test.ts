import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { uvLock } from './uv-lock.ts'

describe('uv.lock', () => {
  it('reads a workspace with forks, extras, groups and every kind of source', async () => {
    const extraction = await fixture('uv.lock')
    expect(mentionsInWords(extraction)).toEqual([
      'certifi ==2023.7.22 registry:https://registry.example/simple locks runtime direct:no 23:12',
      'click ==8.1.7 registry:https://registry.example/simple locks runtime direct:yes 32:12',
      "colorama ==0.4.6 registry:https://registry.example/simple locks runtime direct:no 44:12 ; sys_platform == 'win32'",
      'embedder unstated local:packages/embedder locks runtime direct:yes 52:9',
      'faiss-cpu ==1.7.4 registry:https://registry.example/simple locks optional [extra:faiss-cpu] direct:yes 69:12',
      'faiss-gpu ==1.7.2 registry:https://registry.example/simple locks optional [extra:faiss-gpu] direct:yes 77:12',
      'idna ==3.4 registry:https://registry.example/simple locks runtime direct:no 85:12',
      'iniconfig ==2.0.0 registry:https://registry.example/simple locks development [group:dev] direct:no 94:12',
      'numpy ==1.26.4 registry:https://registry.example/simple locks runtime direct:yes 103:12',
      'prompt-kit ==0.3.0 git:https://git.example/ml/prompt-kit#4f1c2d7b9a6e5038c1d2e3f405162738495a6b7c locks runtime direct:yes 113:12',
      'pysocks ==1.7.1 registry:https://registry.example/simple locks runtime direct:no 118:12',
      'pytest ==8.0.2 registry:https://registry.example/simple locks development [group:dev] direct:yes 127:12',
      'rag-service ==0.1.0 local:. locks runtime direct:yes 140:12',
      'requests ==2.31.0 registry:https://registry.example/simple locks runtime direct:yes 188:12',
      'ruff ==0.3.2 registry:https://registry.example/simple locks development [group:dev group:lint] direct:yes 207:12',
      'tokenizer-wheel ==1.2.0 url:https://files.registry.example/tokenizer_wheel-1.2.0-py3-none-any.whl locks runtime direct:yes 216:12',
      "torch ==2.1.0 registry:https://registry.example/whl/cpu locks runtime direct:yes 224:12 ; sys_platform != 'linux'",
      "torch ==2.1.0+cu121 registry:https://registry.example/whl/cu121 locks runtime direct:yes 238:12 ; sys_platform == 'linux'",
      'triton ==2.1.0 registry:https://registry.example/simple locks runtime direct:no 253:12',
      'typing-extensions ==4.9.0 registry:https://registry.example/simple locks runtime direct:no 261:12',
      'urllib3 ==2.0.7 registry:https://registry.example/simple locks runtime direct:no 270:12',
    ])
    expect(edgesInWords(extraction)).toEqual([
      'click@8.1.7 -> colorama@0.4.6',
      'ROOT -> embedder',
      'embedder -> numpy@1.26.4',
      'embedder -> torch@2.1.0',
      'embedder -> torch@2.1.0+cu121',
      'pytest@8.0.2 -> colorama@0.4.6',
      'pytest@8.0.2 -> iniconfig@2.0.0',
      'rag-service@0.1.0 -> click@8.1.7',
      'ROOT -> click@8.1.7',
      'rag-service@0.1.0 -> embedder',
      'rag-service@0.1.0 -> prompt-kit@0.3.0',
      'ROOT -> prompt-kit@0.3.0',
      'rag-service@0.1.0 -> requests@2.31.0',
      'ROOT -> requests@2.31.0',
      'rag-service@0.1.0 -> tokenizer-wheel@1.2.0',
      'ROOT -> tokenizer-wheel@1.2.0',
      'rag-service@0.1.0 -> faiss-cpu@1.7.4',
      'ROOT -> faiss-cpu@1.7.4',
      'rag-service@0.1.0 -> faiss-gpu@1.7.2',
      'ROOT -> faiss-gpu@1.7.2',
      'rag-service@0.1.0 -> pytest@8.0.2',
      'ROOT -> pytest@8.0.2',
      'rag-service@0.1.0 -> ruff@0.3.2',
      'ROOT -> ruff@0.3.2',
      'requests@2.31.0 -> certifi@2023.7.22',
      'requests@2.31.0 -> idna@3.4',
      'requests@2.31.0 -> urllib3@2.0.7',
      'requests@2.31.0 -> pysocks@1.7.1',
      'torch@2.1.0 -> typing-extensions@4.9.0',
      'torch@2.1.0+cu121 -> triton@2.1.0',
      'torch@2.1.0+cu121 -> typing-extensions@4.9.0',
    ])
    expect(extraction.diagnostics).toEqual([])
  })
  it('takes the direct packages of a script from its manifest', async () => {
    const extraction = await fixture('summarise.py.lock')
    expect(mentionsInWords(extraction)).toEqual([
      'regex ==2023.12.25 registry:https://registry.example/simple locks runtime direct:no 10:12',
      'tiktoken ==0.6.0 registry:https://registry.example/simple locks runtime direct:yes 19:12',
    ])
    expect(edgesInWords(extraction)).toEqual(['ROOT -> tiktoken@0.6.0', 'tiktoken@0.6.0 -> regex@2023.12.25'])
    expect(extraction.diagnostics).toEqual([])
  })

  it('collects the hashes of the source archive and of every wheel', async () => {
    const { mentions } = await fixture('uv.lock')
    expect(mentions.find(({ name }) => name === 'numpy')?.integrity).toEqual([
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    ])
  })

  it.each([
    ['virtual = "."', 'local:.'],
    ['editable = "."', 'local:.'],
    ['directory = "../shared"', 'local:../shared'],
    ['path = "wheels/a-1.0.zip"', 'local:wheels/a-1.0.zip'],
    ['registry = "../links"', 'registry:../links'],
    ['git = "ssh://git@git.example/o/a?branch=x#0123456789abcdef"', 'git:ssh://git@git.example/o/a#0123456789abcdef'],
    ['url = "https://user:secret@files.example/a.zip"', 'url:https://***@files.example/a.zip'],
  ])('source = { %s } is %s', async (source, expected) => {
    const { mentions, diagnostics } = await extract(`version = 1\n[[package]]\nname = "a"\nsource = { ${source} }\n`)
    const [found] = mentionsInWords({ mentions, edges: [], includes: [], clues: [], diagnostics: [] })
    expect([found?.split(' ')[2], diagnostics]).toEqual([expected, []])
  })

  it('resolves a forked name by version and source, and to all entries when the reference does not say', async () => {
    const torch = [
      ['2.0', 'cpu'],
      ['2.0', 'cu'],
      ['2.1', 'cu'],
    ].map(
      ([version, index]) =>
        `[[package]]
name = "torch"
version = "${version}"
source = { registry = "https://registry.example/${index}" }
`,
    )
    const lock = (reference: string): string =>
      `version = 1
[[package]]
name = "a"
version = "1"
dependencies = [${reference}]
${torch.join('')}`
    const edges = async (reference: string): Promise<readonly string[]> => edgesInWords(await extract(lock(reference)))
    expect([
      await edges('{ name = "torch" }'),
      await edges('{ name = "torch", version = "2.0" }'),
      await edges('{ name = "torch", version = "2.0", source = { registry = "https://registry.example/cu" } }'),
    ]).toEqual([
      ['a@1 -> torch@2.0', 'a@1 -> torch@2.0#2', 'a@1 -> torch@2.1'],
      ['a@1 -> torch@2.0', 'a@1 -> torch@2.0#2'],
      ['a@1 -> torch@2.0#2'],
    ])
  })

  it('follows sixty-four entries of one name and says that there are more', async () => {
    const many = Array.from({ length: 65 }, (_, i) => `[[package]]\nname = "a"\nversion = "${i}"\n`).join('')
    const { diagnostics } = await extract(`version = 1\n${many}`)
    expect(diagnostics.filter(({ code }) => code === 'LIMIT_ENTRIES').map(({ message }) => message)).toEqual([
      'more than 64 entries are named "a"; dependencies on it are followed to the first ones only',
    ])
  })

  it('does not say who is direct when the lock names no project', async () => {
    const { mentions } = await extract(
      'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n',
    )
    expect(mentions.map(({ direct }) => direct)).toEqual(['unknown'])
  })

  it.each([
    ['another version', 'version = 2\n', 'FORMAT_VERSION 1:11 expected version 1 of uv.lock, found "2"'],
    [
      'a package without a name',
      'version = 1\n[[package]]\nversion = "1"\n',
      'FORMAT_PARTIAL 2:1 expected a package with a `name`',
    ],
    [
      'an unknown source',
      'version = 1\n[[package]]\nname = "a"\nsource = { moon = "x" }\n',
      'FORMAT_PARTIAL 4:10 expected a known kind of `source` for "a"',
    ],
    [
      'a name with an escape sequence',
      'version = 1\n[[package]]\nname = "a\\u001B[31m"\nsource = { registry = "x" }\n',
      'FORMAT_PARTIAL 3:9 expected a package name, found "a\\u001b[31m"',
    ],
    [
      'a version with a line break',
      'version = 1\n[[package]]\nname = "a"\nversion = "1\\n::error::x"\nsource = { registry = "x" }\n',
      'FORMAT_PARTIAL 4:12 expected a version, found "1\\n::error::x"',
    ],
  ])('reports %s', async (_name, text, expected) => {
    expect(diagnosticsInWords(await extract(text))).toEqual([expected])
  })

  it.each([
    ['nothing of a lock', 'a = 1'],
    ['a package that is no array', 'version = 1\npackage = 3'],
  ])('refuses %s', async (_name, text) => {
    await expect(extract(text)).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

async function extract(text: string, path = 'uv.lock'): Promise<Extraction> {
  return uvLock.extract(fileOf(path, text))
}

async function fixture(name: string): Promise<Extraction> {
  const found = fixturesIn(fixtureFolder(uvLock.id)).find(({ path }) => path === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return uvLock.extract(fileOf(name, found.bytes))
}
