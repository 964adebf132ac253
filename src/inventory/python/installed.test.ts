import { describe, expect, it } from 'vitest'
import { diagnosticsInWords, edgesInWords, mentionsInWords } from '../../../test/support/extraction-in-words.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { fixtureFolder, fixturesIn } from '../../../test/support/fixtures.ts'
import { matchAny } from '../../base/glob.ts'
import type { Extraction } from '../../model/package-mention.ts'
import type { FileMentions } from '../file-mentions.ts'
import { installed } from './installed.ts'

async function extracted(files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly FileMentions[]> {
  return Promise.all(
    Object.entries(files).map(async ([path, content]) => ({
      path,
      extractor: installed.id,
      extraction: await installed.extract(fileOf(path, content)),
    })),
  )
}

async function joined(files: Readonly<Record<string, string | Uint8Array>>): Promise<Extraction> {
  const all = installed.join?.(await extracted(files)) ?? []
  return {
    mentions: all.flatMap(({ extraction }) => extraction.mentions),
    edges: all.flatMap(({ extraction }) => extraction.edges),
    includes: [],
    clues: [],
    diagnostics: all.flatMap(({ extraction }) => extraction.diagnostics),
  }
}

const metadata = (name: string, version: string, ...requires: readonly string[]): string =>
  [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...requires.map((one) => `Requires-Dist: ${one}`),
    '',
  ].join('\n')

describe('a real-looking set of installed packages', async () => {
  const own = fixturesIn(fixtureFolder(installed.id)).filter(({ path }) => matchAny(installed.files)(path))
  const found = await joined(Object.fromEntries(own.map(({ path, bytes }) => [path, bytes])))

  it('lists every package once, with origin and whether it was asked for', () => {
    expect(mentionsInWords(found).toSorted()).toEqual(
      [
        'six ==1.16.0 registry locks runtime direct:unknown 3:10',
        'pandas ==1.5.3 registry locks runtime direct:unknown 3:10',
        'pyyaml ==5.4.1 registry locks runtime direct:unknown 3:10',
        'flash-attn ==2.5.8 url:file:///wheels/flash_attn-2.5.8-cp311-cp311-linux_x86_64.whl locks runtime direct:unknown 3:10',
        'h11 ==0.16.0 registry locks runtime direct:no 3:10',
        'httptools ==0.9.0 registry locks runtime direct:no 3:10',
        'numpy ==1.26.4 registry locks runtime direct:unknown 3:10',
        'own-tool unstated local:/home/somebody/own-tool/src locks runtime direct:yes 1:1',
        'peft-fork ==0.9.1.dev0 git:https://***@git.example/team/peft.git#0123456789abcdef0123456789abcdef01234567 locks runtime direct:unknown 3:10',
        'rag-app ==0.1.0 local:/home/somebody/rag-app locks runtime direct:yes 3:10',
        'serve-kit ==2.1.0 registry locks runtime direct:yes 3:10',
        'packaging ==24.2 registry locks runtime [vendored] direct:unknown 3:10',
        'own-tool ==0.0.1 local:src locks runtime direct:unknown 3:10',
        'torch >=2.0 (pep440) registry requires runtime direct:yes 1:8',
        'pytest any registry requires optional [extra:dev] direct:yes 4:1 ; python_version >= "3.9"',
      ].toSorted(),
    )
  })

  it('draws the graph of what is installed, extras that somebody asked for included', () => {
    expect(edgesInWords(found).toSorted()).toEqual([
      'pandas@1.5.3 -> pyyaml@5.4.1',
      'pandas@1.5.3 -> six@1.16.0',
      'rag-app@0.1.0 -> serve-kit@2.1.0',
      'serve-kit@2.1.0 -> h11@0.16.0',
      'serve-kit@2.1.0 -> httptools@0.9.0',
    ])
  })

  it('keeps the hash of an archive', () => {
    expect(found.mentions.find(({ name }) => name === 'flash-attn')?.integrity).toEqual(['sha256:3b'])
  })
})

describe('installed packages', () => {
  it('are named by their folder when METADATA says nothing', async () => {
    const found = await joined({
      'x/Foo_Bar-1.2.dist-info/METADATA': 'Summary: nothing\n',
      'x/b-2.dist-info/INSTALLER': 'pip',
    })
    expect(mentionsInWords(found).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'foo-bar ==1.2',
      'b ==2',
    ])
    expect(diagnosticsInWords(found)[0]).toContain('FORMAT_PARTIAL 1:1 expected the headers Name and Version')
  })

  it('extras of extras are followed, and those nobody asks for explain what nothing else does', async () => {
    const found = await joined({
      's/a-1.dist-info/METADATA': metadata('a', '1', 'b[all]'),
      's/b-1.dist-info/METADATA': metadata(
        'b',
        '1',
        'b[fast]; extra == "all"',
        'c; extra == "fast"',
        'd; extra == "x"',
      ),
      's/c-1.dist-info/METADATA': metadata('c', '1', 'e; extra == "y"'),
      's/d-1.dist-info/METADATA': metadata('d', '1', 'e'),
      's/e-1.dist-info/METADATA': metadata('e', '1'),
    })
    expect(edgesInWords(found).toSorted()).toEqual(['a@1 -> b@1', 'b@1 -> c@1', 'b@1 -> d@1', 'd@1 -> e@1'])
  })

  it('of uv are direct where nobody needs them: uv marks all as requested', async () => {
    const found = await joined({
      's/a-1.dist-info/METADATA': metadata('a', '1', 'b'),
      's/a-1.dist-info/INSTALLER': 'uv',
      's/a-1.dist-info/REQUESTED': '',
      's/b-1.dist-info/METADATA': metadata('b', '1'),
      's/b-1.dist-info/INSTALLER': 'uv',
      's/b-1.dist-info/REQUESTED': '',
    })
    expect(found.mentions.map(({ key, direct }) => `${key} ${direct}`)).toEqual(['a@1 yes', 'b@1 unknown'])
  })

  it('an egg-info without a version beside the installed package is no source tree', async () => {
    const found = await joined({
      'x/foo-38.dist-info/METADATA': metadata('foo', '38'),
      'x/foo.egg-info/PKG-INFO': metadata('foo', '38'),
      'x/foo.egg-info/requires.txt': 'bar>=1\n',
    })
    expect(mentionsInWords(found).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'foo ==38 registry',
      'foo ==38 registry',
    ])
  })

  it('of two environments are two sets', async () => {
    const found = await joined({
      'envs/a/site-packages/x-1.dist-info/METADATA': metadata('x', '1', 'y'),
      'envs/b/site-packages/y-1.dist-info/METADATA': metadata('y', '1'),
    })
    expect(found.edges).toEqual([])
    expect(found.mentions).toHaveLength(2)
  })

  it.each([
    ['METADATA', 'Name: x\nVersion: 1\n'],
    ['docs/METADATA', 'Name: x\nVersion: 1\n'],
    ['a/INSTALLER', 'pip'],
    ['requires.txt', 'torch\n'],
    ['a.dist-info/WHEEL', 'Wheel-Version: 1.0\n'],
  ])('%s outside of a distribution says nothing', async (path, text) => {
    expect((await joined({ [path]: text })).mentions).toEqual([])
  })

  it.each([
    [
      '.venv/lib/python3.12/site-packages/a-1.dist-info/METADATA',
      ['.venv/lib/python3.12/site-packages', '.venv/share'],
    ],
    ['lib/python3.12/site-packages/a-1.dist-info/METADATA', ['lib/python3.12/site-packages', 'share']],
    ['usr/lib/python3/dist-packages/a-1.egg-info', ['usr/lib/python3/dist-packages']],
    ['a-1.dist-info/METADATA', ['']],
    ['src/a.egg-info/PKG-INFO', []],
  ])('%s speaks for %j', (path, folders) => {
    expect(installed.installedBelow?.(path)).toEqual(folders)
  })

  it.each([
    ['{"url": "https://a.example/a.zip"}', 'registry'],
    ['{"url": "file:///a", "dir_info": {}}', 'local:/a'],
    ['{"url": "https://me:pw@a.example/a-1.zip", "archive_info": {}}', 'url:https://***@a.example/a-1.zip'],
    ['{"url": "https://a.example/r", "vcs_info": {"vcs": "hg", "commit_id": "00"}}', 'url:https://a.example/r'],
    ['[]', 'registry'],
  ])('direct_url.json %s is %s', async (text, origin) => {
    const found = await joined({
      's/a-1.dist-info/METADATA': metadata('a', '1'),
      's/a-1.dist-info/direct_url.json': text,
    })
    expect(mentionsInWords(found)[0]?.split(' ')[2]).toBe(origin)
  })

  it.each([
    ['extras that ask for extras', Array.from({ length: 20_000 }, (_, i) => `a[x${i + 1}]; extra == "x${i}"`)],
    ['one requirement again and again', Array.from({ length: 40_000 }, () => 'a')],
  ])('%s are joined in linear time', async (_, requires) => {
    const files: Record<string, string> = { 's/start-1.dist-info/METADATA': metadata('start', '1', 'a[x0]') }
    for (let copy = 0; copy < 40; copy++)
      files[`s/a-${copy}.dist-info/METADATA`] = metadata(
        'a',
        `${copy}`,
        ...requires.slice(0, copy === 0 ? undefined : 500),
      )
    const parts = await extracted(files)
    const before = performance.now()
    installed.join?.(parts)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
