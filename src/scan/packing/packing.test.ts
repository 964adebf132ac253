import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { directorySource } from '../sources/directory.ts'
import type { TreeSource } from '../source.ts'
import { dockerContext } from './docker-context.ts'
import { huggingFaceUpload } from './hugging-face-upload.ts'
import { manifestIn } from './manifest-in.ts'
import { npmPack } from './npm-pack.ts'
import { pythonBuild } from './python-build.ts'

async function folderOf(files: Readonly<Record<string, string>>): Promise<{ root: string; tree: TreeSource }> {
  const root = temporaryFolder(files)
  return { root, tree: await directorySource(root, DEFAULT_LIMITS) }
}

const empty = (...paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, '']))

describe('npm pack', () => {
  const folders: readonly (readonly [string, Record<string, string>])[] = [
    [
      'a list of files',
      {
        'package.json': JSON.stringify({
          name: 'a',
          version: '1.0.0',
          main: 'index.js',
          files: ['dist', 'lib/*.js', '!dist/sub/x.map', 'docs/'],
        }),
        'docs/.npmignore': 'secret.txt\n',
        ...empty('dist/a.js', 'dist/sub/x.map', 'dist/.env', 'lib/l.js', 'lib/l.ts', 'docs/d.txt', 'docs/secret.txt'),
        ...empty('index.js', '.env', '.npmrc', 'README.rst', 'LICENSE', 'package-lock.json', 'src/i.js', 'dist/.npmrc'),
      },
    ],
    [
      'an ignore file',
      {
        'package.json': JSON.stringify({ name: 'a', version: '1.0.0' }),
        '.gitignore': '*.log\n',
        ...empty('a.js', 'a.log', '.env', 'node_modules/x/index.js', '.git/config', 'notes/.DS_Store'),
      },
    ],
  ]

  it.each(folders)('is what npm itself says for %s', async (_, files) => {
    const { root, tree } = await folderOf(files)
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // npm 12 answers with an object by name, npm 11 with a list.
    const answer = JSON.parse(said) as { readonly files: readonly { readonly path: string }[] }[]
    const theirs = Object.values(answer).flatMap((one) => one.files.map(({ path }) => path))
    expect((await npmPack(tree, root, DEFAULT_LIMITS)).paths).toEqual(theirs.toSorted())
  })

  it('names scripts that run before and packages that are bundled', async () => {
    const manifest = { name: 'a', version: '1.0.0', scripts: { prepack: 'tsc' }, bundleDependencies: ['x', '../y'] }
    const { root, tree } = await folderOf({
      'package.json': JSON.stringify(manifest),
      'node_modules/x/package.json': '{}',
      'node_modules/x/.env': '',
    })
    const { paths, doubts } = await npmPack(tree, root, DEFAULT_LIMITS)
    expect(paths).toContain('node_modules/x/.env')
    expect(doubts.join(' ')).toMatch(/prepack.*bundled/)
  })

  it('refuses a manifest that is none', async () => {
    const { root, tree } = await folderOf({ 'package.json': '[' })
    await expect(npmPack(tree, root, DEFAULT_LIMITS)).rejects.toThrow('expected package.json to be a JSON object')
  })
})

/** What stands in the folder of every back end below. */
const PROJECT = {
  '.gitignore': 'ignored.txt\n*.log\n.env\n',
  'MANIFEST.in': 'include docs/*.md\nrecursive-include src *.csv\n',
  ...empty('README.md', 'LICENSE', 'CHANGELOG.md', '.env', '.pypirc', '.claude/settings.json', 'docs/i.md'),
  ...empty('src/demo_pkg/__init__.py', 'src/demo_pkg/.env', 'src/demo_pkg/data/x.csv', 'src/demo_pkg/k.log'),
  ...empty('src/demo_pkg/__pycache__/a.pyc', 'tests/test_a.py', 'notebooks/n.ipynb', '.git/config', 'dist/old.whl'),
}

