import { describe, expect, it } from 'vitest'
import {
  type ArtefactSketch,
  artefactFacts,
  dependency,
  type FileSketch,
  registryFactsOf,
  releaseView,
} from '../../../../test/support/release-fakes.ts'
import type { ReleaseChange } from '../../../model/package-assessment.ts'
import type { StatedManifest } from '../../../model/registry-facts.ts'
import { releaseDifference } from './release-difference.ts'

const told = (changes: readonly ReleaseChange[]): readonly string[] =>
  changes.map(({ kind, subject, weight }) => `${kind} ${subject} ${weight}`)

describe('the manifest of the registry and the one in the archive', () => {
  const compare = (
    stated: Partial<StatedManifest>,
    manifest: ArtefactSketch['manifest'] = {},
    more: ArtefactSketch = {},
  ): readonly string[] =>
    told(
      releaseDifference(
        undefined,
        releaseView(
          { ...more, manifest },
          {
            registry: registryFactsOf({
              manifests: [{ artefact: 'foo-1.2.3.tgz', name: 'foo', version: '1.2.3', dependencies: [], ...stated }],
            }),
          },
        ),
      ),
    )
  const place = { path: 'package.json', line: 1 }

  it.each<readonly [string, Partial<StatedManifest>, ArtefactSketch['manifest'], readonly string[]]>([
    [
      'are the same',
      { dependencies: [{ name: 'a', requirement: '^1.0.0', kind: 'runtime' }] },
      { dependencies: [dependency('a')] },
      [],
    ],
    [
      'write optional dependencies in two places',
      { dependencies: [{ name: 'a', requirement: '^1.0.0', kind: 'runtime' }] },
      { dependencies: [dependency('a', { kind: 'optional' })] },
      [],
    ],
    [
      'put clauses in another order',
      { dependencies: [{ name: 'a', requirement: '>=1, <2', kind: 'runtime' }] },
      { dependencies: [dependency('a', { requirement: '<2,>=1' })] },
      [],
    ],
    [
      'build dependencies are nobody else’s business',
      {},
      { dependencies: [dependency('setuptools', { kind: 'build' })] },
      [],
    ],
    ['hide a dependency', {}, { dependencies: [dependency('a')] }, ['manifest-mismatch a 0.8']],
    [
      'show one that is not there',
      { dependencies: [{ name: 'a', requirement: '1', kind: 'runtime' }] },
      {},
      ['manifest-mismatch a 0.3'],
    ],
    [
      'hide a hook',
      { hooks: [] },
      { hooks: [{ name: 'postinstall', command: 'node x.js', place }] },
      ['manifest-mismatch postinstall 0.8'],
    ],
    [
      'show another hook',
      { hooks: [{ name: 'install', command: 'true' }] },
      { hooks: [{ name: 'install', command: 'node x.js', place }] },
      ['manifest-mismatch install 0.8'],
    ],
    ['say nothing of hooks (PyPI)', {}, { hooks: [{ name: 'install', command: 'node x.js', place }] }, []],
    [
      'write a path in two ways',
      { commands: [{ name: 'foo', target: './bin/foo.js' }] },
      { commands: [{ name: 'foo', target: 'bin/foo.js' }] },
      [],
    ],
    [
      'hide a command',
      { commands: [] },
      { commands: [{ name: 'git', target: 'x.js' }] },
      ['manifest-mismatch git 0.4'],
    ],
    ['name another package', {}, { name: 'bar' }, ['manifest-mismatch identity 0.7']],
    ['name another version', {}, { version: '1.2.4' }, ['manifest-mismatch identity 0.7']],
  ])('%s', (_, stated, manifest, found) => {
    expect(compare(stated, manifest)).toEqual(found)
  })

  it('npm adds a hook for binding.gyp', () => {
    const manifest = { hooks: [{ name: 'binding.gyp', command: 'node-gyp rebuild', place }] }
    expect(compare({ hooks: [] }, manifest, { files: ['binding.gyp'] })).toEqual([])
    expect(compare({ hooks: [] }, manifest)).toEqual(['manifest-mismatch binding.gyp 0.8'])
  })
})

