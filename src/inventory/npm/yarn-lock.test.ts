import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { yarnLock } from './yarn-lock.ts'

const COMMIT = '660a96507e183cffc372f19e837a89b5487dafda'

async function extract(content: string): Promise<Extraction> {
  return yarnLock.extract(fileOf('yarn.lock', content))
}

function edgesOf({ edges }: Extraction): readonly string[] {
  return edges.map(({ from, to }) => `${from} > ${to}`)
}

describe('npm/yarn-lock, classic', () => {
  it.each<[string, string, object]>([
    [
      'many ranges in one header',
      '"a@^1", a@~1.0:\n  version "1.0.0"\n  resolved "https://registry.example/a/-/a-1.0.0.tgz#' +
        COMMIT +
        '"\n  integrity sha512-x\n',
      {
        key: 'a@1.0.0',
        version: { kind: 'exact', version: '1.0.0' },
        origin: { kind: 'registry', index: 'https://registry.example' },
        integrity: ['sha512-x'],
        location: { lines: { start: 4, end: 4 }, column: 12 },
      },
    ],
    [
      'the sha1 of before yarn 1.10',
      'a@^1:\n  version "1.0.0"\n  resolved "https://registry.example/a/-/a-1.0.0.tgz#' + COMMIT + '"\n',
      { integrity: [`sha1:${COMMIT}`] },
    ],
    [
      'an alias',
      '"alias@npm:@s/real@^1":\n  version "1.0.0"\n  resolved "https://registry.example/@s/real/-/real-1.0.0.tgz"\n',
      { name: '@s/real', origin: { kind: 'registry', index: 'https://registry.example' } },
    ],
    [
      'a repository',
      `"a@git+ssh://git@git.example/o/a.git":\n  version "1.0.0"\n  resolved "git+ssh://git@git.example/o/a.git#${COMMIT}"\n`,
      {
        version: { kind: 'exact', version: '1.0.0' },
        origin: { kind: 'git', url: 'ssh://git@git.example/o/a.git', commit: COMMIT },
      },
    ],
    [
      'a repository fetched as archive',
      `"a@o/a#main":\n  version "1.0.0"\n  resolved "https://codeload.github.com/o/a/tar.gz/${COMMIT}"\n`,
      { origin: { kind: 'git', url: 'https://github.com/o/a', commit: COMMIT }, integrity: [] },
    ],
    ['a folder', '"a@file:../a":\n  version "1.0.0"\n', { origin: { kind: 'local', path: '../a' } }],
    [
      'an address',
      '"a@https://files.example/a.tgz":\n  version "1.0.0"\n  resolved "https://files.example/a.tgz#' + COMMIT + '"\n',
      { origin: { kind: 'url', url: 'https://files.example/a.tgz' } },
    ],
  ])('%s', async (_, block, expected) => {
    const { mentions } = await extract(`# yarn lockfile v1\n\n${block}`)
    expect(mentions).toMatchObject([{ ...expected, direct: 'unknown', scope: 'runtime', role: 'locks' }])
  })

  it('knows who needs whom, also where a resolution replaced the range', async () => {
    const extraction = await extract(
      'a@^1:\n  version "1.0.0"\n  dependencies:\n    b "^1"\n    c "^9"\n  optionalDependencies:\n    d "*"\nb@^1:\n  version "1.2.0"\n  dependencies:\n    a "^1"\nc@2:\n  version "2.0.0"\nd@*:\n  version "4.0.0"\ne@1:\n  version "1.0.0"\n',
    )
    expect(edgesOf(extraction)).toEqual([
      'a@1.0.0 > b@1.2.0',
      'a@1.0.0 > c@2.0.0',
      'a@1.0.0 > d@4.0.0',
      'b@1.2.0 > a@1.0.0',
      ' > e@1.0.0',
    ])
  })

  it('is silent on an empty file', async () => {
    expect(await extract('# yarn lockfile v1\n\n\n')).toMatchObject({ mentions: [], diagnostics: [] })
    expect(await extract('')).toMatchObject({ mentions: [], diagnostics: [] })
  })

  it('notes what is no block, no package, no version', async () => {
    const { mentions, diagnostics } = await extract(
      'a "1"\n"../b@1":\n  version "1.0.0"\nc@1:\n  version "\\u001b[31m"\n',
    )
    expect(mentions.map(({ name, version }) => [name, version.kind])).toEqual([['c', 'unstated']])
    expect(diagnostics.map(({ location }) => location?.lines?.start)).toEqual([1, 3, 5])
  })
})

