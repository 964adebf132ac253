import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load, loadAll } from 'js-yaml'
import { beforeAll, describe, expect, it } from 'vitest'
import { ciCommand } from '../src/cli/commands/ci.ts'
import { diffCommand } from '../src/cli/commands/diff.ts'
import { modelCommand } from '../src/cli/commands/model.ts'
import { secretsCommand } from '../src/cli/commands/secrets.ts'
import { testRepository, type TestRepository } from './support/git-repository.ts'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const text = (path: string): string => readFileSync(join(ROOT_FOLDER, path), 'utf8')

interface Step {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly if?: string
  readonly run: string
  readonly env?: Readonly<Record<string, string>>
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

const action = load(text('action.yml')) as ActionFile

/** Runs one step as the runner does: bash without its start-up files, stopping at the first error, variables from `env`. */
function runStep(
  step: Step,
  given: Readonly<Record<string, string>>,
  folder: string,
): { code: number | null; out: string; output: string } {
  const output = join(temporaryFolder({ output: '' }), 'output')
  const env = Object.fromEntries(Object.keys(step.env ?? {}).map((name) => [name, given[name] ?? '']))
  const script = join(temporaryFolder({ 'step.sh': step.run }), 'step.sh')
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: given['PATH'] ?? process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      GITHUB_OUTPUT: output,
      ...env,
      ...hosted(given),
    },
  })
  return { code: status, out: stdout + stderr, output: readFileSync(output, 'utf8') }
}

function hosted(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => /^(?:GITHUB_|RUNNER_)/.test(name)))
}

function step(name: string): Step {
  const found = action.runs.steps.find((one) => one.id === name || one.name?.startsWith(name) === true)
  if (found === undefined) throw new Error(`there is no step ${name}`)
  return found
}

describe('the action', { timeout: 60_000 }, () => {
  let repository: TestRepository
  let base: string
  beforeAll(() => {
    repository = testRepository()
    base = repository.commit({ 'requirements.txt': 'jinja2==2.10\n' })
    repository.commit({ 'requirements.txt': 'jinja2==2.10\npillow==9.0.0\n' })
  })

  const scan = (given: Readonly<Record<string, string>>): ReturnType<typeof runStep> =>
    runStep(
      step('scan'),
      {
        NODE: process.execPath,
        ACTION: ROOT_FOLDER,
        FOLDER: '.',
        FAIL: 'true',
        ALL: 'false',
        OUTPUT_DIR: temporaryFolder(),
        GITHUB_ACTIONS: 'true',
        ...given,
      },
      repository.folder,
    )

  it('uses no other action, and no input is text of a script', () => {
    expect(action.runs.using).toBe('composite')
    for (const one of action.runs.steps) {
      expect(one.uses).toBeUndefined()
      expect(one.run).not.toContain('${{')
    }
  })

  it('has a use for every input and an origin for every output', () => {
    const used = JSON.stringify(action.runs.steps)
    for (const name of Object.keys(action.inputs)) expect(used).toContain(`inputs.${name}`)
    for (const [name, { value }] of Object.entries(action.outputs))
      expect(value).toBe(`\${{ steps.scan.outputs.${name} }}`)
  })

  it('gives the options that the command has', () => {
    const known = ciCommand.options.map(({ name }) => name)
    for (const [, name = ''] of step('scan').run.matchAll(/--([a-z-]+)/g)) expect(known).toContain(name)
  })

  it('finds Node.js 24, on the PATH or in the tool cache, and says what to do without', () => {
    expect(runStep(step('node'), {}, repository.folder).output).toMatch(/^path=.+node\n$/)
    const old = temporaryFolder({ node: '#!/bin/sh\necho 20\n' })
    chmodSync(join(old, 'node'), 0o755)
    const path = `${old}:/usr/bin:/bin`
    const tools = temporaryFolder({ 'node/24.9.0/x64/bin/node': `#!/bin/sh\nexec ${process.execPath} "$@"\n` })
    chmodSync(join(tools, 'node/24.9.0/x64/bin/node'), 0o755)
    expect(runStep(step('node'), { PATH: path, RUNNER_TOOL_CACHE: tools }, repository.folder).output).toContain(
      '24.9.0',
    )
    const none = runStep(step('node'), { PATH: path }, repository.folder)
    expect(none.code).toBe(2)
    expect(none.out).toContain('actions/setup-node')
  })

  it('installs nothing where the libraries are', () => {
    const given = { NODE: process.execPath, ACTION: ROOT_FOLDER, PATH: `${dirname(process.execPath)}:/usr/bin:/bin` }
    expect(runStep(step('Install'), given, repository.folder)).toMatchObject({ code: 0, out: '' })
  })

  it('scans, blocks and fills the outputs', () => {
    const { code, output } = scan({ BASE: base })
    expect(code).toBe(1)
    for (const name of Object.keys(action.outputs)) expect(output).toMatch(new RegExp(`^${name}=.`, 'm'))
    expect(output).toContain(`base=${base}\n`)
    expect(output).toContain('new-findings=2\n')
  })

  it.each([
    ['reports only', { FAIL: 'false', ALL: 'true' }, 0],
    ['does not wave a mistake through', { FAIL: 'false', PRESET: 'nonsense' }, 2],
    ['takes words as words', { BASE: '$(touch owned); `touch owned`' }, 2],
    ['needs the folder', { FOLDER: 'nowhere' }, 2],
  ])('%s', (_name, given, code) => {
    expect(scan(given).code).toBe(code)
    expect(repository.git('status', '--porcelain')).toBe('')
  })

  it('fetches the base of a shallow clone', () => {
    const parent = temporaryFolder()
    repository.git('clone', '-q', '--depth=1', `file://${repository.folder}`, join(parent, 'clone'))
    const fetch = step('Fetch')
    expect(runStep(fetch, { FOLDER: '.', BASE: base }, join(parent, 'clone'))).toMatchObject({ code: 0, out: '' })
    const missing = runStep(fetch, { FOLDER: '.', BASE: '1'.repeat(40) }, join(parent, 'clone'))
    expect(missing.code).toBe(0)
    expect(missing.out).toContain('every finding will count')
  })
})

