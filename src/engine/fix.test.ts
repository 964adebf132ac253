import { describe, expect, it } from 'vitest'
import { advisory } from '../../test/support/advisory-fakes.ts'
import { after, fixedIn, fixedInNpm, fixOf } from '../../test/support/fix-of.ts'

/** `demo` is affected below 1.5.2 and from 2.0 up to 2.3; `other` is not known. */
const DEMO = [
  advisory({ id: 'PYSEC-2024-1', name: 'demo', events: [{ introduced: '0' }, { fixed: '1.5.2' }] }),
  advisory({ id: 'PYSEC-2024-2', name: 'demo', events: [{ introduced: '2.0' }, { fixed: '2.3' }] }),
]
const NPM = [
  advisory({ id: 'GHSA-1', ecosystem: 'npm', name: 'demo', events: [{ introduced: '0' }, { fixed: '1.5.2' }] }),
  advisory({ id: 'GHSA-2', ecosystem: 'npm', name: 'demo', events: [{ introduced: '2.0.0' }, { fixed: '2.3.0' }] }),
]

describe('edits, by format', () => {
  it.each([
    // A pin goes to the smallest fixed version of its own major.
    ['requirements.txt', 'demo==1.4.0\n', 'demo==1.5.2\n'],
    ['requirements.txt', 'demo==2.0.0\n', 'demo==2.3\n'],
    ['requirements.txt', 'demo===1.4.0', 'demo===1.5.2'],
    [
      'requirements.txt',
      '# a\nDemo [extra] == 1.4 ; os_name == "nt" # b\nother\n',
      '# a\nDemo [extra] == 1.5.2 ; os_name == "nt" # b\nother\n',
    ],
    ['requirements.txt', 'other==1\r\ndemo==1.4.0\r\n', 'other==1\r\ndemo==1.5.2\r\n'],
    ['requirements.txt', 'demo==1.4.0 \\\n    --hash=sha256:aa\n', 'demo==1.5.2 \\\n    --hash=sha256:aa\n'],
    ['requirements.txt', '\ufeffdemo==1.4.0\n', 'demo==1.5.2\n'],
    // A range stays inside its bound where a version there is free.
    ['requirements.txt', 'demo>=1.0,<2\n', 'demo>=1.5.2,<2\n'],
    ['requirements.txt', 'demo (>=1.0,<2)\n', 'demo (>=1.5.2,<2)\n'],
    ['requirements.txt', 'demo~=1.4\n', 'demo~=1.5,>=1.5.2\n'],
    // Without a bound the newer ones that are affected must be kept out, too.
    ['requirements.txt', 'demo>=1.0\n', 'demo>=2.3\n'],
    ['requirements.txt', 'demo[a,b]\n', 'demo[a,b]>=2.3\n'],
    ['requirements.txt', 'demo ; python_version > "3"\n', 'demo>=2.3 ; python_version > "3"\n'],
    ['requirements.in', '-r base.txt\ndemo==1.4.*\n', '-r base.txt\ndemo~=1.5.2\n'],
    [
      'pyproject.toml',
      '[project]\nname = "a"\ndependencies = ["other", \'demo>=1,<2\'] # c\n',
      '[project]\nname = "a"\ndependencies = ["other", \'demo>=1.5.2,<2\'] # c\n',
    ],
    [
      'pyproject.toml',
      '[project.optional-dependencies]\ngpu = [\n  "demo==1.4",\n]\n',
      '[project.optional-dependencies]\ngpu = [\n  "demo==1.5.2",\n]\n',
    ],
    ['pyproject.toml', '[dependency-groups]\ndev = ["demo"]\n', '[dependency-groups]\ndev = ["demo>=2.3"]\n'],
    ['pyproject.toml', '[tool.poetry.dependencies]\ndemo = "^1.2"\n', '[tool.poetry.dependencies]\ndemo = "^1.5.2"\n'],
    [
      'pyproject.toml',
      '[tool.poetry.dependencies]\ndemo = {version = "1.4", extras = ["x"]}\n',
      '[tool.poetry.dependencies]\ndemo = {version = "1.5.2", extras = ["x"]}\n',
    ],
    [
      'pyproject.toml',
      '[tool.poetry.group.dev.dependencies]\ndemo = "*"\n',
      '[tool.poetry.group.dev.dependencies]\ndemo = ">=2.3"\n',
    ],
    [
      'pyproject.toml',
      '[tool.pdm.dev-dependencies]\ntest = ["demo~=1.4.0"]\n',
      '[tool.pdm.dev-dependencies]\ntest = ["demo~=1.5.2"]\n',
    ],
    [
      'pyproject.toml',
      '[build-system]\nrequires = ["demo<1.5"]\n',
      '[build-system]\nrequires = ["demo>=1.5.2,<1.6"]\n',
    ],
    ['Pipfile', '[packages]\ndemo = "==1.4"\n', '[packages]\ndemo = "==1.5.2"\n'],
    ['Pipfile', '[packages]\ndemo = "*" # any\n', '[packages]\ndemo = ">=2.3" # any\n'],
    [
      'Pipfile',
      '[dev-packages]\ndemo = {version = "~=1.4", extras = ["x"]}\n',
      '[dev-packages]\ndemo = {version = "~=1.5,>=1.5.2", extras = ["x"]}\n',
    ],
    [
      'setup.cfg',
      '[options]\ninstall_requires =\n    other\n    demo>=1,<2\n',
      '[options]\ninstall_requires =\n    other\n    demo>=1.5.2,<2\n',
    ],
    [
      'setup.py',
      "setup(name='a', install_requires=['demo==1.4'])\n",
      "setup(name='a', install_requires=['demo==1.5.2'])\n",
    ],
    [
      'environment.yml',
      'dependencies:\n  - python=3.11\n  - pip:\n    - demo==1.4 # why\n',
      'dependencies:\n  - python=3.11\n  - pip:\n    - demo==1.5.2 # why\n',
    ],
    [
      'tool.py',
      '# /// script\n# dependencies = ["demo==1.4"]\n# ///\n',
      '# /// script\n# dependencies = ["demo==1.5.2"]\n# ///\n',
    ],
    ['pixi.toml', '[pypi-dependencies]\ndemo = ">=1.0,<2"\n', '[pypi-dependencies]\ndemo = ">=1.5.2,<2"\n'],
    [
      'Dockerfile',
      "FROM a\nRUN pip install demo==1.4 'demo>=1,<2'\n",
      "FROM a\nRUN pip install demo==1.5.2 'demo>=1.5.2,<2'\n",
    ],
    ['install.sh', 'pip install "demo==1.4" && echo $HOME\n', 'pip install "demo==1.5.2" && echo $HOME\n'],
    ['a.ipynb', notebook('!pip install demo==1.4 \\"other\\"'), notebook('!pip install demo==1.5.2 \\"other\\"')],
  ])('%s %j', async (path, before, wanted) => {
    const outcome = await fixOf({ [path]: before, 'base.txt': '' }, DEMO)
    expect(after(outcome, path)).toBe(wanted)
    expect(outcome.staying).toEqual([])
    expect(outcome.brought).toEqual([])
  })

  it.each([
    ['{"dependencies": {"demo": "^1.2.0"}}', '{"dependencies": {"demo": "^1.5.2"}}'],
    [
      '{\r\n  "devDependencies": {\r\n    "demo": "1.4.0"\r\n  }\r\n}\r\n',
      '{\r\n  "devDependencies": {\r\n    "demo": "1.5.2"\r\n  }\r\n}\r\n',
    ],
    ['{"dependencies": {"mine": "npm:demo@~2.0.0"}}', '{"dependencies": {"mine": "npm:demo@~2.3.0"}}'],
    ['{"dependencies": {"demo": "*"}}', '{"dependencies": {"demo": ">=2.3.0"}}'],
    ['{"dependencies": {"demo": ""}}', '{"dependencies": {"demo": ">=2.3.0"}}'],
    ['{"dependencies": {"demo": ">=1.0.0 <2.0.0"}}', '{"dependencies": {"demo": ">=1.5.2 <2.0.0"}}'],
    ['{"dependencies": {"demo": "v1.4.0"}, "name": "a"}', '{"dependencies": {"demo": "v1.5.2"}, "name": "a"}'],
  ])('package.json %s', async (before, wanted) => {
    const outcome = await fixOf({ 'package.json': before }, NPM)
    expect(after(outcome, 'package.json')).toBe(wanted)
    expect(outcome.staying).toEqual([])
  })

  it.each([
    ['a tag', 'package.json', '{"dependencies": {"demo": "latest"}}'],
    ['a bare word for a shell', 'Dockerfile', 'FROM a\nRUN pip install demo\n'],
    ['a family for a shell', 'Dockerfile', 'FROM a\nRUN pip install demo==1.*\n'],
    ['an escape in TOML', 'pyproject.toml', '[project]\ndependencies = ["demo\\u003e=1.0,<2"]\n'],
    ['a version over two lines', 'requirements.txt', 'demo>=1.0, \\\n  <2\n'],
  ])('asks for %s by hand', async (_, path, before) => {
    const outcome = await fixOf({ [path]: before }, [...DEMO, ...NPM])
    expect(outcome.files).toEqual([])
    expect(outcome.plan.suggestions[0]?.text).toMatch(/by hand/)
    expect(outcome.staying).not.toEqual([])
  })

  it.each(['git+https://git.example/demo.git', 'file:../demo', 'workspace:*', 'https://files.example/demo-1.0.0.tgz'])(
    'leaves %s alone',
    async (source) => {
      const outcome = await fixOf({ 'package.json': JSON.stringify({ dependencies: { demo: source } }) }, NPM)
      expect(outcome.files).toEqual([])
    },
  )

  it('keeps UTF-16 as it is written', async () => {
    const bytes = Buffer.from('\ufeffdemo==1.4\r\n', 'utf16le')
    const outcome = await fixOf({ 'requirements.txt': bytes }, DEMO)
    expect(Buffer.from(outcome.files[0]?.bytes ?? [])).toEqual(Buffer.from('\ufeffdemo==1.5.2\r\n', 'utf16le'))
  })
})

