import { describe, expect, it } from 'vitest'
import type { Bom } from '../model/component.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import type { PackageMention } from '../model/package-mention.ts'
import { assemble } from './assemble.ts'
import type { FileMentions } from './file-mentions.ts'
import type { Locking } from './lock-resolution.ts'

const LOCKING: ReadonlyMap<string, Locking> = new Map<string, Locking>([
  ['manifest', { lockedBy: ['lock'] }],
  ['lock', {}],
  ['commands', {}],
  ['installed', { installedBelow: (path) => [path.slice(0, path.lastIndexOf('/'))] }],
])

type Words = Partial<Pick<PackageMention, 'role' | 'scope'>> & { readonly ecosystem?: Ecosystem }

/** `pytest==8.0.0` or `pytest>=7`, as a file of an image speaks of it. */
function says(path: string, extractor: string, texts: readonly string[], words: Words = {}): FileMentions {
  const mentions = texts.map((text, index): PackageMention => {
    const [name = '', version] = text.split('==')
    const [open = '', range] = name.split('>=')
    return {
      key: text,
      ecosystem: 'PyPI',
      name: open,
      version:
        version === undefined
          ? { kind: 'range', text: `>=${range ?? '0'}`, syntax: 'pep440' }
          : { kind: 'exact', version },
      origin: { kind: 'registry' },
      role: 'locks',
      scope: 'development',
      groups: [],
      direct: 'unknown',
      location: { path, lines: { start: index + 1, end: index + 1 } },
      text,
      integrity: [],
      ...words,
    }
  })
  return { path, extractor, extraction: { mentions, edges: [], includes: [], clues: [], diagnostics: [] } }
}

const site = (texts: readonly string[]): FileMentions =>
  says('venv/lib/site-packages/METADATA', 'installed', texts, { scope: 'runtime' })
const modules = (path: string, texts: readonly string[]): FileMentions =>
  says(path, 'installed', texts, { scope: 'runtime', ecosystem: 'npm' })
const lock = (texts: readonly string[], words: Words = {}): FileMentions => says('app/a.lock', 'lock', texts, words)
const npmLock = (texts: readonly string[]): FileMentions => lock(texts, { ecosystem: 'npm' })
const manifest = (texts: readonly string[], words: Words = {}): FileMentions =>
  says('app/a.toml', 'manifest', texts, { role: 'requires', ...words })

/** What is listed, and what is told to be left out. */
function inWords({ components, notInstalled = [] }: Bom): readonly string[] {
  return [
    ...components.map(({ name, version }) => `${name}${version.kind === 'exact' ? ` ${version.version}` : ''}`),
    ...notInstalled.map(({ path, count }) => `${path}: ${count} left out`),
  ]
}

const CASES: readonly (readonly [string, readonly FileMentions[], readonly string[]])[] = [
  [
    'development packages of a lock',
    [lock(['pytest==8.0']), site(['torch==2.1'])],
    ['torch 2.1', 'app/a.lock: 1 left out'],
  ],
  [
    'the requirement of one with the lock that pins it',
    [manifest(['pytest>=8']), lock(['pytest==8.0']), site(['torch==2.1'])],
    ['torch 2.1', 'app/a.lock: 1 left out'],
  ],
  [
    'requirements for developing and for building',
    [
      manifest(['ruff>=0.4']),
      says('lib/a.toml', 'manifest', ['hatchling>=1'], { role: 'requires', scope: 'build' }),
      site(['torch==2.1']),
    ],
    ['torch 2.1', 'app/a.toml: 1 left out', 'lib/a.toml: 1 left out'],
  ],
  ['one that is installed', [lock(['pytest==8.0']), site(['pytest==8.0'])], ['pytest 8.0']],
  [
    'another version than is installed',
    [lock(['pytest==8.0']), site(['pytest==7.4'])],
    ['pytest 7.4', 'app/a.lock: 1 left out'],
  ],
  [
    'a range that may mean what is installed',
    [manifest(['pytest>=7']), site(['pytest==7.4'])],
    ['pytest', 'pytest 7.4'],
  ],
  [
    'what is for use too',
    [lock(['a==1']), lock(['b==1', 'a==1'], { scope: 'runtime' }), site(['c==1'])],
    ['a 1', 'b 1', 'c 1'],
  ],
  ['extras, which somebody may want', [lock(['a==1'], { scope: 'optional' }), site(['c==1'])], ['a 1', 'c 1']],
  [
    'what a command installs',
    [says('app/dev.sh', 'commands', ['a==1'], { role: 'installs' }), site(['c==1'])],
    ['a 1', 'c 1'],
  ],
  ['an image in which nothing is installed', [lock(['pytest==8.0'])], ['pytest 8.0']],
  ['an image with another ecosystem', [npmLock(['jest==29.0.0']), site(['torch==2.1'])], ['jest 29.0.0', 'torch 2.1']],
  [
    'development packages of npm beside node_modules',
    [npmLock(['jest==29.0.0']), modules('app/node_modules/left-pad/package.json', ['left-pad==1.3.0'])],
    ['left-pad 1.3.0', 'app/a.lock: 1 left out'],
  ],
  [
    'those of a workspace below it',
    [
      says('app/packages/web/a.lock', 'lock', ['jest==29.0.0'], { ecosystem: 'npm' }),
      modules('app/node_modules/left-pad/package.json', ['left-pad==1.3.0']),
    ],
    ['left-pad 1.3.0', 'app/packages/web/a.lock: 1 left out'],
  ],
  [
    'those of a program in the root of the image',
    [npmLock(['jest==29.0.0']), modules('node_modules/left-pad/package.json', ['left-pad==1.3.0'])],
    ['left-pad 1.3.0', 'app/a.lock: 1 left out'],
  ],
  [
    'those of a bundled program, in an image with npm itself',
    [npmLock(['jest==29.0.0']), modules('usr/lib/node_modules/npm/package.json', ['npm==10.0.0'])],
    ['jest 29.0.0', 'npm 10.0.0'],
  ],
]

describe('an image', () => {
  it.each(CASES)('%s', (_, files, expected) => {
    expect(inWords(assemble(files, LOCKING, 'root', 'image'))).toEqual(expected)
    expect(inWords(assemble(files.toReversed(), LOCKING, 'root', 'image'))).toEqual(expected)
  })

  it('has no edges to what is left out', () => {
    const told = lock(['pytest==8.0', 'pluggy==1.5'])
    const edges = [{ from: 'pytest==8.0', to: 'pluggy==1.5' }]
    const files = [{ ...told, extraction: { ...told.extraction, edges } }, site(['pluggy==1.5'])]
    const { components, relationships } = assemble(files, LOCKING, 'root', 'image')
    expect([components.map(({ name }) => name), relationships]).toEqual([['pluggy'], []])
  })
})

it('a project is what its files ask for, installed or not', () => {
  const files = [lock(['pytest==8.0']), site(['torch==2.1'])]
  expect(inWords(assemble(files, LOCKING, 'root'))).toEqual(['pytest 8.0', 'torch 2.1'])
})

it('200,000 packages are looked at in linear time', () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `p${index}==1`)
  const files = [
    npmLock(names),
    modules(
      'app/node_modules/a/package.json',
      names.map((name) => `x${name}`),
    ),
  ]
  const before = performance.now()
  expect(assemble(files, LOCKING, 'root', 'image').notInstalled).toEqual([{ path: 'app/a.lock', count: 100_000 }])
  expect(performance.now() - before).toBeLessThan(15_000)
})
