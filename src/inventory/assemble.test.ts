import { describe, expect, it } from 'vitest'
import type { Bom, Component } from '../model/component.ts'
import { type Include, type PackageMention, ROOT } from '../model/package-mention.ts'
import { assemble as assembleAs } from './assemble.ts'
import type { FileMentions } from './file-mentions.ts'

const LOCKING = new Map([
  ['python/pyproject', { lockedBy: ['python/uv-lock'] }],
  [
    'python/requirements',
    { lockFile: (path: string) => (path.endsWith('.in') ? path.replace(/\.in$/, '.txt') : undefined) },
  ],
])

/** `torch==2.1`, `torch>=2`, `torch`: a mention in the words of a requirements file. */
function mention(text: string, over: Partial<PackageMention> = {}): PackageMention {
  const [, name = '', specifier = ''] = /^([\w@/-]+)(.*)$/.exec(text) ?? []
  const exact = /^==(.+)$/.exec(specifier)?.[1]
  return {
    key: text,
    ecosystem: 'PyPI',
    name,
    version:
      exact !== undefined
        ? { kind: 'exact', version: exact }
        : specifier === ''
          ? { kind: 'any' }
          : { kind: 'range', text: specifier, syntax: 'pep440' },
    origin: { kind: 'registry' },
    role: 'requires',
    scope: 'runtime',
    groups: [],
    direct: 'yes',
    location: { path: 'set below', lines: { start: 1, end: 1 } },
    text,
    integrity: [],
    ...over,
  }
}

function assemble(...parts: readonly [Parameters<typeof assembleAs>[0], Parameters<typeof assembleAs>[1]]): Bom {
  return assembleAs(...parts, 'root')
}

function file(
  path: string,
  extractor: string,
  mentions: readonly PackageMention[],
  more: { readonly edges?: readonly (readonly [string, string])[]; readonly includes?: readonly Include[] } = {},
): FileMentions {
  const placed = mentions.map((one, index) => ({
    ...one,
    location: { path, lines: { start: index + 1, end: index + 1 } },
  }))
  const edges = (more.edges ?? []).map(([from, to]) => ({ from, to }))
  return {
    path,
    extractor,
    extraction: { mentions: placed, edges, includes: more.includes ?? [], clues: [], diagnostics: [] },
  }
}

const locked = (text: string, over: Partial<PackageMention> = {}): PackageMention =>
  mention(text, { role: 'locks', direct: 'no', ...over })

function named(components: readonly Component[], name: string): Component {
  const found = components.filter((component) => component.name === name)
  expect(found).toHaveLength(1)
  return found[0] as Component
}

describe('locks and manifests', () => {
  const manifest = file('app/pyproject.toml', 'python/pyproject', [mention('torch>=2')])

  it('a requirement that the lock beside it pins is evidence of the locked package', () => {
    const { components } = assemble(
      [manifest, file('app/uv.lock', 'python/uv-lock', [locked('torch==2.1.0')])],
      LOCKING,
    )
    expect(components.map((component) => component.id)).toEqual(['pkg:pypi/torch@2.1.0'])
    expect(components[0]).toMatchObject({ direct: 'yes' })
    expect(components[0]?.evidence.map((one) => one.location.path)).toEqual(['app/uv.lock', 'app/pyproject.toml'])
  })

  it('a workspace member is pinned by the lock above it', () => {
    const lock = file('uv.lock', 'python/uv-lock', [locked('torch==2.1.0')])
    expect(assemble([manifest, lock], LOCKING).components).toHaveLength(1)
  })

  it('a lock in another folder pins nothing', () => {
    const lock = file('other/uv.lock', 'python/uv-lock', [locked('torch==2.1.0')])
    expect(assemble([manifest, lock], LOCKING).components).toHaveLength(2)
  })

  it('a requirement that the lock does not hold stays open: the lock is stale', () => {
    const { components } = assemble([manifest, file('app/uv.lock', 'python/uv-lock', [locked('numpy==1.0')])], LOCKING)
    expect(named(components, 'torch').version).toEqual({ kind: 'range', text: '>=2', syntax: 'pep440' })
  })

  it('forks of one name by platform are all kept, and the requirement speaks for each', () => {
    const lock = file('app/uv.lock', 'python/uv-lock', [locked('torch==2.1.0'), locked('torch==2.1.0+cu118')])
    const { components } = assemble([manifest, lock], LOCKING)
    expect(components.map((component) => [component.purl, component.evidence.length])).toEqual([
      ['pkg:pypi/torch@2.1.0', 2],
      ['pkg:pypi/torch@2.1.0%2Bcu118', 2],
    ])
  })

  it('an install command is never pinned by a lock: it runs elsewhere', () => {
    const docker = file('app/Dockerfile', 'containers/dockerfile', [mention('torch', { role: 'installs' })])
    const { components } = assemble([docker, file('app/uv.lock', 'python/uv-lock', [locked('torch==2.1.0')])], LOCKING)
    expect(components).toHaveLength(2)
  })

  it('requirements.in is pinned by requirements.txt and not by another file beside it', () => {
    const files = [
      file('requirements.in', 'python/requirements', [mention('torch>=2')]),
      file('requirements.txt', 'python/requirements', [locked('torch==2.1.0')]),
      file('requirements-dev.txt', 'python/requirements', [locked('torch==1.0')]),
      file('plain-requirements.txt', 'python/requirements', [mention('torch>=1')]),
    ]
    const { components } = assemble(files, LOCKING)
    expect(components.map((component) => component.id)).toEqual([
      'pkg:pypi/torch#>=1',
      'pkg:pypi/torch@1.0',
      'pkg:pypi/torch@2.1.0',
    ])
  })
})

