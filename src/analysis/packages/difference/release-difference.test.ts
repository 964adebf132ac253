import { describe, expect, it } from 'vitest'
import {
  type ArtefactSketch,
  artefactFacts,
  behaviour,
  dependency,
  fileFacts,
  registryFactsOf,
  releaseView,
} from '../../../../test/support/release-fakes.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { RegistryFacts } from '../../../model/registry-facts.ts'
import { releaseDifference } from './release-difference.ts'
import type { DependencyAges } from './release-view.ts'

interface Step {
  readonly name: string
  readonly before?: ArtefactSketch
  readonly after?: ArtefactSketch
  /** `kind subject`, with the least and the most that it may weigh; nothing for no change at all. */
  readonly finds: readonly (readonly [what: string, least: number, most: number])[]
}

function check({ before, after, finds }: Step): void {
  const changes = releaseDifference(releaseView(before), releaseView(after))
  expect(changes.map(({ kind, subject }) => `${kind} ${subject}`.trim()).sort()).toEqual(
    finds.map(([what]) => what).sort(),
  )
  for (const [what, least, most] of finds) {
    const found = changes.find(({ kind, subject }) => `${kind} ${subject}`.trim() === what)
    expect(found?.weight, what).toBeGreaterThanOrEqual(least)
    expect(found?.weight, what).toBeLessThanOrEqual(most)
  }
}

const hook = (name: string, command: string): NonNullable<NonNullable<ArtefactSketch['manifest']>['hooks']> => [
  { name, command, place: { path: 'package.json', line: 4 } },
]
const code = (...paths: readonly string[]): ArtefactSketch => ({ files: paths })
const wheel = (...paths: readonly string[]): ArtefactSketch => ({ kind: 'wheel', files: paths })

