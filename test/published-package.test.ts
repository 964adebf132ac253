import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { assay, EPOCH } from './support/assay.ts'
import { writeNpm } from './support/package-archives.ts'
import { ROOT_FOLDER } from './support/source-files.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** What a user gets from the registry: `files` of package.json and the dependencies, and no source. */
const folder = temporaryFolder()
const manifest = JSON.parse(readFileSync(join(ROOT_FOLDER, 'package.json'), 'utf8')) as {
  files: readonly string[]
  exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  scripts: Readonly<Record<string, string>>
  dependencies: Readonly<Record<string, string>>
}

function node(words: readonly string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', SOURCE_DATE_EPOCH: EPOCH }
  return execFileSync(process.execPath, [...words], {
    encoding: 'utf8',
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

describe('the published package', () => {
  beforeAll(() => {
    if (!existsSync(join(ROOT_FOLDER, 'dist'))) execFileSync(process.execPath, ['tools/build.ts'], { cwd: ROOT_FOLDER })
    for (const file of [...manifest.files, 'package.json'])
      cpSync(join(ROOT_FOLDER, file), join(folder, file), { recursive: true })
    symlinkSync(join(ROOT_FOLDER, 'node_modules'), join(folder, 'node_modules'))
  })

  it('scans as the checkout does, byte for byte', async () => {
    const target = join(ROOT_FOLDER, 'examples/agent-web')
    const words = ['scan', target, '--preset', 'permissive', '--format', 'json']
    const built = node([join(folder, 'bin/assay.js'), ...words])
    expect(built.length).toBeGreaterThan(10_000)
    expect(built).toBe((await assay(words)).stdout)
  })

  it('looks into packages as the checkout does, in its own workers', async () => {
    const target = join(temporaryFolder(), 'quiet-1.0.0.tgz')
    writeFileSync(target, writeNpm('quiet', '1.0.0', { 'index.js': 'module.exports = 1\n' }))
    const words = ['package', target, '--offline', '--no-previous', '--format', 'json']
    const built = node([join(folder, 'bin/assay.js'), ...words])
    expect(JSON.parse(built)).toMatchObject({ verdict: 'allow', artefacts: [{ files: { seen: 2, whole: 2 } }] })
    expect(built).toBe((await assay(words)).stdout)
  })

  it('looks through git history in its own workers', () => {
    const repository = temporaryFolder({ 'a.txt': 'nothing' })
    const git = (...words: readonly string[]): Buffer => execFileSync('git', ['-C', repository, ...words])
    git('init', '-q')
    git('add', '.')
    git('-c', 'user.name=a', '-c', 'user.email=a@mail.example', 'commit', '-qm', 'one')
    const words = ['secrets', repository, '--history', '--no-cache', '--format', 'json']
    expect(JSON.parse(node([join(folder, 'bin/assay.js'), ...words]))).toMatchObject({ findings: [] })
  })

  it('can be used as a library', () => {
    writeFileSync(
      join(folder, 'use.mjs'),
      `import * as assay from './dist/index.js'
const result = await assay.scan({
  root: ${JSON.stringify(join(ROOT_FOLDER, 'examples/rag-service'))}, only: undefined, attention: 'project', limits: assay.DEFAULT_LIMITS, gitignore: true, exclude: [], workers: 1,
  advisories: assay.starterAdvisories(), policy: assay.presetPolicy('balanced'), baseline: undefined, failOn: 'any',
  clock: assay.systemClock, signal: new AbortController().signal, onProgress: () => {}, version: '0' })
console.log(result.verdict.decision, Object.keys(assay.reporters).join())`,
    )
    expect(node(['use.mjs'])).toBe(
      'block csv,cyclonedx,cyclonedx17,github,gitlab,gitlabCodeQuality,html,json,junit,markdown,openvex,sarif,spdx23,spdx30,table\n',
    )
  })

  it('holds every file that its exports name', () => {
    const files = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    )
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([])
  })

  it('runs no script when it is installed, nor do its dependencies', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare']
    const names = ['.', ...shippedPackages()]
    const scripts = names.map((name) => {
      const path = name === '.' ? ROOT_FOLDER : join(ROOT_FOLDER, 'node_modules', name)
      const { scripts: own = {} } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
        scripts?: Record<string, string>
      }
      return [name, hooks.filter((hook) => hook in own && (name === '.' || hook !== 'prepare'))] as const
    })
    expect(names.length).toBeGreaterThan(5)
    expect(scripts.filter(([, found]) => found.length > 0)).toEqual([])
  })
})

/** Everything in the lock that is not for development only. */
function shippedPackages(): readonly string[] {
  const lock = JSON.parse(readFileSync(join(ROOT_FOLDER, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>
  }
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true && entry.optional !== true)
    .map(([path]) => path.slice('node_modules/'.length))
}
