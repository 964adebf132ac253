import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { Extraction } from '../../model/package-mention.ts'
import { packageLock } from './package-lock.ts'

async function extract(lock: object): Promise<Extraction> {
  return packageLock.extract(fileOf('package-lock.json', JSON.stringify(lock)))
}

async function mentionOf(
  fields: object,
  path = 'node_modules/a',
  wanted: object = { a: '^1' },
): Promise<Extraction['mentions'][number] | undefined> {
  const { mentions } = await extract({ lockfileVersion: 3, packages: { '': { dependencies: wanted }, [path]: fields } })
  return mentions[0]
}

const COMMIT = '660a96507e183cffc372f19e837a89b5487dafda'
const REGISTRY = 'https://registry.example/a/-/a-1.0.0.tgz'

describe('npm/package-lock, places', () => {
  it.each<[string, object, object]>([
    [
      'a registry package',
      { version: '1.0.0', resolved: REGISTRY },
      {
        origin: { kind: 'registry', index: 'https://registry.example' },
        direct: 'yes',
        scope: 'runtime',
        role: 'locks',
      },
    ],
    ['without an address', { version: '1.0.0' }, { origin: { kind: 'registry' } }],
    [
      'an alias',
      { name: 'real', version: '1.0.0' },
      { name: 'real', key: 'real@1.0.0', text: 'node_modules/a: 1.0.0' },
    ],
    ['development', { version: '1.0.0', dev: true }, { scope: 'development' }],
    ['optional', { version: '1.0.0', optional: true }, { scope: 'optional' }],
    ['optional and development', { version: '1.0.0', devOptional: true }, { scope: 'optional' }],
    ['a peer', { version: '1.0.0', peer: true }, { scope: 'runtime', groups: ['group:peer'] }],
    ['bundled', { version: '1.0.0', inBundle: true }, { groups: ['group:bundled'] }],
    [
      'a repository',
      { version: '1.0.0', resolved: `git+ssh://git@git.example/o/a.git#${COMMIT}` },
      {
        version: { kind: 'exact', version: '1.0.0' },
        origin: { kind: 'git', url: 'ssh://git@git.example/o/a.git', commit: COMMIT },
      },
    ],
    [
      'an archive of the project',
      { resolved: 'file:vendor/a.tgz' },
      { version: { kind: 'unstated' }, origin: { kind: 'local', path: 'vendor/a.tgz' } },
    ],
    [
      'another package under this name',
      { version: '1.0.0', resolved: 'https://registry.example/evil/-/evil-1.0.0.tgz' },
      { origin: { kind: 'url' } },
    ],
    ['platforms', { version: '1.0.0', os: ['darwin', 'linux'], cpu: ['x64'] }, { marker: 'os=darwin,linux cpu=x64' }],
    ['several digests', { version: '1.0.0', integrity: 'sha1-x sha512-y' }, { integrity: ['sha1-x', 'sha512-y'] }],
  ])('%s', async (_, fields, expected) => expect(await mentionOf(fields)).toMatchObject(expected))

  it('asked for by address comes from the address, even if a registry serves it', async () => {
    expect(await mentionOf({ version: '1.0.0', resolved: REGISTRY }, 'node_modules/a', { a: REGISTRY })).toMatchObject({
      origin: { kind: 'url', url: REGISTRY },
    })
  })

  it('same name and version for production and development is for production', async () => {
    const { mentions } = await extract({
      lockfileVersion: 3,
      packages: {
        'node_modules/b/node_modules/a': { version: '1.0.0', dev: true },
        'node_modules/c/node_modules/a': { version: '1.0.0' },
      },
    })
    expect(mentions).toMatchObject([{ key: 'a@1.0.0', scope: 'runtime', direct: 'no' }])
  })

  it('finds what a dependency means by walking up, through workspaces and links', async () => {
    const { edges, mentions } = await extract({
      lockfileVersion: 3,
      packages: {
        '': { workspaces: ['packages/*'], dependencies: { a: '^1' } },
        'node_modules/@w/web': { resolved: 'packages/web', link: true },
        'node_modules/a': { version: '1.0.0', dependencies: { b: '^1' } },
        'node_modules/a/node_modules/b': { version: '1.0.0', dependencies: { c: '*', a: '*' } },
        'node_modules/b': { version: '2.0.0' },
        'node_modules/c': { version: '3.0.0', dependencies: { '@w/web': '*' } },
        'packages/web': { version: '0.1.0', dependencies: { b: '^2' }, devDependencies: { d: '*' } },
        'packages/web/node_modules/d': { version: '4.0.0', dev: true },
      },
    })
    expect(edges.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
      ' > @w/web@0.1.0',
      ' > a@1.0.0',
      ' > b@2.0.0',
      ' > d@4.0.0',
      '@w/web@0.1.0 > b@2.0.0',
      '@w/web@0.1.0 > d@4.0.0',
      'a@1.0.0 > b@1.0.0',
      'b@1.0.0 > a@1.0.0',
      'b@1.0.0 > c@3.0.0',
      'c@3.0.0 > @w/web@0.1.0',
    ])
    const by = new Map(mentions.map((mention) => [mention.key, mention]))
    expect(by.get('@w/web@0.1.0')).toMatchObject({
      name: '@w/web',
      origin: { kind: 'local', path: 'packages/web' },
      direct: 'yes',
    })
    expect(by.get('d@4.0.0')).toMatchObject({ direct: 'yes', scope: 'development', groups: ['workspace:packages/web'] })
    expect(by.get('c@3.0.0')).toMatchObject({ direct: 'no' })
  })

  it('keeps a link whose folder is not listed', async () => {
    expect(await mentionOf({ resolved: '../elsewhere', link: true })).toMatchObject({
      name: 'a',
      version: { kind: 'unstated' },
      origin: { kind: 'local', path: '../elsewhere' },
    })
  })

  it('prefers packages over dependencies, and notes a version it does not know', async () => {
    const { mentions, diagnostics } = await extract({
      lockfileVersion: 4,
      packages: { 'node_modules/a': { version: '2.0.0' } },
      dependencies: { a: { version: '1.0.0' } },
    })
    expect(mentions.map(({ key }) => key)).toEqual(['a@2.0.0'])
    expect(diagnostics).toMatchObject([{ code: 'FORMAT_VERSION' }])
  })

  it('notes what is no package and no version', async () => {
    const { mentions, diagnostics } = await extract({
      lockfileVersion: 3,
      packages: {
        'node_modules/a/b/c': { version: '1.0.0' },
        'node_modules/__proto__': { version: '1.0.0' },
        'node_modules/d': { version: '1.0\u001b[2J' },
        'node_modules/e': 'x',
      },
    })
    expect(mentions.map(({ key, version }) => [key, version.kind])).toEqual([['d@', 'unstated']])
    expect(diagnostics).toHaveLength(4)
  })
})