describe('npm/yarn-lock, berry', () => {
  const metadata = '__metadata:\n  version: 8\n\n'

  it.each<[string, string, object]>([
    [
      'a registry package',
      '"a@npm:^1, a@npm:~1.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  checksum: 10c0/abc\n',
      {
        key: 'a@1.0.0',
        origin: { kind: 'registry' },
        integrity: ['10c0/abc'],
        location: { lines: { start: 5, end: 5 }, column: 12 },
      },
    ],
    [
      'a version that looks like a number',
      '"a@npm:^1":\n  version: 1.10\n  resolution: "a@npm:1.10"\n',
      { version: { kind: 'exact', version: '1.10' } },
    ],
    [
      'an alias',
      '"alias@npm:@s/real@1.0.0":\n  version: 1.0.0\n  resolution: "@s/real@npm:1.0.0"\n',
      { name: '@s/real' },
    ],
    [
      'a registry of another layout',
      '"a@npm:^1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0::__archiveUrl=https%3A%2F%2Fnpm.example%2Fdownload%2Fa%2F1.0.0%2Fx"\n',
      { origin: { kind: 'registry', index: 'https://npm.example/download' } },
    ],
    [
      'a patch: the version is real, the code is not',
      '"a@patch:a@npm%3A^1.0.0#./fix.patch":\n  version: 1.0.0\n  resolution: "a@patch:a@npm%3A1.0.0#./fix.patch::version=1.0.0&hash=1"\n',
      { key: 'a@1.0.0', origin: { kind: 'registry' }, text: 'a@patch:a@npm:^1.0.0#./fix.patch: 1.0.0 (patched)' },
    ],
    [
      'a built-in compatibility patch',
      '"a@patch:a@npm%3A^1.0.0#optional!builtin<compat/a>":\n  version: 1.0.0\n  resolution: "a@patch:a@npm%3A1.0.0#optional!builtin<compat/a>::version=1.0.0&hash=1"\n',
      { text: 'a@patch:a@npm:^1.0.0#optional!builtin<compat/a>: 1.0.0' },
    ],
    [
      'virtual',
      '"a@virtual:abc#npm:^1":\n  version: 1.0.0\n  resolution: "a@virtual:abc#npm:1.0.0"\n',
      { origin: { kind: 'registry' } },
    ],
    [
      'portal',
      '"a@portal:../a::locator=x%40workspace%3A.":\n  version: 0.0.0-use.local\n  resolution: "a@portal:../a::locator=x%40workspace%3A."\n',
      { version: { kind: 'unstated' }, origin: { kind: 'local', path: '../a' } },
    ],
    [
      'link',
      '"a@link:./a::locator=x%40workspace%3A.":\n  version: 0.0.0-use.local\n  resolution: "a@link:./a::locator=x%40workspace%3A."\n',
      { origin: { kind: 'local', path: './a' } },
    ],
    [
      'a repository',
      `"a@https://git.example/o/a.git":\n  version: 1.0.0\n  resolution: "a@https://git.example/o/a.git#commit=${COMMIT}"\n`,
      { origin: { kind: 'git', url: 'https://git.example/o/a.git', commit: COMMIT } },
    ],
    [
      'a repository by ssh',
      `"a@git@git.example:o/a.git":\n  version: 1.0.0\n  resolution: "a@git@git.example:o/a.git#commit=${COMMIT}"\n`,
      { origin: { kind: 'git', url: 'git@git.example:o/a.git', commit: COMMIT } },
    ],
    [
      'an address',
      '"a@https://files.example/a.tgz":\n  version: 1.0.0\n  resolution: "a@https://files.example/a.tgz"\n',
      { origin: { kind: 'url', url: 'https://files.example/a.tgz' } },
    ],
    [
      'a platform',
      '"a@npm:^1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  conditions: os=darwin & cpu=arm64\n',
      { marker: 'os=darwin & cpu=arm64' },
    ],
  ])('%s', async (_, block, expected) => {
    const { mentions, diagnostics } = await extract(metadata + block)
    expect(mentions).toMatchObject([expected])
    expect(diagnostics).toEqual([])
  })

  it('knows the workspaces, what they ask for, and what is only optional', async () => {
    const extraction = await extract(`${metadata}"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."
  dependencies:
    a: ^1.0.0
    b: "npm:*"
  dependenciesMeta:
    b:
      optional: true
"@w/web@workspace:*, @w/web@workspace:packages/web":
  version: 0.0.0-use.local
  resolution: "@w/web@workspace:packages/web"
  dependencies:
    a: "npm:^1.0.0"
"a@npm:^1.0.0":
  version: 1.0.0
  resolution: "a@npm:1.0.0"
  dependencies:
    a: "npm:^1.0.0"
    c: "npm:^9"
"b@npm:*":
  version: 2.0.0
  resolution: "b@npm:2.0.0"
  dependencies:
    d: "npm:1"
"c@npm:3.0.0":
  version: 3.0.0
  resolution: "c@npm:3.0.0"
"d@npm:1":
  version: 1.0.0
  resolution: "d@npm:1.0.0"
`)
    expect(extraction.mentions.map(({ key, scope, direct, groups }) => [key, scope, direct, ...groups])).toEqual([
      ['@w/web@packages/web', 'runtime', 'yes'],
      ['a@1.0.0', 'runtime', 'yes', 'workspace:packages/web'],
      ['b@2.0.0', 'optional', 'yes'],
      ['c@3.0.0', 'runtime', 'no'],
      ['d@1.0.0', 'optional', 'no'],
    ])
    expect(edgesOf(extraction)).toEqual([
      ' > a@1.0.0',
      ' > b@2.0.0',
      ' > @w/web@packages/web',
      '@w/web@packages/web > a@1.0.0',
      'a@1.0.0 > c@3.0.0',
      'b@2.0.0 > d@1.0.0',
    ])
  })

  it('notes a block without a resolution and a version it does not know', async () => {
    const { diagnostics } = await extract(
      '__metadata:\n  version: 99\n"a@npm:1":\n  version: 1.0.0\n"__proto__@npm:1":\n  version: 1.0.0\n  resolution: "__proto__@npm:1.0.0"\n',
    )
    expect(diagnostics.map(({ code }) => code)).toEqual(['FORMAT_VERSION', 'FORMAT_PARTIAL', 'FORMAT_PARTIAL'])
  })

  it.each([
    ['spaces in a key', `"a@npm:${' '.repeat(1_000_000)}":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n`],
    ['patches around patches', `"a@npm:1":\n  version: 1.0.0\n  resolution: "a@${'patch:a@'.repeat(120_000)}npm:1"\n`],
    [
      'a bound of a million parameters',
      `"a@npm:1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0::${'x=1&'.repeat(250_000)}"\n`,
    ],
  ])('is linear on a megabyte of %s', async (_, block) => {
    const started = performance.now()
    await extract(metadata + block)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