const STEPS: readonly Step[] = [
  { name: 'the same twice', before: code('index.js'), after: code('index.js'), finds: [] },
  {
    name: 'Shai-Hulud: a postinstall and its bundle',
    before: { files: ['index.js'] },
    after: {
      files: ['index.js', { path: 'bundle.js', size: 3_600_000, role: 'install' }],
      manifest: { hooks: hook('postinstall', 'node bundle.js') },
      size: 3_601_000,
    },
    finds: [
      ['install-hook postinstall', 0.7, 1],
      ['install-hook bundle.js', 0.3, 0.5],
      ['size bundle.js', 0.4, 0.6],
      ['size foo-1.2.3.tgz', 0.3, 0.5],
    ],
  },
  {
    name: 'another command for the same hook',
    before: { manifest: { hooks: hook('postinstall', 'node a.js') } },
    after: { manifest: { hooks: hook('postinstall', 'node a.js && node b.js') } },
    finds: [['install-hook postinstall', 0.3, 0.5]],
  },
  {
    name: 'a package that begins to compile',
    after: { manifest: { hooks: hook('binding.gyp', 'node-gyp rebuild') } },
    finds: [['install-hook binding.gyp', 0.3, 0.4]],
  },
  {
    name: 'node-gyp as a cloak',
    after: { manifest: { hooks: hook('install', 'node-gyp rebuild || node x.js') } },
    finds: [['install-hook install', 0.7, 1]],
  },
  {
    name: 'litellm 1.82.8: a .pth in the wheel',
    before: wheel('foo/__init__.py'),
    after: wheel('foo/__init__.py', 'foo_init.pth'),
    finds: [['path-configuration foo_init.pth', 0.8, 1]],
  },
  {
    name: 'a .pth that was there has other bytes',
    before: { kind: 'wheel', files: [{ path: 'a.pth', sha256: 'one' }] },
    after: { kind: 'wheel', files: [{ path: 'a.pth', sha256: 'two' }] },
    finds: [['path-configuration a.pth', 0.2, 0.4]],
  },
  {
    name: 'the version in names of folders is no new file',
    before: wheel('foo-1.0.dist-info/x.pth', 'foo/a.cpython-311-x86_64-linux-gnu.so'),
    after: wheel('foo-1.1.dist-info/x.pth', 'foo/a.cpython-312-x86_64-linux-gnu.so'),
    finds: [['path-configuration foo-1.1.dist-info/x.pth', 0.2, 0.4]],
  },
  {
    name: 'from setuptools to hatchling',
    before: { kind: 'sdist', manifest: { buildBackend: 'setuptools.build_meta' } },
    after: { kind: 'sdist', manifest: { buildBackend: 'hatchling.build' } },
    finds: [['build-backend hatchling.build', 0, 0.1]],
  },
  {
    name: 'a build backend in the package',
    before: { kind: 'sdist', manifest: { buildBackend: 'setuptools.build_meta' } },
    after: { kind: 'sdist', manifest: { buildBackend: 'backend' }, files: ['_tools/backend.py'] },
    finds: [['build-backend backend', 0.4, 0.6]],
  },
  {
    name: 'a dependency from git (May 2026)',
    before: { manifest: { dependencies: [dependency('a')] } },
    after: {
      manifest: {
        dependencies: [
          dependency('a'),
          dependency('b', { kind: 'optional', from: 'git', requirement: 'github:x/b#0a1b' }),
        ],
      },
    },
    finds: [['dependency-source b', 0.6, 0.8]],
  },
  {
    name: 'a known dependency moves to an address',
    before: { manifest: { dependencies: [dependency('a')] } },
    after: {
      manifest: { dependencies: [dependency('a', { from: 'address', requirement: 'https://collect.example/a.tgz' })] },
    },
    finds: [['dependency-source a', 0.7, 0.8]],
  },
  {
    name: 'another commit of the same repository',
    before: { manifest: { dependencies: [dependency('a', { from: 'git', requirement: 'github:x/a#1' })] } },
    after: { manifest: { dependencies: [dependency('a', { from: 'git', requirement: 'github:x/a#2' })] } },
    finds: [],
  },
  {
    name: 'another package under the name of one',
    before: { manifest: { dependencies: [dependency('a')] } },
    after: { manifest: { dependencies: [dependency('a', { requirement: 'npm:b@1.0.0' })] } },
    finds: [['dependency-source a', 0.3, 0.5]],
  },
  {
    name: 'another spelling of a project of PyPI',
    before: { kind: 'wheel', manifest: { dependencies: [dependency('Foo.Bar')] } },
    after: { kind: 'wheel', manifest: { dependencies: [dependency('foo-bar')] } },
    finds: [],
  },
  {
    name: 'a first native module',
    before: code('index.js'),
    after: code('index.js', 'addon.node'),
    finds: [['native addon.node', 0.5, 0.7]],
  },
  {
    name: 'another native module',
    before: code('a.node'),
    after: code('a.node', 'b.node'),
    finds: [['native b.node', 0.05, 0.2]],
  },
  {
    name: 'compiled Python without its source',
    before: wheel('foo/__init__.py'),
    after: wheel('foo/__init__.py', 'foo/__pycache__/core.cpython-311.pyc'),
    finds: [['native foo/__pycache__/core.cpython-311.pyc', 0.6, 0.7]],
  },
  {
    name: 'compiled Python beside its source',
    before: wheel('foo/core.py'),
    after: wheel('foo/core.py', 'foo/__pycache__/core.cpython-311.pyc'),
    finds: [['native foo/__pycache__/core.cpython-311.pyc', 0.2, 0.4]],
  },
  {
    name: 'lightning 2.6.2: 11 MB of JavaScript in a wheel',
    before: { kind: 'wheel', files: [{ path: 'foo/__init__.py', size: 90_000 }], size: 900_000 },
    after: {
      kind: 'wheel',
      files: [
        { path: 'foo/__init__.py', size: 90_000 },
        { path: 'foo/_runtime/router_runtime.js', size: 11_000_000 },
      ],
      size: 4_900_000,
    },
    finds: [
      ['size foo/_runtime/router_runtime.js', 0.5, 0.6],
      ['size foo-1.2.3-py3-none-any.whl', 0.1, 0.2],
    ],
  },
  {
    name: 'tests may be as large as they like',
    before: code('index.js'),
    after: { files: ['index.js', { path: 'test/table.js', size: 2_000_000, role: 'test' }], size: 2_000 },
    finds: [],
  },
  {
    name: 'a chunk of a bundler under another digest',
    before: { files: [{ path: 'dist/chunk-4f3a2b1c.js', size: 500_000 }] },
    after: { files: [{ path: 'dist/chunk-9d8e7f6a.js', size: 510_000 }] },
    finds: [],
  },
  {
    name: 'chalk 5.6.1: hidden code, a first host, hooks of the runtime',
    before: code('index.js'),
    after: {
      files: ['index.js'],
      behaviours: [
        behaviour({ kind: 'obfuscation', subject: 'string-table' }),
        behaviour({ kind: 'hook-runtime', subject: 'fetch' }),
        behaviour(),
      ],
    },
    finds: [
      ['obfuscation string-table', 0.7, 0.8],
      ['capability hook-runtime', 0.3, 0.3],
      ['capability network', 0.3, 0.4],
      ['host collect.example', 0.4, 0.4],
    ],
  },
  {
    name: 'a secret takes a new way out',
    before: { files: ['index.js'], behaviours: [behaviour({ when: 'import' })] },
    after: {
      files: ['index.js'],
      behaviours: [
        behaviour({
          inputs: [{ source: 'environment', subject: '*', place: { path: 'index.js', line: 3 }, through: ['json'] }],
        }),
      ],
    },
    finds: [['capability environment -> network', 0.8, 0.9]],
  },
  {
    name: 'done at import now, on call before',
    before: { files: ['index.js'], behaviours: [behaviour({ kind: 'execute', subject: 'git', when: 'call' })] },
    after: { files: ['index.js'], behaviours: [behaviour({ kind: 'execute', subject: 'git', when: 'import' })] },
    finds: [['capability execute', 0.2, 0.25]],
  },
  {
    name: 'another name of the same domain',
    before: { files: ['index.js'], behaviours: [behaviour({ subject: 'api.service.example' })] },
    after: { files: ['index.js'], behaviours: [behaviour({ subject: 'files.service.example' })] },
    finds: [['host files.service.example', 0, 0.1]],
  },
  {
    name: 'a bare address',
    before: { files: ['index.js'], behaviours: [behaviour()] },
    after: { files: ['index.js'], behaviours: [behaviour({ subject: '203.0.113.7' })] },
    finds: [['host 203.0.113.7', 0.6, 0.8]],
  },
  {
    name: 'what tests do is not done',
    before: code('index.js'),
    after: {
      files: ['index.js', { path: 'test/a.js', role: 'test' }],
      behaviours: [behaviour({ place: { path: 'test/a.js', line: 1 } })],
    },
    finds: [],
  },
  {
    name: 'a command of its own and one of others',
    after: {
      manifest: {
        commands: [
          { name: 'foo', target: 'bin.js' },
          { name: 'git', target: 'bin.js' },
        ],
      },
    },
    finds: [
      ['command foo', 0.01, 0.1],
      ['command git', 0.5, 0.7],
    ],
  },
]