/** What each back end packed of it: setuptools 65.5, hatchling 1.33, flit_core 4.2, poetry-core 2.5, uv_build 0.13.6, pdm-backend 2.5. */
const PACKED: readonly (readonly [string, readonly string[]])[] = [
  ['setuptools.build_meta', ['docs/i.md', 'src/demo_pkg/__init__.py', 'src/demo_pkg/data/x.csv']],
  [
    'hatchling.build',
    [
      '.claude/settings.json',
      '.gitignore',
      '.pypirc',
      'CHANGELOG.md',
      'docs/i.md',
      'notebooks/n.ipynb',
      'src/demo_pkg/__init__.py',
      'src/demo_pkg/data/x.csv',
      'tests/test_a.py',
    ],
  ],
  [
    'flit_core.buildapi',
    ['src/demo_pkg/.env', 'src/demo_pkg/__init__.py', 'src/demo_pkg/data/x.csv', 'src/demo_pkg/k.log'],
  ],
  ['poetry.core.masonry.api', ['src/demo_pkg/__init__.py', 'src/demo_pkg/data/x.csv']],
  ['uv_build', ['src/demo_pkg/.env', 'src/demo_pkg/__init__.py', 'src/demo_pkg/data/x.csv', 'src/demo_pkg/k.log']],
  [
    'pdm.backend',
    [
      'src/demo_pkg/.env',
      'src/demo_pkg/__init__.py',
      'src/demo_pkg/data/x.csv',
      'src/demo_pkg/k.log',
      'tests/test_a.py',
    ],
  ],
]

describe('python -m build', () => {
  it.each(PACKED)('with %s takes what the back end takes', async (backend, own) => {
    const { tree } = await folderOf({
      ...PROJECT,
      'pyproject.toml': `[build-system]\nrequires = []\nbuild-backend = "${backend}"\n[project]\nname = "demo-pkg"\nversion = "1"\nreadme = "README.md"\n`,
    })
    const { paths } = await pythonBuild(tree, DEFAULT_LIMITS)
    const companions = ['LICENSE', 'MANIFEST.in', 'README.md', 'pyproject.toml']
    expect(paths).toEqual([...own, ...companions].toSorted())
  })

  it('says what it does not know of a back end', async () => {
    const { tree } = await folderOf({ 'pyproject.toml': '[build-system]\nbuild-backend = "mesonpy"\n', 'a.txt': '' })
    const { paths, doubts } = await pythonBuild(tree, DEFAULT_LIMITS)
    expect(paths).toContain('a.txt')
    expect(doubts.join(' ')).toContain('mesonpy')
  })

  it('honours what the tables of the back end leave out and add', async () => {
    const { tree } = await folderOf({
      ...PROJECT,
      'pyproject.toml':
        '[build-system]\nbuild-backend = "hatchling.build"\n[tool.hatch.build]\nexclude = ["/.pypirc", ".claude"]\n',
    })
    const { paths } = await pythonBuild(tree, DEFAULT_LIMITS)
    expect(paths.filter((path) => /pypirc|claude/.test(path))).toEqual([])
  })
})

describe('MANIFEST.in', () => {
  const all = ['a.txt', 'docs/a.md', 'docs/deep/b.md', 'src/x.py', 'src/x.csv', 'secret.csv']
  it.each([
    ['include *.txt', ['a.txt']],
    ['recursive-include docs *.md', ['docs/a.md', 'docs/deep/b.md']],
    ['graft docs\nprune docs/deep', ['docs/a.md']],
    ['global-include *.csv\nexclude secret.csv', ['src/x.csv']],
    ['# include *.txt\nunknown *.txt', []],
  ])('%j', (text, chosen) => {
    expect(manifestIn(text, all).toSorted()).toEqual(chosen.toSorted())
  })
})

describe('docker build', () => {
  it('leaves out what .dockerignore names from the root', async () => {
    const { tree } = await folderOf({
      '.dockerignore': '# comment\n*.log\n**/.env\nnode_modules\n!keep.log\n',
      ...empty('a.log', 'keep.log', 'sub/a.log', '.env', 'sub/.env', 'node_modules/x.js', 'sub/node_modules/y.js'),
    })
    expect((await dockerContext(tree, DEFAULT_LIMITS)).paths).toEqual([
      '.dockerignore',
      'keep.log',
      'sub/a.log',
      'sub/node_modules/y.js',
    ])
  })

  it('says that there is none', async () => {
    const { tree } = await folderOf(empty('.env'))
    expect(await dockerContext(tree, DEFAULT_LIMITS)).toMatchObject({
      paths: ['.env'],
      doubts: [expect.stringContaining('no .dockerignore')],
    })
  })
})

describe('hf upload', () => {
  it('takes everything but the folders of git and of the client, and follows no link', async () => {
    const { root, tree } = await folderOf(
      empty('README.md', '.env', '.gitignore', '.git/config', 'sub/.cache/huggingface/x', 'sub/.cache/y'),
    )
    symlinkSync('/etc', join(root, 'etc'))
    const { paths } = await huggingFaceUpload(tree, DEFAULT_LIMITS)
    expect(paths).toEqual(['.env', '.gitignore', 'README.md', 'sub/.cache/y'])
  })
})