describe('the version', () => {
  it.each([
    ['the smallest that ends all', 'demo==1.0', fixedIn('demo', '1.2', '1.4', '1.3'), 'demo==1.4', []],
    ['a release before a pre-release', 'demo==1.0', fixedIn('demo', '1.2rc1', '1.3'), 'demo==1.3', []],
    ['a pre-release where there is nothing else', 'demo==1.0', fixedIn('demo', '1.2rc1'), 'demo==1.2rc1', []],
    ['a pre-release from a pre-release', 'demo==1.2a1', fixedIn('demo', '1.2rc1'), 'demo==1.2rc1', []],
    ['an epoch', 'demo==1!1.0', fixedIn('demo', '1!1.2'), 'demo==1!1.2', []],
    ['a build by its release', 'demo==1.0+cu118', fixedIn('demo', '1.2'), 'demo==1.2', []],
    [
      'the one that leaves the fewest',
      'demo==1.0',
      [...fixedIn('demo', '1.2'), advisory({ id: 'PYSEC-never', name: 'demo', events: [{ introduced: '0' }] })],
      'demo==1.2',
      ['PYSEC-never'],
    ],
  ])('is %s', async (_, before, advisories, wanted, staying) => {
    const outcome = await fixOf({ 'requirements.txt': before }, advisories)
    expect(after(outcome, 'requirements.txt')).toBe(wanted)
    expect(outcome.staying.map((one) => one.advisory)).toEqual(staying)
  })

  it('is none where nothing is fixed', async () => {
    const outcome = await fixOf({ 'requirements.txt': 'demo==1.0' }, [
      advisory({ id: 'PYSEC-never', name: 'demo', events: [{ introduced: '0' }] }),
    ])
    expect(outcome.files).toEqual([])
    expect(outcome.plan.suggestions[0]?.text).toMatch(/No fixed version is known/)
    expect(outcome.staying).toHaveLength(1)
  })

  it('says when it is of another major, and keeps out of it when told', async () => {
    const files = { 'requirements.txt': 'demo>=1.0,<2\n' }
    const free = await fixOf(files, fixedIn('demo', '2.1'))
    expect(free.plan.steps[0]).toMatchObject({ major: true, to: '2.1' })
    expect(after(free, 'requirements.txt')).toBe('demo>=2.1,<3\n')
    expect(free.plan.steps[0]?.notes.join(' ')).toMatch(/major step.*keeps it out with <2/)
    const bound = await fixOf(files, fixedIn('demo', '2.1'), { majors: false })
    expect(bound.files).toEqual([])
    expect(bound.plan.suggestions[0]?.text).toMatch(/another major version ends it: 2\.1/)
  })

  it('is the same throughout one environment, and not beyond it', async () => {
    const outcome = await fixOf(
      {
        'a/requirements.txt': '-r base.txt\ndemo==2.0\n',
        'a/base.txt': '',
        'a/requirements-dev.txt': '-r requirements.txt\ndemo<2.2\n',
        'b/requirements.txt': 'demo==1.0\n',
      },
      DEMO,
    )
    expect(after(outcome, 'a/requirements.txt')).toBe('-r base.txt\ndemo==2.3\n')
    expect(after(outcome, 'a/requirements-dev.txt')).toBe('-r requirements.txt\ndemo>=2.3,<2.4\n')
    expect(after(outcome, 'b/requirements.txt')).toBe('demo==1.5.2\n')
  })

  it('edits the constraint that fixes it, and not the requirement', async () => {
    const outcome = await fixOf(
      { 'requirements.txt': '-c constraints.txt\ndemo\n', 'constraints.txt': 'demo==1.4\n' },
      DEMO,
    )
    expect(outcome.files.map((file) => [file.path, file.text])).toEqual([['constraints.txt', 'demo==1.5.2\n']])
  })

  it('moves a constraint that is in the way', async () => {
    const outcome = await fixOf(
      { 'requirements.txt': '-c constraints.txt\ndemo==1.4\n', 'constraints.txt': 'demo<1.5\n' },
      DEMO,
    )
    expect(after(outcome, 'requirements.txt')).toBe('-c constraints.txt\ndemo==1.5.2\n')
    expect(after(outcome, 'constraints.txt')).toBe('demo>=1.5.2,<1.6\n')
    expect(outcome.plan.steps[0]?.notes.join(' ')).toMatch(/constraints\.txt:1 asks for demo<1\.5 .* both are changed/)
  })
})

