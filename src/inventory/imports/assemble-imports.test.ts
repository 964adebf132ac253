import { describe, expect, it } from 'vitest'
import type { Bom } from '../../model/component.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { matchAny } from '../../base/glob.ts'
import { assemble } from '../assemble.ts'
import type { Extractor } from '../extractor.ts'
import * as registry from '../extractors.ts'
import type { FileMentions } from '../file-mentions.ts'

const EXTRACTORS: readonly Extractor[] = Object.values<Extractor>(registry)

/** The inventory of a tree of these files, read by every extractor that wants them. */
async function bomOf(tree: Readonly<Record<string, string>>): Promise<Bom> {
  const files: FileMentions[] = []
  for (const [path, text] of Object.entries(tree)) {
    for (const extractor of EXTRACTORS) {
      const { content, files: globs } = extractor
      const isRecognised = content !== undefined && matchAny(content.files)(path) && content.recognises(text)
      if (!(matchAny(globs)(path) || isRecognised) || extractor.ignores?.(path) === true) continue
      files.push({ path, extractor: extractor.id, extraction: await extractor.extract(fileOf(path, text)) })
    }
  }
  return assemble(files, new Map(EXTRACTORS.map((one) => [one.id, one])), 'root')
}

/** `folder: module standing package` for what is imported. */
async function imports(tree: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { projects = [] } = await bomOf(tree)
  return projects.flatMap((project) =>
    project.imports.map(
      ({ module, standing, packages }) => `${project.folder || '.'}: ${module} ${standing} ${packages[0]}`,
    ),
  )
}

async function declared(tree: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { projects = [] } = await bomOf(tree)
  return projects.flatMap((project) =>
    project.declared.map(({ name, used }) => `${project.folder || '.'}: ${name} ${used}`),
  )
}

const python = (...names: readonly string[]): string => names.map((name) => `import ${name}\n`).join('')
const javascript = (...names: readonly string[]): string => names.map((name) => `import '${name}'\n`).join('')
const manifest = (...names: readonly string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '^1'])) })

describe('Python', () => {
  it.each([
    [
      'by the table',
      { 'requirements.txt': 'Pillow\nscikit_learn\n', 'a.py': python('PIL', 'sklearn') },
      ['.: PIL declared pillow', '.: sklearn declared scikit-learn'],
    ],
    [
      'by its own name',
      { 'requirements.txt': 'typing-extensions\n', 'a.py': python('typing_extensions') },
      ['.: typing_extensions declared typing-extensions'],
    ],
    [
      'by what it looks like',
      { 'requirements.txt': 'py-frobnicate\n', 'a.py': python('frobnicate') },
      ['.: frobnicate declared py-frobnicate'],
    ],
    [
      'by another build',
      { 'requirements.txt': 'opencv-python-headless\n', 'a.py': python('cv2') },
      ['.: cv2 declared opencv-python-headless'],
    ],
    [
      'of a shared package',
      { 'requirements.txt': 'google-cloud-storage\n', 'a.py': 'from google.cloud import storage, vision' },
      ['.: google.cloud.storage declared google-cloud-storage', '.: google.cloud.vision unknown google-cloud-vision'],
    ],
    [
      'of conda',
      { 'environment.yml': 'dependencies:\n- pytorch=2.1\n- opencv\n', 'a.py': python('torch', 'cv2') },
      ['.: cv2 declared opencv-python', '.: torch declared torch'],
    ],
    [
      'in a file of requirements beside',
      { 'requirements/base.txt': 'requests\n', 'src/a.py': python('requests') },
      ['.: requests declared requests'],
    ],
    [
      'by a command',
      { Dockerfile: 'FROM x\nRUN pip install requests\n', 'src/a.py': python('requests') },
      ['.: requests declared requests'],
    ],
    [
      'above',
      {
        'pyproject.toml': '[project]\nname="a"\ndependencies=["requests"]',
        'b/pyproject.toml': '[project]\nname="b"\ndependencies=["rich"]',
        'b/a.py': python('requests', 'rich'),
      },
      ['b: requests declared requests', 'b: rich declared rich'],
    ],
    [
      'elsewhere only',
      {
        'a/requirements.txt': 'requests==1\n',
        'a/a.py': python('requests'),
        'b/requirements.txt': 'rich==1\n',
        'b/b.py': python('requests', 'rich'),
      },
      ['a: requests declared requests', 'b: requests nearby requests', 'b: rich declared rich'],
    ],
    ['nowhere', { 'requirements.txt': 'rich\n', 'a.py': python('reqeusts') }, ['.: reqeusts unknown reqeusts']],
    [
      'in the script itself',
      { 'a.py': `# /// script\n# dependencies = ["requests"]\n# ///\n${python('requests')}`, 'b.py': python('rich') },
      ['.: rich unknown rich'],
    ],
    [
      'by what is installed',
      {
        'requirements.txt': 'odd-name\n',
        'site-packages/odd_name-1.dist-info/top_level.txt': 'strange\n',
        'a.py': python('strange'),
      },
      ['.: strange declared odd-name'],
    ],
  ])('a module is declared %s', async (_, tree, expected) => {
    expect(await imports(tree)).toEqual(expected)
  })

  it.each([
    ['a file beside', { 'tests/a.py': python('helpers'), 'tests/helpers.py': '' }],
    [
      'a package below src',
      { 'src/kit/__init__.py': '', 'src/kit/a.py': python('kit.b'), 'tests/b.py': python('kit') },
    ],
    ['a folder above', { 'apps/orders/views.py': python('apps.orders', 'config'), 'config/urls.py': '' }],
    ['a package of another project', { 'a/lib/one/__init__.py': '', 'b/two.py': python('one') }],
    ['what protoc writes', { 'a.py': python('service_pb2', 'service_pb2_grpc') }],
    ['a copy', { 'a.py': python('vendor.requests') }],
    [
      'its part of a shared package',
      { 'src/google/cloud/mine/__init__.py': '', 'src/google/cloud/mine/a.py': 'from google.cloud.mine import b' },
    ],
  ])('%s is the own', async (_, tree) => {
    expect(await imports({ 'requirements.txt': 'rich\n', ...tree })).toEqual([])
  })

  it('knows a folder of scripts from the package of its name', async () => {
    const tree = { 'requirements.txt': 'docker\n', 'docker/build.py': '', 'a.py': python('docker') }
    expect(await imports(tree)).toEqual(['.: docker declared docker'])
  })

  it.each([
    ['imported', { 'a.py': python('yaml') }, 'pyyaml imported'],
    [
      'imported in a folder below with its own manifest',
      { 'b/requirements.txt': 'rich\n', 'b/a.py': python('yaml') },
      'pyyaml imported',
    ],
    ['named by a command', { Procfile: 'web: pyyaml x', 'a.py': '' }, 'pyyaml named'],
    ['named by its module in settings', { 'settings.py': 'APPS = ["yaml.x"]' }, 'pyyaml named'],
    ['not', { 'a.py': python('rich') }, 'pyyaml no'],
  ])('what is declared is used when it is %s', async (_, tree, expected) => {
    expect(await declared({ 'requirements.txt': 'PyYAML\n', ...tree })).toContain(`.: ${expected}`)
  })

  it('says when a file was not read', async () => {
    const { projects = [] } = await bomOf({
      'requirements.txt': 'rich\n',
      'a.py': ' '.repeat(5_000_000),
      'b.py': python('rich'),
    })
    expect(projects.map(({ complete, files }) => [complete, files])).toEqual([[false, 2]])
  })
})