describe('artefacts of two releases', () => {
  it.each(STEPS)('$name', check)

  it('are compared with those of the same kind only', () => {
    const before = { artefacts: [artefactFacts({ kind: 'sdist', files: ['foo/a.py'] })] }
    const after = { artefacts: [artefactFacts({ kind: 'wheel', files: ['foo/a.py', 'foo/a.so'] })] }
    expect(releaseDifference(before, after).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'artefact sdist',
      'artefact wheel',
    ])
  })

  it('tell when only the sdist has changed', () => {
    const release = (sdist: string): Parameters<typeof releaseDifference>[1] => ({
      artefacts: [
        artefactFacts({ kind: 'wheel', files: [{ path: 'foo/a.py', sha256: 'same' }] }),
        artefactFacts({ kind: 'sdist', files: [{ path: 'src/foo/a.py', sha256: sdist }] }),
      ],
    })
    const changes = releaseDifference(release('same'), release('other'))
    expect(changes.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'not-in-source foo/a.py',
      'artefact sdist',
    ])
  })

  it('are told at most 25 times a kind, and the rest as one', () => {
    const names = Array.from({ length: 500 }, (_, index) => `m${index}.node`)
    const changes = releaseDifference(releaseView(code('index.js')), releaseView(code('index.js', ...names)))
    const natives = changes.filter(({ kind }) => kind === 'native')
    expect(natives).toHaveLength(26)
    expect(natives.filter(({ text }) => text.startsWith('475 more'))).toHaveLength(1)
  })

  it('take seconds, however many files there are', () => {
    const files = (salt: string): ArtefactSketch['files'] =>
      Array.from({ length: 20_000 }, (_, index) => ({ path: `a${index}/index.js`, sha256: salt }))
    const tree = files('c')?.map((file) => fileFacts(file)) ?? []
    const started = performance.now()
    const changes = releaseDifference(
      releaseView({ files: files('a') ?? [] }),
      releaseView({ files: files('b') ?? [] }, { sourceTree: tree }),
    )
    expect(performance.now() - started).toBeLessThan(4_000)
    expect(changes.map(({ kind }) => kind)).toEqual(['not-in-source'])
  })
})

