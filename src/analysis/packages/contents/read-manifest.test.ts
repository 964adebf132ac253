import { describe, expect, it } from 'vitest'
import { openedArtefact, tarballOf, wheelOf, zipOf } from '../../../../test/support/opened-artefact.ts'
import type { PackageManifest } from '../artefact-facts.ts'
import { originOf } from './npm-dependency.ts'

async function manifestOf(name: string, bytes: Buffer): Promise<PackageManifest> {
  const { contents } = await openedArtefact(name, bytes)
  if (contents.manifest === undefined) throw new Error('no manifest')
  return contents.manifest
}

function sdist(files: Readonly<Record<string, string>>): Buffer {
  return tarballOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`demo-1.0/${path}`, text])))
}

function npm(manifest: object, files: Readonly<Record<string, string>> = {}): Buffer {
  const all = { 'package.json': JSON.stringify({ name: 'demo', version: '1.0.0', ...manifest }), ...files }
  return tarballOf(Object.fromEntries(Object.entries(all).map(([path, text]) => [`package/${path}`, text])))
}

/** `name requirement kind from`. */
function wanted({ dependencies }: PackageManifest): readonly string[] {
  return dependencies.map(({ name, requirement, kind, from }) =>
    [name, requirement, kind, from].filter((part) => part !== '').join(' '),
  )
}

describe('a wheel', () => {
  const METADATA = [
    'Metadata-Version: 2.4',
    'Name: Demo',
    'Version: 1.0',
    'Summary: What it is',
    'Author-email: Ann <ann@demo.example>',
    'Home-page: https://demo.example',
    'Project-URL: Source Code, https://git.example/demo',
    'Requires-Dist: torch>=2',
    "Requires-Dist: pytest ; extra == 'test'",
    'Requires-Dist: fork @ git+https://git.example/fork.git@main',
    'Requires-Dist: other @ https://files.example/other-1.0.tar.gz',
    '',
    '# Demo',
    'Long.',
  ].join('\n')
  it('by its METADATA', async () => {
    const manifest = await manifestOf('demo-1.0-py3-none-any.whl', wheelOf({}, METADATA))
    expect(manifest).toMatchObject({
      ecosystem: 'PyPI',
      name: 'Demo',
      version: '1.0',
      description: 'What it is',
      readme: '# Demo\nLong.',
      hooks: [],
      people: ['Ann <ann@demo.example>'],
      links: [
        { label: 'homepage', address: 'https://demo.example' },
        { label: 'source code', address: 'https://git.example/demo' },
      ],
    })
    expect(wanted(manifest)).toEqual([
      'torch >=2 runtime registry',
      'pytest optional registry',
      'fork git+https://git.example/fork.git@main runtime git',
      'other https://files.example/other-1.0.tar.gz runtime address',
    ])
  })
  it('with the commands of entry points and of .data/scripts', async () => {
    const bytes = wheelOf({
      'demo-1.0.dist-info/entry_points.txt':
        '[console_scripts]\nDemo = demo.cli:main [extra]\n[pytest11]\nx = demo.plugin\n',
      'demo-1.0.data/scripts/run.sh': '#!/bin/sh\n',
    })
    expect((await manifestOf('demo-1.0-py3-none-any.whl', bytes)).commands).toEqual([
      { name: 'Demo', target: 'demo.cli:main' },
      { name: 'run.sh', target: 'demo-1.0.data/scripts/run.sh' },
    ])
  })
})

