import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction, PackageMention } from '../../model/package-mention.ts'
import { packageJson } from './package-json.ts'

async function extract(manifest: object | string, path = 'package.json'): Promise<Extraction> {
  return packageJson.extract(fileOf(path, typeof manifest === 'string' ? manifest : JSON.stringify(manifest, null, 2)))
}

function short(mention: PackageMention): string {
  const version =
    mention.version.kind === 'exact'
      ? mention.version.version
      : mention.version.kind === 'range'
        ? mention.version.text
        : mention.version.kind
  return [mention.name, version, mention.role, mention.scope, ...mention.groups].join(' ')
}

async function said(manifest: object): Promise<readonly string[]> {
  return (await extract(manifest)).mentions.map(short)
}

describe('npm/package-json', () => {
  it.each<[string, object, readonly string[]]>([
    ['dependencies', { dependencies: { a: '^1' } }, ['a ^1 requires runtime']],
    ['devDependencies', { devDependencies: { a: '1.0.0' } }, ['a 1.0.0 requires development']],
    [
      'optional wins over the same name in dependencies',
      { dependencies: { a: '^1' }, optionalDependencies: { a: '^2' } },
      ['a ^2 requires optional'],
    ],
    [
      'peers, and peers that may miss',
      { peerDependencies: { a: '^1', b: '*' }, peerDependenciesMeta: { b: { optional: true } } },
      ['a ^1 requires runtime group:peer', 'b any requires optional group:peer'],
    ],
    [
      'bundled names, listed or not',
      { dependencies: { a: '1.0.0' }, bundledDependencies: ['a', 'b'] },
      ['a 1.0.0 requires runtime group:bundled', 'b any requires runtime group:bundled'],
    ],
    [
      'everything bundled',
      { dependencies: { a: '1.0.0' }, bundleDependencies: true },
      ['a 1.0.0 requires runtime group:bundled'],
    ],
    ['an alias', { dependencies: { alias: 'npm:real@~1.2' } }, ['real ~1.2 requires runtime']],
    ['the project itself is no dependency', { name: 'me', version: '1.0.0' }, []],
    [
      'prototype keys are names like others',
      { dependencies: { constructor: '1.0.0', toString: '*' } },
      ['constructor 1.0.0 requires runtime', 'toString any requires runtime'],
    ],
    [
      'npm overrides, nested, by reference',
      { dependencies: { c: '3.0.0' }, overrides: { 'a@^1': { '.': '1.5.0', b: '2.0.0', c: '$c' } } },
      [
        'c 3.0.0 requires runtime',
        'a 1.5.0 constrains runtime',
        'b 2.0.0 constrains runtime',
        'c 3.0.0 constrains runtime',
      ],
    ],
    [
      'yarn resolutions',
      { resolutions: { '**/a': '1.0.0', 'p/**/@s/b': '^2', '@p/q/c': '3.0.0', 'd@npm:^1/x': '4.0.0' } },
      [
        'a 1.0.0 constrains runtime',
        '@s/b ^2 constrains runtime',
        'c 3.0.0 constrains runtime',
        'd 4.0.0 constrains runtime',
      ],
    ],
    [
      'pnpm overrides',
      { pnpm: { overrides: { a: '1.0.0', 'p@1>@s/b@>=2': '3.0.0', 'c@<2 || >3': '4.0.0', gone: '-' } } },
      ['a 1.0.0 constrains runtime', '@s/b 3.0.0 constrains runtime', 'c 4.0.0 constrains runtime'],
    ],
    [
      'catalogues of bun',
      { workspaces: { packages: ['p/*'], catalog: { a: '^1' }, catalogs: { old: { a: '0.9.0' } } } },
      ['a ^1 constrains runtime catalog:default', 'a 0.9.0 constrains runtime catalog:old'],
    ],
  ])('%s', async (_, manifest, expected) => expect(await said(manifest)).toEqual(expected))

  it('points at the version behind an alias and at the name of what has none', async () => {
    const { mentions } = await extract(
      '{\n  "dependencies": {\n    "alias": "npm:real@1.2.3",\n    "lib": "file:../lib"\n  }\n}',
    )
    expect(mentions.map(({ location }) => [location.lines?.start, location.column])).toEqual([
      [3, 24],
      [4, 6],
    ])
    expect(mentions[0]?.text).toBe('"alias": "npm:real@1.2.3"')
  })

  it('makes everything asked for direct', async () => {
    const { mentions, edges } = await extract({ dependencies: { a: '1.0.0' }, devDependencies: { a: '1.0.0' } })
    expect(mentions.map((mention) => mention.direct)).toEqual(['yes', 'yes'])
    expect(edges).toEqual(mentions.map(({ key }) => ({ from: '', to: key })))
  })

  it('keeps what is understood of a broken entry and notes the rest', async () => {
    const { mentions, diagnostics } = await extract({
      dependencies: { a: 1, b: 'not a range', '../c': '1.0.0' },
      devDependencies: ['d'],
    })
    expect(mentions.map(short)).toEqual(['a unstated requires runtime', 'b unstated requires runtime'])
    expect(diagnostics.map(({ code, location }) => [code, location?.lines?.start])).toEqual([
      ['FORMAT_PARTIAL', 3],
      ['FORMAT_PARTIAL', 4],
      ['FORMAT_PARTIAL', 5],
      ['FORMAT_PARTIAL', 7],
    ])
  })

  it('notes a reference to nothing and a workspace outside of the scanned folder', async () => {
    const { diagnostics } = await extract(
      { overrides: { a: '$b' }, workspaces: ['packages/*', '../other'] },
      'app/package.json',
    )
    expect(diagnostics.map(({ code }) => code)).toEqual(['FORMAT_PARTIAL'])
    const atRoot = await extract({ workspaces: ['packages/*', '../other'] })
    expect(atRoot.diagnostics.map(({ code }) => code)).toEqual(['FORMAT_OUTSIDE'])
  })

  it('refuses what is no object', async () => {
    await expect(extract('[]')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })

  it('is linear in the number of names and bounded in their length', async () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`p${i}`, '^1.0.0']))
    const started = performance.now()
    const { mentions } = await extract({
      dependencies: many,
      optionalDependencies: many,
      bundleDependencies: Object.keys(many),
      overrides: Object.fromEntries(Object.keys(many).map((key) => [key, `$${key}`])),
    })
    expect(performance.now() - started).toBeLessThan(5000)
    expect(mentions).toHaveLength(100_000)
    const huge = await extract({ dependencies: { ['x'.repeat(1_000_000)]: 'y'.repeat(1_000_000) } })
    expect(JSON.stringify(huge).length).toBeLessThan(2000)
  })
})