interface Hook {
  readonly id: string
  readonly entry: string
  readonly files?: string
  readonly pass_filenames?: boolean
  readonly always_run?: boolean
}

describe('the hooks of pre-commit', () => {
  const hooks = load(text('.pre-commit-hooks.yaml')) as readonly Hook[]
  const matches = (id: string, path: string): boolean => {
    const pattern = hooks.find((hook) => hook.id === id)?.files ?? ''
    return new RegExp(pattern.replace('(?i)', ''), 'i').test(path)
  }

  it.each([
    'requirements.txt', 'a/dev-requirements.in', 'pyproject.toml', 'svc/uv.lock', 'poetry.lock', 'environment.yml', 'conda-lock.yml', 'pixi.lock', 'package.json',
    'web/pnpm-lock.yaml', 'study.ipynb', 'Dockerfile', 'gpu.Dockerfile', 'Dockerfile.gpu', '.github/workflows/ci.yml', '.gitlab-ci.yml', 'assay.yaml',
  ])('assay runs for %s', (path) => expect(matches('assay', path)).toBe(true)) // prettier-ignore

  it.each(['main.py', 'README.md', 'uv.lock.bak', 'x/workflows/ci.yml'])('assay does not run for %s', (path) =>
    expect(matches('assay', path)).toBe(false),
  )

  it.each(['model.pkl', 'a/b.SafeTensors', 'x.gguf', 'net.pt'])('assay-models runs for %s', (path) =>
    expect(matches('assay-models', path)).toBe(true),
  )

  it('give the options that the commands have', () => {
    const known = [...diffCommand.options, ...modelCommand.options, ...secretsCommand.options].map(({ name }) => name)
    for (const { entry } of hooks)
      for (const [, name = ''] of entry.matchAll(/ --([a-z-]+)/g)) expect(known).toContain(name)
  })

  it('assay-models looks at every file it is given and fails when one is blocked', () => {
    const entry = hooks.find(({ id }) => id === 'assay-models')?.entry ?? ''
    const bin = temporaryFolder({
      assay: `#!/bin/sh\nexec ${process.execPath} ${join(ROOT_FOLDER, 'bin/assay.js')} "$@"\n`,
    })
    chmodSync(join(bin, 'assay'), 0o755)
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'plain.pkl'), Buffer.from('80049503000000000000005d942e', 'hex'))
    writeFileSync(join(folder, 'evil.pkl'), "cposix\nsystem\n(S'id'\ntR.")
    const run = (files: readonly string[]): number | null =>
      spawnSync('bash', ['-c', `${entry} "$@"`, 'hook', ...files], {
        cwd: folder,
        env: { PATH: `${bin}:/usr/bin:/bin`, HOME: '/nonexistent' },
      }).status
    expect(run(['plain.pkl'])).toBe(0)
    expect(run(['evil.pkl', 'plain.pkl'])).toBe(1)
  }, 30_000)

  it('assay-secrets runs for every commit, whatever its files are called, and reads the index itself', () => {
    const { entry, ...hook } = hooks.find(({ id }) => id === 'assay-secrets') ?? { id: '', entry: '' }
    expect(hook).toMatchObject({ always_run: true, pass_filenames: false })
    expect(hook.files).toBeUndefined()
    expect(entry.split(' ')).toEqual(['assay', 'secrets', '--staged', '--quiet'])
  })
})

it('the job for GitLab is two documents, and its reports are what assay ci writes', () => {
  const [spec, jobs] = loadAll(text('templates/gitlab-ci.yml')) as readonly Record<string, Record<string, unknown>>[]
  expect(Object.keys(spec?.['spec'] ?? {})).toEqual(['inputs'])
  const job = jobs?.['assay'] as { artifacts: { reports: object; paths: string[] }; script: string[] }
  expect(Object.values(job.artifacts.reports)).toEqual([
    'gl-dependency-scanning-report.json',
    'gl-code-quality-report.json',
  ])
  expect(job.artifacts.paths).toEqual(['assay.sarif', 'assay-comment.md'])
  for (const [, name = ''] of job.script.join().matchAll(/--([a-z-]+)/g)) {
    expect(ciCommand.options.map((option) => option.name)).toContain(name)
  }
})

describe('the image', () => {
  const lines = text('Dockerfile').split('\n')

  it('names its base, and what runs is not root', () => {
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM node:24-bookworm-slim AS build',
      'FROM node:24-bookworm-slim',
    ])
    const last = lines.findLastIndex((line) => /^(?:USER|RUN|COPY)\b/.test(line))
    expect(lines[last]).toBe('USER node')
  })

  it('copies what the package publishes', () => {
    const { files } = JSON.parse(text('package.json')) as { files: readonly string[] }
    for (const name of files) expect(text('Dockerfile')).toContain(`COPY --from=build /build/${name} ./${name}`)
    for (const name of ['src', 'tools', 'bin', 'package-lock.json'])
      expect(text('.dockerignore')).toContain(`!${name}\n`)
  })
})
