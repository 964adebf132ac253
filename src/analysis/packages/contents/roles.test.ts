import { describe, expect, it } from 'vitest'
import { openedArtefact, tarballOf, wheelOf, zipOf } from '../../../../test/support/opened-artefact.ts'
import type { TarMember } from '../../../../test/support/tar-writer.ts'

type Files = Readonly<Record<string, string>>

const wheel = (files: Files): { readonly name: string; readonly bytes: Buffer } => ({
  name: 'demo-1.0-py3-none-any.whl',
  bytes: wheelOf(files),
})
const inFolder = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]))
const sdist = (files: Files, more: readonly TarMember[] = []): { readonly name: string; readonly bytes: Buffer } => ({
  name: 'demo-1.0.tar.gz',
  bytes: tarballOf(inFolder('demo-1.0', { 'PKG-INFO': 'Name: demo\nVersion: 1.0\n', ...files }), more),
})
const npm = (manifest: object, files: Files): { readonly name: string; readonly bytes: Buffer } => ({
  name: 'demo-1.0.0.tgz',
  bytes: tarballOf(
    inFolder('package', { 'package.json': JSON.stringify({ name: 'demo', version: '1.0.0', ...manifest }), ...files }),
  ),
})

describe('the role of a file', () => {
  const cases: readonly {
    readonly what: string
    readonly artefact: { readonly name: string; readonly bytes: Buffer }
    readonly roles: Files
  }[] = [
    {
      what: 'in a wheel',
      artefact: wheel({
        'demo/__init__.py': '',
        'demo/sub/__init__.py': '',
        'demo/__main__.py': '',
        'demo/cli.py': '',
        'demo/tests/test_a.py': '',
        'single.py': '',
        '_fast.cpython-311-x86_64-linux-gnu.so': '',
        'space/name/__init__.py': '',
        'space/name/deep/__init__.py': '',
        'demo_init.pth': '',
        'demo/weights.pth': '',
        'sitecustomize.py': '',
        'demo-1.0.data/purelib/other.pth': '',
        'demo-1.0.data/platlib/more/__init__.py': '',
        'demo-1.0.data/scripts/run': '',
        'demo-1.0.data/data/share/x.pth': '',
        'demo-1.0.dist-info/entry_points.txt':
          '[console_scripts]\ndemo = demo.cli:main\n[pytest11]\ndemo = demo.plugin\n',
        'demo/plugin.py': '',
      }),
      roles: {
        'demo/__init__.py': 'import',
        'demo/sub/__init__.py': 'library',
        'demo/__main__.py': 'command',
        'demo/cli.py': 'command',
        'demo/plugin.py': 'import',
        'demo/tests/test_a.py': 'test',
        'single.py': 'import',
        '_fast.cpython-311-x86_64-linux-gnu.so': 'import',
        'space/name/__init__.py': 'import',
        'space/name/deep/__init__.py': 'library',
        'demo_init.pth': 'start',
        'demo/weights.pth': 'library',
        'sitecustomize.py': 'start',
        'demo-1.0.data/purelib/other.pth': 'start',
        'demo-1.0.data/platlib/more/__init__.py': 'import',
        'demo-1.0.data/scripts/run': 'command',
        'demo-1.0.data/data/share/x.pth': 'library',
      },
    },
    {
      what: 'in a source distribution',
      artefact: sdist({
        'setup.py': 'import helper\nfrom setuptools import setup\nsetup(name="demo")\n',
        'helper.py': '',
        'pyproject.toml': '[build-system]\nrequires=[]\nbuild-backend="own.backend"\nbackend-path=["build"]\n',
        'build/own/backend.py': '',
        'src/demo/__init__.py': '',
        'src/demo/core.py': '',
        'demo.pth': '',
        'noxfile.py': '',
        'docs/conf.py': '',
        'tests/__init__.py': '',
        'README.md': '',
      }),
      roles: {
        'setup.py': 'install',
        'helper.py': 'install',
        'build/own/backend.py': 'install',
        'src/demo/__init__.py': 'import',
        'src/demo/core.py': 'library',
        'demo.pth': 'start',
        'noxfile.py': 'library',
        'docs/conf.py': 'documentation',
        'tests/__init__.py': 'test',
        'README.md': 'documentation',
      },
    },
    {
      what: 'behind a link',
      artefact: sdist({ 'data/x.txt': '' }, [{ name: 'demo-1.0/setup.py', typeflag: '2', linkName: 'data/x.txt' }]),
      roles: { 'setup.py': 'library' },
    },
    {
      what: 'in a package of npm',
      artefact: npm(
        {
          main: './lib',
          bin: { demo: 'bin/demo' },
          exports: { '.': { import: './esm/index.mjs', types: './t.d.ts' }, './x/*': './x/*.js' },
          scripts: { preinstall: 'node -e "require(\'./inline\')"', postinstall: 'node scripts/setup' },
        },
        {
          'lib/index.js': '',
          'esm/index.mjs': '',
          't.d.ts': '',
          'x/a.js': '',
          'bin/demo': '',
          'inline.js': '',
          'scripts/setup.js': '',
          'index.js': '',
          'lib/a.test.js': '',
          'binding.gyp': '{}',
        },
      ),
      roles: {
        'lib/index.js': 'import',
        'esm/index.mjs': 'import',
        't.d.ts': 'library',
        'x/a.js': 'library',
        'bin/demo': 'command',
        'inline.js': 'install',
        'scripts/setup.js': 'install',
        'index.js': 'library',
        'lib/a.test.js': 'test',
        'binding.gyp': 'install',
      },
    },
    {
      what: 'that npm loads without being told',
      artefact: npm({}, { 'index.js': '' }),
      roles: { 'index.js': 'import' },
    },
    {
      what: 'in a conda package',
      artefact: {
        name: 'demo-1.0-0.zip',
        bytes: zipOf({
          'info/index.json': '{"name":"demo","version":"1"}',
          'bin/.demo-post-link.sh': '',
          'etc/conda/activate.d/demo.sh': '',
          'bin/demo': '',
          'lib/python3.11/site-packages/demo/__init__.py': '',
          'lib/python3.11/site-packages/demo.pth': '',
        }),
      },
      roles: {
        'bin/.demo-post-link.sh': 'install',
        'etc/conda/activate.d/demo.sh': 'start',
        'bin/demo': 'command',
        'lib/python3.11/site-packages/demo/__init__.py': 'import',
        'lib/python3.11/site-packages/demo.pth': 'start',
      },
    },
  ]
  it.each(cases)('$what', async ({ artefact, roles }) => {
    const { contents } = await openedArtefact(artefact.name, artefact.bytes)
    expect(Object.fromEntries(Object.keys(roles).map((path) => [path, contents.roles.get(path)]))).toEqual(roles)
  })
})

it('the member that another replaces has the role of the other', async () => {
  const artefact = sdist({ 'setup.py': 'first' }, [{ name: 'demo-1.0/setup.py', data: 'last' }])
  const { contents } = await openedArtefact(artefact.name, artefact.bytes)
  expect(contents.roles.get('(replaced 1)/setup.py')).toBe('install')
})