describe('constraints', () => {
  const include = (role: 'requires' | 'constrains', path = 'limits.txt'): Include => ({
    path,
    role,
    location: { path: 'r.txt' },
  })
  const constraints = file('limits.txt', 'python/requirements', [mention('torch==2.1.0'), mention('unused==1.0')])

  it('pin what a requirement leaves open, and never add a package', () => {
    const asking = file('r.txt', 'python/requirements', [mention('torch>=2'), mention('numpy')], {
      includes: [include('constrains')],
    })
    const { components } = assemble([asking, constraints], LOCKING)
    expect(components.map((component) => component.id)).toEqual(['pkg:pypi/numpy#any', 'pkg:pypi/torch@2.1.0'])
  })

  it('narrow a range', () => {
    const limits = file('limits.txt', 'python/requirements', [mention('torch<2.2')])
    const asking = file('r.txt', 'python/requirements', [mention('torch>=2')], { includes: [include('constrains')] })
    expect(assemble([asking, limits], LOCKING).components[0]?.version).toEqual({
      kind: 'range',
      text: '>=2,<2.2',
      syntax: 'pep440',
    })
  })

  it('a file that is also required stays a list of packages', () => {
    const files = [
      file('r.txt', 'python/requirements', [mention('numpy')], { includes: [include('constrains')] }),
      file('s.txt', 'python/requirements', [], { includes: [include('requires')] }),
      constraints,
    ]
    expect(assemble(files, LOCKING).components.map((one) => one.name)).toEqual(['numpy', 'torch', 'unused'])
  })

  it('files that include each other end', () => {
    const files = [
      file('r.txt', 'python/requirements', [mention('torch')], { includes: [include('constrains', 'a.txt')] }),
      file('a.txt', 'python/requirements', [], { includes: [include('constrains', 'b.txt')] }),
      file('b.txt', 'python/requirements', [mention('torch==3')], { includes: [include('constrains', 'a.txt')] }),
    ]
    expect(assemble(files, LOCKING).components.map((one) => one.id)).toEqual(['pkg:pypi/torch@3'])
  })
})

describe('who brings it in', () => {
  const lock = file(
    'uv.lock',
    'python/uv-lock',
    [locked('app==1', { direct: 'yes' }), locked('b==1'), locked('c==1'), locked('lonely==1', { direct: 'unknown' })],
    {
      edges: [
        [ROOT, 'app==1'],
        ['app==1', 'b==1'],
        ['b==1', 'c==1'],
        ['c==1', 'b==1'],
        ['app==1', 'c==1'],
      ],
    },
  )

  it('is the shortest chain from a direct dependency, cycles or not', () => {
    const { components, relationships } = assemble([lock], LOCKING)
    expect(named(components, 'c').path).toEqual(['app@1', 'c@1'])
    expect(named(components, 'app').path).toEqual(['app@1'])
    expect(named(components, 'lonely').path).toEqual([])
    expect(relationships).toContainEqual({ from: 'pkg:pypi/app@1', to: 'pkg:pypi/b@1' })
  })

  it('a lock that does not know what is direct learns it from the manifest', () => {
    const unknowing = file(
      'uv.lock',
      'python/uv-lock',
      [locked('a==1', { direct: 'unknown' }), locked('b==1', { direct: 'unknown' })],
      { edges: [['a==1', 'b==1']] },
    )
    const { components } = assemble([file('pyproject.toml', 'python/pyproject', [mention('a>=1')]), unknowing], LOCKING)
    expect(named(components, 'a').direct).toBe('yes')
    expect(named(components, 'b')).toMatchObject({ direct: 'no', path: ['a@1', 'b@1'] })
  })
})

describe('identity', () => {
  it('tells origins apart, and a workspace member from the public package of its name', () => {
    const { components } = assemble(
      [
        file('uv.lock', 'python/uv-lock', [
          locked('tool==1'),
          { ...locked('tool==1', { origin: { kind: 'local', path: 'packages/tool' } }), key: 'member' },
          {
            ...locked('tool==1', { origin: { kind: 'git', url: 'https://git.example/tool', commit: 'abc' } }),
            key: 'git',
          },
        ]),
      ],
      LOCKING,
    )
    expect(components.map((component) => component.id)).toEqual([
      'pkg:pypi/tool@1',
      'pkg:pypi/tool@1#git:https://git.example/tool@abc',
      'pkg:pypi/tool@1#local:packages/tool',
    ])
  })

  it('one package in two files is one component, used where it reaches furthest', () => {
    const { components } = assemble(
      [
        file('a/requirements.txt', 'python/requirements', [
          mention('x==1', { scope: 'development', marker: 'os_name == "nt"' }),
        ]),
        file('b/requirements.txt', 'python/requirements', [mention('x==1')]),
      ],
      LOCKING,
    )
    expect(components).toHaveLength(1)
    expect(components[0]).toMatchObject({ scope: 'runtime', markers: [] })
  })

  it('does not depend on the order of the files', () => {
    const files = [
      file('b/requirements.txt', 'python/requirements', [mention('x==1'), mention('y')]),
      file('a/pyproject.toml', 'python/pyproject', [mention('x==1')]),
      file('uv.lock', 'python/uv-lock', [locked('x==1'), locked('z==2')]),
    ]
    expect(assemble(files.toReversed(), LOCKING)).toEqual(assemble(files, LOCKING))
  })
})