describe('npm/package-lock, nested', () => {
  it('knows what must be direct, what may be, what is not', async () => {
    const { mentions, edges } = await extract({
      lockfileVersion: 1,
      requires: true,
      dependencies: {
        a: {
          version: '1.0.0',
          requires: { b: '^1', c: '^1' },
          dependencies: { b: { version: '1.5.0', requires: { c: '*' } } },
        },
        b: { version: '2.0.0', dev: true },
        c: { version: '1.0.0', requires: { a: '*' } },
      },
    })
    expect(mentions.map(({ key, direct, scope }) => [key, direct, scope])).toEqual([
      ['a@1.0.0', 'unknown', 'runtime'],
      ['b@1.5.0', 'no', 'runtime'],
      ['b@2.0.0', 'yes', 'development'],
      ['c@1.0.0', 'unknown', 'runtime'],
    ])
    expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      ' > b@2.0.0',
      'a@1.0.0 > b@1.5.0',
      'a@1.0.0 > c@1.0.0',
      'b@1.5.0 > c@1.0.0',
      'c@1.0.0 > a@1.0.0',
    ])
  })

  it.each<[string, string, object]>([
    ['an alias', 'npm:real@1.0.0', { name: 'real', version: { kind: 'exact', version: '1.0.0' } }],
    [
      'a repository',
      `github:o/a#${COMMIT}`,
      {
        name: 'a',
        version: { kind: 'unstated' },
        origin: { kind: 'git', url: 'https://github.com/o/a', commit: COMMIT },
      },
    ],
    ['a folder', 'file:../a', { origin: { kind: 'local', path: '../a' } }],
    ['an address', 'https://files.example/a.tgz', { origin: { kind: 'url', url: 'https://files.example/a.tgz' } }],
  ])('%s', async (_, version, expected) => {
    const { mentions } = await extract({ lockfileVersion: 1, requires: true, dependencies: { a: { version } } })
    expect(mentions).toMatchObject([expected])
  })

  it('does not guess what is direct in a shrinkwrap that does not say who requires what', async () => {
    const { mentions } = await extract({ dependencies: { a: { version: '1.0.0', from: 'a@^1', resolved: REGISTRY } } })
    expect(mentions).toMatchObject([
      { direct: 'unknown', origin: { kind: 'registry', index: 'https://registry.example' } },
    ])
  })

  it('refuses nesting deeper than any npm wrote', async () => {
    const deep = `${'{"dependencies":{"a":'.repeat(5000)}{}${'}}'.repeat(5000)}`
    await expect(packageLock.extract(fileOf('package-lock.json', deep))).rejects.toMatchObject({ code: 'LIMIT_DEPTH' })
  })
})

