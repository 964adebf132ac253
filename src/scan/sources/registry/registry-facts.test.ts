import { expect, it } from 'vitest'
import { registryFacts } from './registry-facts.ts'
import type { Release } from './release.ts'

const file = (name: string, more: Partial<Release['files'][number]> = {}): Release['files'][number] => ({
  name,
  kind: 'tarball',
  address: `https://registry.example/${name}?token=hidden`,
  registry: 'https://registry.example/',
  digests: [],
  ...more,
})

const release = (sketch: Partial<Release>): Release => ({
  kind: 'release',
  purl: 'pkg:npm/foo@1.0.0',
  ecosystem: 'npm',
  name: 'foo',
  version: '1.0.0',
  files: [file('foo-1.0.0.tgz')],
  unreadNames: [],
  versions: ['1.0.0'],
  registries: ['https://registry.example/'],
  ...sketch,
})

it('of npm: accounts, method, attestations and the manifest that resolvers see', () => {
  const facts = registryFacts(
    release({
      published: '2026-03-31T00:21:00.000Z',
      files: [file('foo-1.0.0.tgz', { provenance: 'https://registry.example/attestations' })],
      manifest: {
        _npmUser: { name: 'GitHub Actions', email: 'x', trustedPublisher: { id: 'github' } },
        maintainers: [{ name: 'ann' }, 'bob <bob@collect.example>', 7],
        dependencies: { a: '^1.0.0', b: '2' },
        optionalDependencies: { b: '2' },
        peerDependencies: { c: '*' },
        scripts: { test: 'x', postinstall: 'node a.js', install: 3 },
        bin: './cli.js',
      },
    }),
  )
  expect(facts).toEqual({
    ecosystem: 'npm',
    name: 'foo',
    version: '1.0.0',
    published: '2026-03-31T00:21:00.000Z',
    versions: ['1.0.0'],
    publisher: 'GitHub Actions',
    maintainers: ['ann', 'bob'],
    publishing: 'trusted-publisher',
    files: [{ name: 'foo-1.0.0.tgz', provenance: true }],
    manifests: [
      {
        artefact: 'foo-1.0.0.tgz',
        name: 'foo',
        version: '1.0.0',
        dependencies: [
          { name: 'a', requirement: '^1.0.0', kind: 'runtime' },
          { name: 'b', requirement: '2', kind: 'optional' },
          { name: 'c', requirement: '*', kind: 'peer' },
        ],
        hooks: [{ name: 'postinstall', command: 'node a.js' }],
        commands: [{ name: 'foo', target: './cli.js' }],
      },
    ],
  })
  expect(JSON.stringify(facts)).not.toContain('hidden')
})

it.each<readonly [string, Partial<Release>, string | undefined]>([
  ['npm with an account and no trusted publisher', { manifest: { _npmUser: { name: 'ann' } } }, 'token'],
  ['npm that does not say who', { manifest: {} }, undefined],
  [
    'PyPI with attestations',
    { ecosystem: 'PyPI', files: [file('a.whl', { provenance: 'https://registry.example/p' })] },
    'trusted-publisher',
  ],
  ['PyPI without', { ecosystem: 'PyPI' }, undefined],
])('%s: %s', (_, sketch, publishing) => {
  expect(registryFacts(release(sketch)).publishing).toBe(publishing)
})

it.each([7, 'x', [], { scripts: [], bin: [], dependencies: 'x', maintainers: {}, _npmUser: 3 }])(
  'reads a manifest of another shape as if it were empty: %j',
  (manifest) => {
    const facts = registryFacts(release({ manifest: manifest as Record<string, unknown> }))
    expect(facts.manifests[0]).toMatchObject({ dependencies: [], hooks: [], commands: [] })
    expect(facts).not.toHaveProperty('publisher')
  },
)