describe('the age of a new dependency', () => {
  const step = (version: string, ages: DependencyAges): ReleaseChange | undefined =>
    releaseDifference(
      releaseView({ manifest: { version: '1.14.0' } }),
      releaseView(
        { manifest: { version, dependencies: [dependency('plain-crypto-js')] } },
        { registry: registryFactsOf({ version, published: '2026-03-31T00:21:00Z' }) },
      ),
      ages,
    )[0]

  it.each([
    [
      '18 hours, in a patch (axios 1.14.1)',
      '1.14.1',
      '2026-03-30T06:21:00Z',
      0.9,
      'that package was 18 hours old, in a patch',
    ],
    ['five weeks', '1.15.0', '2026-02-24T00:00:00Z', 0.4, 'that package was 35 days old'],
    ['years', '1.15.0', '2020-01-01T00:00:00Z', 0.12, 'is new'],
    ['nobody knows', '1.14.1', undefined, 0.24, 'is new, in a patch'],
  ])('%s', (_, version, first, weight, words) => {
    const found = step(version, first === undefined ? new Map() : new Map([['plain-crypto-js', { first }]]))
    expect(found?.weight).toBe(weight)
    expect(found?.text).toContain(words)
  })
})

describe('what the registry says', () => {
  const registry = (
    before: Partial<RegistryFacts>,
    after: Partial<RegistryFacts>,
  ): readonly (readonly [string, number])[] =>
    releaseDifference(
      releaseView({}, { registry: registryFactsOf(before) }),
      releaseView({}, { registry: registryFactsOf(after) }),
    ).map(({ kind, weight }) => [kind, weight] as const)
  const file = (provenance: boolean, name = 'foo.tgz'): RegistryFacts['files'][number] => ({ name, provenance })

  it.each<readonly [string, Partial<RegistryFacts>, Partial<RegistryFacts>, readonly (readonly [string, number])[]]>([
    ['nothing new', { publisher: 'ann', maintainers: ['ann'] }, { publisher: 'ann', maintainers: ['ann'] }, []],
    [
      'axios 1.14.1: a token in place of a workflow, no attestation',
      { publisher: 'ci', publishing: 'trusted-publisher', files: [file(true)] },
      { publisher: 'ann', publishing: 'token', files: [file(false)] },
      [
        ['publishing-method', 0.6],
        ['provenance', 0.5],
        ['publisher', 0.5],
      ],
    ],
    [
      'a workflow in place of a person',
      { publisher: 'ann', publishing: 'token' },
      { publisher: 'ci', publishing: 'trusted-publisher' },
      [],
    ],
    [
      'a colleague',
      { publisher: 'ann', maintainers: ['ann', 'bob'] },
      { publisher: 'bob', maintainers: ['ann', 'bob'] },
      [['publisher', 0.08]],
    ],
    [
      'a stranger who was let in',
      { publisher: 'ann', maintainers: ['ann'] },
      { publisher: 'eve', maintainers: ['ann', 'eve'] },
      [
        ['publisher', 0.5],
        ['publisher', 0.15],
      ],
    ],
    ['everybody new', { maintainers: ['ann', 'bob'] }, { maintainers: ['eve'] }, [['publisher', 0.6]]],
    [
      'one wheel without attestation',
      { files: [file(true)] },
      { files: [file(true, 'a.whl'), file(false, 'b.whl')] },
      [['provenance', 0.25]],
    ],
    ['no attestations before', { files: [file(false)] }, { files: [file(false)] }, []],
    [
      'three years of sleep',
      { published: '2022-01-01T00:00:00Z' },
      { published: '2025-02-01T00:00:00Z' },
      [['dormant', 0.3]],
    ],
    ['times that are none', { published: 'yesterday' }, { published: '' }, []],
    [
      'a leap',
      { version: '1.4.2' },
      { version: '99.9.0', versions: ['1.4.1', '1.4.2', '99.9.0', '100.0.0'] },
      [['version-jump', 0.5]],
    ],
  ])('%s', (_, before, after, found) => {
    expect(registry(before, after)).toEqual(found)
  })

  it('needs no release before for a leap', () => {
    const changes = releaseDifference(
      undefined,
      releaseView({}, { registry: registryFactsOf({ version: '99.0.0', versions: ['99.0.0'] }) }),
    )
    expect(changes.map(({ text }) => text)).toEqual(['it begins with version 99.0.0'])
  })
})