describe('wheel and sdist of one release', () => {
  const compare = (
    wheel: readonly (FileSketch | string)[],
    sdist: readonly (FileSketch | string)[],
  ): readonly string[] =>
    told(
      releaseDifference(undefined, {
        artefacts: [artefactFacts({ kind: 'wheel', files: wheel }), artefactFacts({ kind: 'sdist', files: sdist })],
      }),
    )
  const file = (path: string, sha256: string): FileSketch => ({ path, sha256 })
  const many = (prefix: string, count: number, salt: string): readonly FileSketch[] =>
    Array.from({ length: count }, (_, index) => file(`${prefix}foo/m${index}.py`, `${salt}${index}`))

  it.each<readonly [string, readonly FileSketch[], readonly FileSketch[], readonly string[]]>([
    ['src layout', many('', 3, 'a'), many('src/', 3, 'a'), []],
    ['installed from .data', [file('foo-1.2.3.data/purelib/foo/m0.py', 'a0')], many('', 1, 'a'), []],
    [
      'an sdist whose root is the package',
      many('', 3, 'a'),
      [0, 1, 2].map((index) => file(`m${index}.py`, `a${index}`)),
      [],
    ],
    [
      'a script with its first line written anew',
      [...many('', 3, 'a'), file('foo-1.2.3.data/scripts/x.py', 'x')],
      [...many('', 3, 'a'), file('bin/x.py', 'y')],
      [],
    ],
    [
      'the .pth of setuptools',
      [
        ...many('', 3, 'a'),
        {
          ...file('distutils-precedence.pth', '2638ce9e2500e572a5e0de7faed6661eb569d1b696fcba07b0dd223da5f5d224'),
          role: 'start',
        },
      ],
      many('', 3, 'a'),
      [],
    ],
    [
      'another content',
      [...many('', 5, 'a'), file('foo/n.py', 'x')],
      [...many('', 5, 'a'), file('foo/n.py', 'y')],
      ['not-in-source foo/n.py 0.5'],
    ],
    [
      'a version written by the build',
      [...many('', 5, 'a'), file('foo/_version.py', 'x')],
      [...many('', 5, 'a'), file('foo/_version.py', 'y')],
      [],
    ],
    [
      'a module of its own',
      [...many('', 5, 'a'), file('foo/n.py', 'x')],
      many('', 5, 'a'),
      ['not-in-source foo/n.py 0.4'],
    ],
    [
      'a module made of Cython',
      [...many('', 5, 'a'), file('foo/n.py', 'x')],
      [...many('', 5, 'a'), file('foo/n.pyx', 'y')],
      [],
    ],
    [
      'a .pth of its own',
      [...many('', 5, 'a'), { ...file('x.pth', 'x'), role: 'start' }],
      many('', 5, 'a'),
      ['not-in-source x.pth 0.8'],
    ],
    [
      'other ends of lines in all',
      many('', 9, 'a'),
      many('', 9, 'b'),
      ['not-in-source foo-1.2.3-py3-none-any.whl 0.1'],
    ],
    ['an sdist of something else', many('', 2, 'a'), [file('README.md', 'r')], []],
  ])('%s', (_, wheel, sdist, found) => {
    expect(compare(wheel, sdist)).toEqual(found)
  })
})

describe('an artefact and the source repository', () => {
  const compare = (artefact: ArtefactSketch, source: readonly (readonly [string, string])[]): readonly string[] =>
    told(
      releaseDifference(
        undefined,
        releaseView(artefact, { sourceTree: source.map(([path, sha256]) => ({ path, sha256 })) }),
      ),
    )
  const file = (path: string, sha256 = 'same'): FileSketch => ({ path, sha256 })

  it.each<readonly [string, ArtefactSketch, readonly (readonly [string, string])[], readonly string[]]>([
    ['all there', { files: [file('index.js')] }, [['index.js', 'same']], []],
    [
      'below a folder of packages',
      { files: [file('lib/a.js'), file('lib/b.js')] },
      [
        ['packages/foo/lib/a.js', 'same'],
        ['packages/foo/lib/b.js', 'same'],
      ],
      [],
    ],
    ['built of TypeScript', { files: [file('dist/a/b.js', 'x')] }, [['src/a/b.ts', 'y']], []],
    [
      'litellm 1.82.7: other bytes',
      { kind: 'wheel', files: [file('foo/a.py'), file('foo/proxy_server.py', 'x')] },
      [
        ['foo/a.py', 'same'],
        ['foo/proxy_server.py', 'y'],
      ],
      ['not-in-source foo/proxy_server.py 0.5'],
    ],
    [
      'litellm 1.82.8: a .pth',
      { kind: 'wheel', files: [file('foo/a.py'), file('foo_init.pth')] },
      [['foo/a.py', 'same']],
      ['not-in-source foo_init.pth 0.9'],
    ],
    [
      'a script of the installation',
      { files: [file('index.js'), { ...file('setup_bun.js'), role: 'install' }] },
      [['index.js', 'same']],
      ['not-in-source setup_bun.js 0.7'],
    ],
    [
      'code where nobody builds',
      { files: [file('index.js'), file('router_init.js')] },
      [['index.js', 'same']],
      ['not-in-source router_init.js 0.4'],
    ],
    [
      'a chunk without a source of its name',
      { files: [file('index.js'), file('dist/shared.js')] },
      [['index.js', 'same']],
      ['not-in-source built files of foo-1.2.3.tgz 0.08'],
    ],
    ['no checkout', { files: [file('router_init.js')] }, [], []],
    [
      'a repository of something else',
      { files: [file('index.js')] },
      [['docs/index.js', 'other']],
      ['not-in-source index.js 0.5'],
    ],
  ])('%s', (_, artefact, source, found) => {
    expect(compare(artefact, source)).toEqual(found)
  })
})