describe('npm/package-lock, size', () => {
  it('reads five thousand packages in a moment', async () => {
    const content = JSON.stringify(largeLock(5000), null, 2)
    await packageLock.extract(fileOf('package-lock.json', content))
    const started = performance.now()
    const { mentions } = await packageLock.extract(fileOf('package-lock.json', content))
    expect(mentions).toHaveLength(5000)
    // About 60 ms alone; the machine is shared.
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it.each<[string, () => object]>([
    [
      'places of a million steps',
      () => ({ [`node_modules/a${'/node_modules/a'.repeat(70_000)}`]: {}, [`${'a/'.repeat(500_000)}a`]: {} }),
    ],
    [
      'long places without parents',
      () => Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${'x/'.repeat(2000)}${i}`, {}])),
    ],
    [
      'a chain of folders',
      () =>
        Object.fromEntries(
          Array.from({ length: 200 }, (_, i) => [
            `node_modules/a${'/node_modules/a'.repeat(i)}`,
            { dependencies: { b: '1', c: '1', d: '1' } },
          ]),
        ),
    ],
    [
      'one package in many members',
      () =>
        Object.fromEntries([
          ['node_modules/a', { version: '1.0.0' }],
          ...Array.from({ length: 10_000 }, (_, i) => [`w/${i}`, { dependencies: { a: '*' } }]),
        ]),
    ],
  ])('is linear on %s', async (_, packages) => {
    const started = performance.now()
    await extract({ lockfileVersion: 3, packages: packages() })
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

function largeLock(count: number): object {
  const packages: Record<string, object> = { '': { dependencies: { 'package-0': '^1.0.0' } } }
  for (let i = 0; i < count; i++) {
    packages[`node_modules/package-${i}`] = {
      version: `1.${i}.0`,
      resolved: `https://registry.example/package-${i}/-/package-${i}-1.${i}.0.tgz`,
      integrity: `sha512-${'A'.repeat(86)}==`,
      license: 'MIT',
      dependencies: { [`package-${(i * 7 + 1) % count}`]: '^1.0.0', [`package-${(i * 3 + 2) % count}`]: '^1.0.0' },
      engines: { node: '>=18' },
    }
  }
  return { name: 'large', lockfileVersion: 3, requires: true, packages }
}

it('node_modules/.package-lock.json lists what is installed; what nobody needs was asked for', async () => {
  const text = readFileSync(
    new URL('./fixtures/package-lock/installed/node_modules/.package-lock.json', import.meta.url),
    'utf8',
  )
  const path = 'web/node_modules/.package-lock.json'
  const { mentions, edges } = await packageLock.extract(fileOf(path, text))
  expect(mentions.map(({ key, direct }) => `${key} ${direct}`).toSorted()).toEqual([
    'accepts@1.3.8 unknown',
    'cookie@0.6.0 unknown',
    'debug@4.3.4 yes',
    'express@4.19.2 yes',
    'ms@2.1.2 unknown',
    'negotiator@0.6.3 unknown',
  ])
  expect(edges).toContainEqual({ from: 'debug@4.3.4', to: 'ms@2.1.2' })
  expect(packageLock.installedBelow?.(path)).toEqual(['web/node_modules'])
  expect(packageLock.installedBelow?.('web/package-lock.json')).toEqual([])
})
