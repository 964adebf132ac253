import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { linkedFolder } from './pnpm-importers.ts'
import { parsePnpmKey, peersStart } from './pnpm-key.ts'
import { pnpmLock } from './pnpm-lock.ts'

const COMMIT = '660a96507e183cffc372f19e837a89b5487dafda'

async function extract(content: string): Promise<Extraction> {
  return pnpmLock.extract(fileOf('pnpm-lock.yaml', content))
}

function v9(body: string): string {
  return `lockfileVersion: '9.0'\n\n${body}`
}

describe('parsePnpmKey', () => {
  it.each<[number, string, object]>([
    [5, '/debug/4.3.4', { name: 'debug', version: '4.3.4' }],
    [5, '/@s/a/1.0.0', { name: '@s/a', version: '1.0.0' }],
    [5, '/a/1.0.0_react@18.0.0+x@1.0.0', { name: 'a', version: '1.0.0' }],
    [5, '/a/1.0.0-rc.1_abcdef', { name: 'a', version: '1.0.0-rc.1' }],
    [5, 'registry.example/@s/a/1.0.0', { name: '@s/a', version: '1.0.0', registry: 'registry.example' }],
    [5, `github.com/o/r/${COMMIT}`, { reference: `github.com/o/r/${COMMIT}` }],
    [5, 'file:local', { reference: 'file:local' }],
    [6, '/debug@4.3.4', { name: 'debug', version: '4.3.4' }],
    [6, '/@s/a@1.0.0(@t/b@2.0.0)(c@3.0.0)', { name: '@s/a', version: '1.0.0' }],
    [
      6,
      'registry.example:4873/npm/@s/a@1.0.0(b@1.0.0)',
      { name: '@s/a', version: '1.0.0', registry: 'registry.example:4873/npm' },
    ],
    [6, `@codeload.github.com/o/r/tar.gz/${COMMIT}`, { reference: `@codeload.github.com/o/r/tar.gz/${COMMIT}` }],
    [6, '/a@1.0.0(patch_hash=abc)(b@1.0.0)', { name: 'a', version: '1.0.0', patched: true }],
    [9, '@s/a@1.0.0', { name: '@s/a', version: '1.0.0' }],
    [9, 'a@1.0.0(b@2.0.0(c@3.0.0(d@4.0.0)))(e@5.0.0)', { name: 'a', version: '1.0.0' }],
    [9, 'a@file:lib(x)/y', { name: 'a', reference: 'file:lib(x)/y' }],
    [
      9,
      `a@git+ssh://git@git.example/o/a.git#${COMMIT}`,
      { name: 'a', reference: `git+ssh://git@git.example/o/a.git#${COMMIT}` },
    ],
    [9, 'node@runtime:24.1.0', { name: 'node', reference: 'runtime:24.1.0' }],
  ])('version %d: %s', (major, key, expected) => {
    const parsed = parsePnpmKey(key, major)
    expect(parsed).toMatchObject(expected)
    expect(key.slice(parsed.versionAt).startsWith(parsed.version ?? '')).toBe(true)
  })

  it.each([
    ['a@1(b@2(c@3))(d@4)', 3],
    ['a@1', 3],
    ['a@file:x(y)z', 12],
    ['a@1)', 4],
    ['(((', 3],
  ])('peers of %s begin at %d', (key, start) => expect(peersStart(key)).toBe(start))

  it('is linear on a megabyte of parentheses', () => {
    const started = performance.now()
    peersStart(`a@1.0.0${'('.repeat(500_000)}${')'.repeat(500_000)}`)
    parsePnpmKey(`/a${'/'.repeat(1_000_000)}1.0.0`, 5)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('npm/pnpm-lock', () => {
  it('computes what packages are for from the importers, over snapshots with peers', async () => {
    const { mentions, edges } = await extract(
      v9(`importers:
  .:
    dependencies:
      a: {specifier: ^1, version: 1.0.0(b@2.0.0(c@3.0.0))}
    devDependencies:
      d: {specifier: '*', version: 4.0.0}
  packages/web:
    optionalDependencies:
      e: {specifier: '*', version: 5.0.0}
    dependencies:
      '@w/core': {specifier: 'workspace:*', version: link:../core}
  packages/core:
    devDependencies:
      alias: {specifier: 'npm:c@3', version: c@3.0.0}
packages:
  a@1.0.0:
    resolution: {integrity: sha512-a}
    os: [darwin]
  b@2.0.0:
    resolution: {integrity: sha512-b}
  c@3.0.0:
    resolution: {integrity: sha512-c, tarball: https://npm.example/download/c/3.0.0/x}
  d@4.0.0:
    resolution: {integrity: sha512-d}
  e@5.0.0:
    resolution: {integrity: sha512-e}
snapshots:
  a@1.0.0(b@2.0.0(c@3.0.0)):
    dependencies:
      b: 2.0.0(c@3.0.0)
  b@2.0.0(c@3.0.0):
    optionalDependencies:
      c: 3.0.0
    dependencies:
      a: 1.0.0(b@2.0.0(c@3.0.0))
  b@2.0.0(c@2.0.0): {}
  c@3.0.0: {}
  d@4.0.0:
    dependencies:
      e: 5.0.0
  e@5.0.0: {}
`),
    )
    expect(mentions.map(({ key, scope, direct, groups }) => [key, scope, direct, ...groups])).toEqual([
      ['a@1.0.0', 'runtime', 'yes'],
      ['b@2.0.0', 'runtime', 'no'],
      ['c@3.0.0', 'optional', 'yes', 'workspace:packages/core'],
      ['d@4.0.0', 'development', 'yes'],
      ['e@5.0.0', 'optional', 'yes', 'workspace:packages/web'],
      ['@w/core@packages/core', 'runtime', 'yes'],
    ])
    expect(mentions[0]).toMatchObject({
      marker: 'os=darwin',
      integrity: ['sha512-a'],
      text: 'a@1.0.0(b@2.0.0(c@3.0.0))',
    })
    expect(mentions[2]?.origin).toEqual({ kind: 'registry', index: 'https://npm.example/download' })
    expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'a@1.0.0 > b@2.0.0',
      'b@2.0.0 > a@1.0.0',
      'b@2.0.0 > c@3.0.0',
      'd@4.0.0 > e@5.0.0',
      ' > @w/core@packages/core',
      ' > a@1.0.0',
      ' > d@4.0.0',
      ' > e@5.0.0',
      ' > c@3.0.0',
      '@w/core@packages/core > c@3.0.0',
    ])
  })

  it.each<[string, string, string, object]>([
    [
      'a repository',
      `a@git+ssh://git@git.example/o/a.git#${COMMIT}`,
      `{commit: ${COMMIT}, repo: 'git@git.example:o/a.git', type: git}\n    version: 1.2.3`,
      { version: { kind: 'exact', version: '1.2.3' }, origin: { kind: 'git', commit: COMMIT } },
    ],
    [
      'an archive of a repository',
      `a@https://codeload.github.com/o/a/tar.gz/${COMMIT}`,
      `{tarball: 'https://codeload.github.com/o/a/tar.gz/${COMMIT}'}\n    version: 1.2.3`,
      { origin: { kind: 'git', url: 'https://github.com/o/a', commit: COMMIT } },
    ],
    [
      'an address',
      'a@https://files.example/a.tgz',
      "{tarball: 'https://files.example/a.tgz'}\n    version: 1.2.3",
      { origin: { kind: 'url', url: 'https://files.example/a.tgz' } },
    ],
    [
      'a folder',
      'a@file:lib',
      '{directory: lib, type: directory}',
      { version: { kind: 'unstated' }, origin: { kind: 'local', path: 'lib' } },
    ],
    [
      'an archive of the project',
      'a@file:a.tgz',
      '{integrity: sha512-x, tarball: file:a.tgz}\n    version: 1.2.3',
      { origin: { kind: 'local', path: 'a.tgz' } },
    ],
  ])('%s', async (_, key, resolution, expected) => {
    const { mentions, diagnostics } = await extract(
      v9(`packages:\n  '${key}':\n    resolution: ${resolution}\nsnapshots:\n  '${key}': {}\n`),
    )
    expect(mentions).toMatchObject([{ name: 'a', ...expected }])
    expect(diagnostics).toEqual([])
  })

  it('reads a version 5 file of a single project, its registry prefix, and a repository whose key has no name', async () => {
    const { mentions, edges } = await extract(`lockfileVersion: 5.4
specifiers: {a: ^1}
dependencies:
  a: registry.example/a/1.0.0
  fork: github.com/o/r/${COMMIT}
devDependencies:
  alias: /real/2.0.0_a@1.0.0
packages:
  registry.example/a/1.0.0:
    resolution: {integrity: sha512-x, registry: 'https://registry.example/', tarball: https://registry.example/a/-/a-1.0.0.tgz}
    dev: false
  github.com/o/r/${COMMIT}:
    resolution: {commit: ${COMMIT}, repo: 'https://github.com/o/r', type: git}
  /real/2.0.0_a@1.0.0:
    resolution: {integrity: sha512-x}
    dev: true
`)
    expect(mentions.map(({ key, scope }) => [key, scope])).toEqual([
      ['a@1.0.0', 'runtime'],
      [`fork@https://github.com/o/r#${COMMIT}`, 'runtime'],
      ['real@2.0.0', 'development'],
    ])
    expect(mentions[0]?.origin).toEqual({ kind: 'registry', index: 'https://registry.example' })
    expect(edges).toHaveLength(3)
  })

  it.each(['5', "'5.4-inlineSpecifiers'", '6.0', "'6.1'", '9', "'9.0'"])(
    'takes lockfileVersion %s',
    async (version) => {
      const { diagnostics } = await extract(`lockfileVersion: ${version}\n`)
      expect(diagnostics).toEqual([])
    },
  )

  it.each(["'12.0'", '3', 'x'])('notes lockfileVersion %s', async (version) => {
    expect((await extract(`lockfileVersion: ${version}\n`)).diagnostics).toMatchObject([{ code: 'FORMAT_VERSION' }])
  })

  it('takes overrides and catalogues as constraints, and marks patched packages', async () => {
    const { mentions } = await extract(
      v9(
        "overrides:\n  'p>a@<2': 2.0.0\ncatalogs:\n  old:\n    a: {specifier: ^2, version: 2.0.0}\npatchedDependencies:\n  a@2.0.0: {hash: abc, path: a.patch}\npackages:\n  a@2.0.0:\n    resolution: {integrity: sha512-x}\nsnapshots:\n  a@2.0.0(patch_hash=abc): {}\n",
      ),
    )
    expect(
      mentions.map(({ name, role, version, groups, text }) => [name, role, version.kind, ...groups, text]),
    ).toEqual([
      ['a', 'locks', 'exact', 'a@2.0.0(patch_hash=abc) (patched)'],
      ['a', 'constrains', 'exact', '"p>a@<2": "2.0.0"'],
      ['a', 'constrains', 'range', 'catalog:old', '"a": "^2"'],
    ])
  })

  it('notes runtimes, packages that are locked nowhere, and names that are none', async () => {
    const { mentions, diagnostics } = await extract(
      v9(
        "importers:\n  .:\n    dependencies:\n      a: {specifier: '1', version: 1.0.0}\npackages:\n  node@runtime:24.0.0:\n    resolution: {type: variations}\n  '__proto__@1.0.0':\n    resolution: {integrity: sha512-x}\nsnapshots:\n  node@runtime:24.0.0: {}\n  __proto__@1.0.0: {}\n  b@1.0.0: {}\n",
      ),
    )
    expect(mentions.map(({ key }) => key)).toEqual(['b@1.0.0'])
    expect(diagnostics).toHaveLength(4)
  })

  it('refuses what is no mapping', async () => {
    await expect(extract('- a\n')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

describe('linkedFolder', () => {
  it.each([
    ['packages/web', 'link:../core', 'packages/core'],
    ['.', 'link:packages/core', 'packages/core'],
    ['packages/web', 'link:../..', '.'],
    ['.', 'link:../outside', '../outside'],
    ['a', 'link:../../../b', '../../b'],
    ['a', '1.0.0', undefined],
  ])('%s, %s', (importer, reference, folder) => expect(linkedFolder(importer, reference)).toBe(folder))
})