describe('JavaScript', () => {
  it.each([
    [
      'in the package',
      { 'package.json': manifest('a', '@b/c'), 'src/x.ts': javascript('a/d', '@b/c/e') },
      ['.: @b/c declared @b/c', '.: a declared a'],
    ],
    [
      'as types',
      { 'package.json': manifest('@types/geojson'), 'x.ts': "import type { A } from 'geojson'" },
      ['.: geojson declared @types/geojson'],
    ],
    [
      'in the workspace around',
      {
        'package.json': manifest('a'),
        'packages/b/package.json': manifest('c'),
        'packages/b/x.js': javascript('a', 'c'),
      },
      ['packages/b: a declared a', 'packages/b: c declared c'],
    ],
    ['nowhere', { 'package.json': manifest('a'), 'x.js': javascript('b') }, ['.: b unknown b']],
  ])('a package is declared %s', async (_, tree, expected) => {
    expect(await imports(tree)).toEqual(expected)
  })

  it('says that something else brings it', async () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { a: '^1' } },
        'node_modules/a': { version: '1.0.0', dependencies: { b: '^1' } },
        'node_modules/b': { version: '1.0.0' },
      },
    }
    const tree = {
      'package.json': manifest('a'),
      'package-lock.json': JSON.stringify(lock),
      'x.js': javascript('a', 'b'),
    }
    expect(await imports(tree)).toEqual(['.: a declared a', '.: b transitive b'])
  })

  it.each([
    ['its own name', { 'package.json': '{"name":"me"}', 'x.js': javascript('me/y') }],
    ['the name of a member', { 'b/package.json': '{"name":"@me/b"}', 'x.js': javascript('@me/b') }],
    [
      'a path of tsconfig.json',
      {
        'tsconfig.json': '{"compilerOptions":{"paths":{"@app/*":["x/*"],"env":["e"]}}}',
        'x.ts': javascript('@app/a', 'env'),
      },
    ],
    [
      'a folder that specifiers are resolved against',
      { 'src/components/y.ts': '', 'src/x.ts': javascript('components/y') },
    ],
    [
      'an alias of a bundler',
      { 'vite.config.ts': "export default { resolve: { alias: { 'parts': './x' } } }", 'x.ts': javascript('parts/y') },
    ],
  ])('%s is the own', async (_, tree) => {
    expect(await imports({ 'x/package.json': manifest('a'), ...tree })).toEqual([])
  })

  it('does not read what is installed or built', async () => {
    const tree = {
      'package.json': manifest('a'),
      'dist/x.js': javascript('b'),
      'node_modules/c/x.js': javascript('d'),
      'y.js': javascript('a'),
    }
    expect(await imports(tree)).toEqual(['.: a declared a'])
  })
})

it('knows nothing of a tree without source', async () => {
  expect((await bomOf({ 'requirements.txt': 'rich\n' })).projects).toBeUndefined()
})

it('is the same whatever the order of the files', async () => {
  const more = Array.from({ length: 9 }, (_, index) => [`m${index}.py`, python('one', 'four')] as const)
  const tree = {
    ...Object.fromEntries(more),
    'a.py': python('one', 'two'),
    'b.py': python('two', 'three'),
    'requirements.txt': 'two\n',
    'c/requirements.txt': 'one\n',
    'c/d.py': python('one'),
  }
  const reversed = Object.fromEntries(Object.entries(tree).toReversed())
  expect(await bomOf(reversed)).toEqual(await bomOf(tree))
})