describe('a source distribution', () => {
  it('by PKG-INFO, with what the build wants', async () => {
    const manifest = await manifestOf(
      'demo-1.0.tar.gz',
      sdist({
        'PKG-INFO': 'Name: demo\nVersion: 1.0\nRequires-Dist: a\n',
        'pyproject.toml':
          '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\ndependencies = ["a", "b"]\n',
      }),
    )
    expect(manifest.buildBackend).toBe('hatchling.build')
    expect(wanted(manifest)).toEqual(['a runtime registry', 'hatchling build registry'])
    expect(manifest.hooks).toEqual([])
  })
  it('by pyproject.toml, where there is no PKG-INFO', async () => {
    const manifest = await manifestOf(
      'demo-1.0.tar.gz',
      sdist({
        'pyproject.toml':
          '[project]\nname = "demo"\nversion = "1.0"\ndependencies = ["a>1"]\n[project.optional-dependencies]\nx = ["b"]\n[project.scripts]\nrun = "demo:main"\n',
      }),
    )
    expect(wanted(manifest)).toEqual(['a >1 runtime registry', 'b optional registry'])
    expect(manifest.commands).toEqual([{ name: 'run', target: 'demo:main' }])
  })
  it('by setup.cfg', async () => {
    const manifest = await manifestOf(
      'demo-1.0.tar.gz',
      sdist({
        'setup.cfg':
          '[metadata]\nname = demo\nversion = 1.0\n[options]\ninstall_requires =\n  a\n  b>2\nsetup_requires = c\ncmdclass =\n  install = demo.Install\n',
      }),
    )
    expect(wanted(manifest)).toEqual(['a runtime registry', 'b >2 runtime registry', 'c build registry'])
    expect(manifest.hooks).toEqual([
      { name: 'cmdclass', command: 'install = demo.Install', place: { path: 'setup.cfg', line: 9, column: 1 } },
    ])
  })
  it('by setup.py, read and not run', async () => {
    const code = [
      'from setuptools import setup',
      'from setuptools.command.install import install',
      'NEEDS = ["a>=1"]',
      'class Run(install): pass',
      'setup(name="demo", version="1.0", install_requires=NEEDS + ["b"], cmdclass={"install": Run},',
      '      extras_require={"x": ["c"]}, entry_points={"console_scripts": ["demo = demo:main"]})',
    ].join('\n')
    const manifest = await manifestOf('demo-1.0.tar.gz', sdist({ 'setup.py': code }))
    expect(manifest).toMatchObject({ name: 'demo', version: '1.0', commands: [{ name: 'demo', target: 'demo:main' }] })
    expect(wanted(manifest)).toEqual(['a >=1 runtime registry', 'b runtime registry', 'c optional registry'])
    expect(manifest.hooks.map(({ name, place }) => `${name} ${place.path}:${place.line}`)).toEqual([
      'setup.py setup.py:1',
      'cmdclass.install setup.py:5',
    ])
  })
  const builders: readonly { readonly what: string; readonly toml: string; readonly hooks: readonly string[] }[] = [
    {
      what: 'in the tree',
      toml: '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["build"]\n',
      hooks: ['setup.py', 'build-system.backend-path'],
    },
    {
      what: 'of hatchling with a hook',
      toml: '[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.build.hooks.custom]\npath = "hook.py"\n',
      hooks: ['setup.py', 'tool.hatch.build.hooks.custom'],
    },
    {
      what: 'of poetry with a script',
      toml: '[build-system]\nbuild-backend = "poetry.core.masonry.api"\n[tool.poetry.build]\nscript = "hook.py"\n',
      hooks: ['setup.py', 'tool.poetry.build'],
    },
    {
      what: 'that takes no notice of setup.py',
      toml: '[build-system]\nbuild-backend = "flit_core.buildapi"\n',
      hooks: [],
    },
  ]
  it.each(builders)('with a builder $what', async ({ toml, hooks }) => {
    const manifest = await manifestOf(
      'demo-1.0.tar.gz',
      sdist({ 'PKG-INFO': 'Name: demo\nVersion: 1.0\n', 'setup.py': '', 'pyproject.toml': toml }),
    )
    expect(manifest.hooks.map(({ name }) => name)).toEqual(hooks)
  })
})

describe('a package of npm', () => {
  it('by its package.json', async () => {
    const manifest = await manifestOf(
      'demo-1.0.0.tgz',
      npm(
        {
          description: 'What it is',
          author: { name: 'Ann', email: 'ann@demo.example' },
          repository: { url: 'git+https://git.example/demo.git' },
          bin: './cli.js',
          scripts: { postinstall: 'node setup.js', test: 'x' },
          dependencies: { a: '^1', b: 'github:o/b', c: 'npm:d@2', e: '1' },
          optionalDependencies: { e: '1' },
          peerDependencies: { f: '*', g: '*' },
          peerDependenciesMeta: { g: { optional: true } },
          devDependencies: { h: '1' },
          bundleDependencies: ['a'],
        },
        { 'setup.js': '', 'cli.js': '' },
      ),
    )
    expect(manifest).toMatchObject({
      ecosystem: 'npm',
      people: ['Ann ann@demo.example'],
      links: [{ label: 'repository', address: 'git+https://git.example/demo.git' }],
      commands: [{ name: 'demo', target: './cli.js' }],
    })
    expect(manifest.hooks.map(({ name, command }) => `${name}: ${command}`)).toEqual(['postinstall: node setup.js'])
    expect(wanted(manifest)).toEqual([
      'a ^1 bundled registry',
      'b github:o/b runtime git',
      'd 2 runtime registry',
      'e 1 optional registry',
      'f * peer registry',
      'g * optional registry',
    ])
  })
  it.each([
    ['^1.0.0', 'registry'],
    ['latest', 'registry'],
    ['owner/repo', 'git'],
    ['git+ssh://git@git.example/o/r.git#v1', 'git'],
    ['git@git.example:o/r.git', 'git'],
    ['https://github.com/o/r', 'git'],
    ['https://files.example/x.tgz', 'address'],
    ['http://203.0.113.7/x', 'address'],
    ['file:../x', 'path'],
    ['./x.tgz', 'path'],
    ['vendor/x.tgz', 'path'],
  ])('%s comes from: %s', (written, from) => {
    expect(originOf(written)).toBe(from)
  })
})

it('a conda package, with the scripts that conda runs', async () => {
  const bytes = zipOf({
    'info/index.json': '{"name":"demo","version":"1.0","depends":["python >=3.11","numpy"]}',
    'info/about.json': '{"home":"https://demo.example","summary":"What it is"}',
    'info/link.json': '{"noarch":{"type":"python","entry_points":["demo = demo:main"]}}',
    'bin/.demo-post-link.sh': 'true',
    'Scripts/.demo-pre-unlink.bat': '',
  })
  const manifest = await manifestOf('demo-1.0-0.zip', bytes)
  expect(manifest).toMatchObject({
    ecosystem: 'conda',
    description: 'What it is',
    commands: [{ name: 'demo', target: 'demo:main' }],
  })
  expect(wanted(manifest)).toEqual(['python >=3.11 runtime registry', 'numpy runtime registry'])
  expect(manifest.hooks.map(({ name, command }) => `${name} ${command}`)).toEqual([
    'post-link bin/.demo-post-link.sh',
    'pre-unlink Scripts/.demo-pre-unlink.bat',
  ])
})
