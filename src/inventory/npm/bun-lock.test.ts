import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { bunLock } from './bun-lock.ts'

const COMMIT = '660a96507e183cffc372f19e837a89b5487dafda'

async function extract(content: string): Promise<Extraction> {
  return bunLock.extract(fileOf('bun.lock', content))
}

describe('npm/bun-lock', () => {
  it.each<[string, string, object]>([
    [
      'a registry package',
      '["a@1.0.0", "", {}, "sha512-x"]',
      {
        key: 'a@1.0.0',
        origin: { kind: 'registry' },
        integrity: ['sha512-x'],
        location: { lines: { start: 4, end: 4 }, column: 14 },
      },
    ],
    [
      'another registry',
      '["a@1.0.0", "https://npm.example/a/-/a-1.0.0.tgz", {}, "sha512-x"]',
      { origin: { kind: 'registry', index: 'https://npm.example' } },
    ],
    ['an alias', '["@s/real@1.0.0", "", {}, "sha512-x"]', { name: '@s/real' }],
    [
      'a repository',
      `["a@git+ssh://git@git.example/o/a.git#${COMMIT}", {}, "tag"]`,
      { version: { kind: 'unstated' }, origin: { kind: 'git', url: 'ssh://git@git.example/o/a.git', commit: COMMIT } },
    ],
    [
      'a repository at a forge',
      '["a@github:o/a#5a6b7c8", {}, "o-a-5a6b7c8"]',
      { origin: { kind: 'git', url: 'https://github.com/o/a', commit: '5a6b7c8' } },
    ],
    [
      'an address',
      '["a@https://files.example/a.tgz", {}, "sha512-x"]',
      { origin: { kind: 'url', url: 'https://files.example/a.tgz' } },
    ],
    [
      'an archive of the project',
      '["a@vendor/a.tgz", {}, "sha512-x"]',
      { origin: { kind: 'local', path: 'vendor/a.tgz' } },
    ],
    ['a folder', '["a@file:lib", {}]', { origin: { kind: 'local', path: 'lib' } }],
    ['a link', '["a@link:a"]', { origin: { kind: 'local', path: 'a' } }],
    [
      'a platform',
      '["a@1.0.0", "", { "os": "darwin", "cpu": ["x64", "arm64"] }, "sha512-x"]',
      { marker: 'os=darwin cpu=x64,arm64' },
    ],
    ['bundled', '["a@1.0.0", "", { "bundled": true }, "sha512-x"]', { groups: ['group:bundled'] }],
  ])('%s', async (_, tuple, expected) => {
    const { mentions, diagnostics } = await extract(
      `{\n  "lockfileVersion": 1, // text\n  "packages": {\n    "a": ${tuple},\n  },\n}\n`,
    )
    expect(mentions).toMatchObject([expected])
    expect(diagnostics).toEqual([])
  })

  it('finds packages by the nesting of keys and what they are for by the workspaces', async () => {
    const { mentions, edges } = await extract(`{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "root", "dependencies": { "a": "^1" }, "optionalDependencies": { "o": "*" } },
    "packages/web": { "name": "@w/web", "devDependencies": { "b": "^2" }, "peerDependencies": { "p": "*", "q": "*" }, "optionalPeers": ["q"] },
  },
  "overrides": { "b": "2.0.0" },
  "patchedDependencies": { "o@1.0.0": "o.patch" },
  "packages": {
    "@w/web": ["@w/web@workspace:packages/web"],
    "@w/web/b": ["b@2.0.0", "", { "dependencies": { "c": "*" } }, "sha512-x"],
    "a": ["a@1.0.0", "", { "dependencies": { "b": "^1" } }, "sha512-x"],
    "a/b": ["b@1.0.0", "", { "dependencies": { "@s/d": "*", "a": "*" } }, "sha512-x"],
    "a/b/@s/d": ["@s/d@1.0.0", "", {}, "sha512-x"],
    "b": ["b@3.0.0", "", {}, "sha512-x"],
    "c": ["c@1.0.0", "", {}, "sha512-x"],
    "o": ["o@1.0.0", "", {}, "sha512-x"],
    "p": ["p@1.0.0", "", {}, "sha512-x"],
    "q": ["q@1.0.0", "", {}, "sha512-x"],
  },
}`)
    expect(mentions.map(({ key, role, scope, direct, groups }) => [key, role, scope, direct, ...groups])).toEqual([
      ['@w/web@packages/web', 'locks', 'runtime', 'yes'],
      ['b@2.0.0', 'locks', 'development', 'yes', 'workspace:packages/web'],
      ['a@1.0.0', 'locks', 'runtime', 'yes'],
      ['b@1.0.0', 'locks', 'runtime', 'no'],
      ['@s/d@1.0.0', 'locks', 'runtime', 'no'],
      ['b@3.0.0', 'locks', 'runtime', 'no'],
      ['c@1.0.0', 'locks', 'development', 'no'],
      ['o@1.0.0', 'locks', 'optional', 'yes'],
      ['p@1.0.0', 'locks', 'runtime', 'yes', 'workspace:packages/web'],
      ['q@1.0.0', 'locks', 'runtime', 'no'],
      ['b@2.0.0 (2)', 'constrains', 'runtime', 'unknown'],
    ])
    expect(mentions.find(({ name }) => name === 'o')?.text).toBe('o@1.0.0 (patched)')
    expect(edges.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
      ' > @w/web@packages/web',
      ' > a@1.0.0',
      ' > b@2.0.0',
      ' > o@1.0.0',
      ' > p@1.0.0',
      '@w/web@packages/web > b@2.0.0',
      '@w/web@packages/web > p@1.0.0',
      'a@1.0.0 > b@1.0.0',
      'b@1.0.0 > @s/d@1.0.0',
      'b@1.0.0 > a@1.0.0',
      'b@2.0.0 > c@1.0.0',
    ])
  })

  it('notes lines that are none, names that are none, and versions it does not know', async () => {
    const { mentions, diagnostics } = await extract(
      '{"lockfileVersion": 9, "packages": {"a": [], "b": "x", "c": ["c"], "__proto__": ["__proto__@1.0.0", ""], "d": [{}, 1]}}',
    )
    expect(mentions).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'FORMAT_VERSION',
      ...Array.from({ length: 5 }, () => 'FORMAT_PARTIAL'),
    ])
  })

  it('reports the binary lock file instead of passing over it', async () => {
    const { mentions, diagnostics } = await bunLock.extract(fileOf('bun.lockb', Uint8Array.of(0, 255, 1)))
    expect(mentions).toEqual([])
    expect(diagnostics).toMatchObject([{ code: 'FORMAT_VERSION', location: { path: 'bun.lockb' } }])
  })

  it.each([
    ['a key of a million folders', { [`${'a/'.repeat(500_000)}a`]: ['a@1.0.0', ''] }],
    ['a name of a megabyte', { a: [`${'a'.repeat(1_000_000)}@1.0.0`, ''] }],
    [
      'many long keys',
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${'x/'.repeat(2000)}${i}`, [`p${i}@1.0.0`, '']])),
    ],
  ])('is linear on %s', async (_, packages) => {
    const started = performance.now()
    await extract(JSON.stringify({ lockfileVersion: 1, packages }))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