describe('what others bring in', () => {
  const lock = (version: string): string =>
    [
      'version = 1',
      'revision = 3',
      'requires-python = ">=3.10"',
      '[[package]]\nname = "app"\nversion = "0.1"\nsource = { virtual = "." }\ndependencies = [{ name = "middle" }]',
      '[[package]]\nname = "middle"\nversion = "1.0"\nsource = { registry = "https://registry.example/simple" }\ndependencies = [{ name = "demo" }]',
      `[[package]]\nname = "demo"\nversion = "${version}"\nsource = { registry = "https://registry.example/simple" }`,
      '',
    ].join('\n')
  const project = '[project]\nname = "app"\nversion = "0.1"\ndependencies = ["middle"]\n'

  it.each([
    ['a list that is made', project, `${project}\n[tool.uv]\nconstraint-dependencies = ["demo>=1.5.2"]\n`],
    [
      'a list that is there',
      `${project}[tool.uv]\nconstraint-dependencies = [\n    "other<2",  # c\n]\n`,
      `${project}[tool.uv]\nconstraint-dependencies = [\n    "demo>=1.5.2",\n    "other<2",  # c\n]\n`,
    ],
    [
      'a constraint that is there',
      `${project}[tool.uv]\nconstraint-dependencies = ["demo>=1.0,<1.5"]\n`,
      `${project}[tool.uv]\nconstraint-dependencies = ["demo>=1.5.2,<1.6"]\n`,
    ],
  ])('uv: %s', async (_, before, wanted) => {
    const outcome = await fixOf({ 'pyproject.toml': before, 'uv.lock': lock('1.4') }, DEMO)
    expect(after(outcome, 'pyproject.toml')).toBe(wanted)
    expect(outcome.staying).toEqual([])
    expect(outcome.plan.commands).toEqual([{ folder: '', command: 'uv lock', why: 'writes uv.lock' }])
  })

  it('says when only the lock is old', async () => {
    const asking = `${project}[tool.uv]\nconstraint-dependencies = ["demo>=1.5.2"]\n`
    const outcome = await fixOf({ 'pyproject.toml': asking, 'uv.lock': lock('1.4') }, DEMO)
    expect(outcome.files).toEqual([])
    expect(outcome.plan.steps[0]?.asking).toEqual(['pyproject.toml'])
    expect(outcome.plan.commands.map(({ command }) => command)).toEqual(['uv lock'])
  })

  it('raises a requirement that the lock follows', async () => {
    const direct = '[project]\nname = "app"\nversion = "0.1"\ndependencies = ["middle", "demo>=1.0"]\n'
    const outcome = await fixOf({ 'pyproject.toml': direct, 'uv.lock': lock('1.4') }, DEMO)
    expect(after(outcome, 'pyproject.toml')).toBe(direct.replace('>=1.0', '>=1.5.2'))
    expect(outcome.staying).toEqual([])
  })

  const npmLock = (...versions: readonly string[]): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { middle: '1.0.0' } },
        'node_modules/middle': { version: '1.0.0', dependencies: { demo: '*' } },
        ...Object.fromEntries(
          versions.map((version, index) => [
            index === 0 ? 'node_modules/demo' : `node_modules/middle/node_modules/demo`,
            { version },
          ]),
        ),
      },
    })

  it.each([
    [['1.4.0'], '{"demo": "^1.5.2"}'],
    [['1.4.0', '3.0.0'], '{"demo@1.4.0": "^1.5.2"}'],
  ])('npm: %j', async (versions, overrides) => {
    const manifest = '{"dependencies": {"middle": "1.0.0"}}'
    const outcome = await fixOf({ 'package.json': manifest, 'package-lock.json': npmLock(...versions) }, NPM)
    expect(after(outcome, 'package.json')).toBe(`${manifest.slice(0, -1)},"overrides": ${overrides}}`)
    expect(outcome.staying).toEqual([])
    expect(outcome.plan.commands[0]?.command).toBe('npm install --package-lock-only --ignore-scripts')
  })

  it('npm: several at once are one object', async () => {
    const manifest = '{\n  "dependencies": {\n    "middle": "1.0.0"\n  }\n}\n'
    const packages = {
      '': { dependencies: { middle: '1.0.0' } },
      'node_modules/middle': { version: '1.0.0', dependencies: { demo: '*', more: '*' } },
      'node_modules/demo': { version: '1.4.0' },
      'node_modules/more': { version: '1.0.0' },
    }
    const files = { 'package.json': manifest, 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) }
    const outcome = await fixOf(files, [...NPM, ...fixedInNpm('more', '1.1.0')])
    expect(after(outcome, 'package.json')).toBe(
      manifest.replace('  }\n}', '  },\n  "overrides": {\n    "demo": "^1.5.2",\n    "more": "^1.1.0"\n  }\n}'),
    )
  })

  it('raises an override that leads to the version', async () => {
    const manifest = '{"dependencies": {"middle": "1.0.0"}, "overrides": {"demo": "1.4.0"}}'
    const outcome = await fixOf({ 'package.json': manifest, 'package-lock.json': npmLock('1.4.0') }, NPM)
    expect(after(outcome, 'package.json')).toBe(manifest.replace('1.4.0', '1.5.2'))
  })

  it.each([
    [
      'poetry.lock',
      'pyproject.toml',
      '[tool.poetry.dependencies]\nmiddle = "1.0"\n',
      'demo = ">=1.5.2"\n',
      'poetry lock',
    ],
    [
      'poetry.lock',
      'pyproject.toml',
      '[project]\nname = "a"\ndependencies = ["middle"]\n[tool.poetry.dependencies]\nmiddle = {allow-prereleases = true}\n',
      'dependencies = ["demo>=1.5.2", "middle"]\n',
      'poetry lock',
    ],
    [
      'poetry.lock',
      'pyproject.toml',
      '[project]\nname = "a"\ndynamic = ["dependencies"]\n',
      '[tool.poetry.dependencies]\ndemo = ">=1.5.2"\n',
      'poetry lock',
    ],
    [
      'poetry.lock',
      'pyproject.toml',
      '[project]\nname = "a"\n[tool.poetry.dependencies]\nmiddle = "1.0"\n',
      '[tool.poetry.dependencies]\ndemo = ">=1.5.2"\nmiddle',
      'poetry lock',
    ],
    [
      'poetry.lock',
      'pyproject.toml',
      '[tool.poetry]\npackage-mode = false\n[tool.poetry.group.dev.dependencies]\nmiddle = "1.0"\n',
      '[tool.poetry.dependencies]\ndemo = ">=1.5.2"\n',
      'poetry lock',
    ],
    [
      'pdm.lock',
      'pyproject.toml',
      '[project]\nname = "a"\ndependencies = ["middle"]\n',
      '[tool.pdm.resolution.overrides]\ndemo = ">=1.5.2"\n',
      'pdm update --no-sync --update-reuse demo',
    ],
  ])('%s', async (path, manifest, before, added, command) => {
    const text =
      '[[package]]\nname = "demo"\nversion = "1.4"\ngroups = ["main"]\n[metadata]\nlock-version = "2.1"\nlock_version = "4.5.0"\n'
    const outcome = await fixOf({ [manifest]: before, [path]: text }, DEMO)
    expect(after(outcome, manifest)).toContain(added)
    expect(outcome.plan.commands.map((one) => one.command)).toEqual([command])
    expect(outcome.staying).toEqual([])
  })

  it('pnpm: a workspace file is made where there is none', async () => {
    const text = [
      "lockfileVersion: '9.0'",
      'importers:\n  .:\n    dependencies:\n      middle:\n        specifier: 1.0.0\n        version: 1.0.0',
      'packages:\n  demo@1.4.0: {}\n  middle@1.0.0: {}',
      'snapshots:\n  demo@1.4.0: {}\n  middle@1.0.0:\n    dependencies:\n      demo: 1.4.0',
      '',
    ].join('\n')
    const files = { 'package.json': '{"dependencies": {"middle": "1.0.0"}}', 'pnpm-lock.yaml': text }
    const outcome = await fixOf(files, NPM)
    expect(after(outcome, 'pnpm-workspace.yaml')).toBe("overrides:\n  'demo': '^1.5.2'\n")
    expect(outcome.files[0]?.isNew).toBe(true)
    const workspace = 'packages:\n  - apps/*\n'
    const beside = await fixOf({ ...files, 'pnpm-workspace.yaml': workspace }, NPM)
    expect(after(beside, 'pnpm-workspace.yaml')).toBe(`${workspace}overrides:\n  'demo': '^1.5.2'\n`)
    const old = '{"packageManager": "pnpm@9.1.0", "dependencies": {"middle": "1.0.0"}}'
    const field = await fixOf({ ...files, 'package.json': old }, NPM)
    expect(after(field, 'package.json')).toContain('"pnpm": {"overrides": {"demo": "^1.5.2"}}')
  })
})

describe('compiled requirements', () => {
  const header = '#\n# This file is autogenerated by pip-compile with Python 3.11\n#\n'

  it('raises pin and source, and says how the hashes are made anew', async () => {
    const pins = `${header}demo==1.4 \\\n    --hash=sha256:${'a'.repeat(64)}\n    # via -r requirements.in\n`
    const outcome = await fixOf({ 'requirements.in': 'demo<1.5\n', 'requirements.txt': pins }, DEMO)
    expect(after(outcome, 'requirements.in')).toBe('demo>=1.5.2,<1.6\n')
    expect(after(outcome, 'requirements.txt')).toBe(pins.replace('==1.4', '==1.5.2'))
    expect(outcome.plan.steps[0]?.notes.join(' ')).toMatch(/hashes of the old version/)
    expect(outcome.plan.commands.map(({ command }) => command)).toEqual([
      'pip-compile --generate-hashes --output-file requirements.txt requirements.in',
    ])
  })

  it('leaves a source alone that lets it in', async () => {
    const pins = `${header}demo==1.4\n    # via -r requirements.in\n`
    const outcome = await fixOf({ 'requirements.in': 'demo\n', 'requirements.txt': pins }, DEMO)
    expect(outcome.files.map(({ path }) => path)).toEqual(['requirements.txt'])
  })
})

function notebook(source: string): string {
  return `{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": ["${source}"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`
}
