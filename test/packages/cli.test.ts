import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PackageAssessment } from '../../src/model/package-assessment.ts'
import { assay, type Run } from '../support/assay.ts'
import type { CaseProject, CaseRelease } from '../support/package-case.ts'
import { type RegistryServer, registryServer } from '../support/registry-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { CORPUS } from './corpus.ts'

/** A registry on this machine, and a user whose clients are configured for it. */
let server: RegistryServer
beforeAll(async () => {
  server = await registryServer()
})
afterAll(() => server.close())

function caseOf(id: string): { readonly project: CaseProject; readonly twin: CaseProject } {
  const found = Object.values(CORPUS)
    .flat()
    .find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no case ${id}`)
  return found
}

function user(): { readonly home: string; readonly run: (...words: readonly string[]) => Promise<Run> } {
  const home = temporaryFolder({
    '.npmrc': `registry=${server.address}npm/\n`,
    '.config/pip/pip.conf': `[global]\nindex-url = ${server.address}simple\n`,
  })
  const env = { HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_DATA_HOME: join(home, 'data') }
  return { home, run: (...words) => assay(['package', ...words, '--quiet', '-f', 'json'], { cwd: home, env }) }
}

/** The JSON report: one object for each release. */
function assessed({ stdout, stderr }: Run): PackageAssessment {
  const [first] = stdout.trim().startsWith('[')
    ? (JSON.parse(stdout) as PackageAssessment[])
    : [JSON.parse(stdout) as PackageAssessment]
  if (first === undefined) throw new Error(`nothing was assessed: ${stderr}`)
  return first
}

const published = (release: CaseRelease, project: CaseProject): string =>
  release.published ?? (release === project.release ? '2026-11-21T08:00:00Z' : '2026-10-20T08:00:00Z')

function releasesOf({ release, previous }: CaseProject): readonly CaseRelease[] {
  return [...(previous === undefined ? [] : [previous]), release]
}

/** An index as pip takes it (PEP 691). */
function servePypi(project: CaseProject, digest?: string): void {
  const files = releasesOf(project).flatMap((release) =>
    release.artefacts.map(({ name, bytes }) => {
      const content = bytes()
      server.replies.set(`/files/${name}`, content)
      return {
        filename: name,
        url: `../../files/${name}`,
        hashes: { sha256: digest ?? createHash('sha256').update(content).digest('hex') },
        'upload-time': published(release, project),
      }
    }),
  )
  server.replies.set(
    `/simple/${project.name}/`,
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' })
        .end(JSON.stringify({ meta: { 'api-version': '1.1' }, name: project.name, files })),
  )
}

/** A packument as npm takes it. */
function serveNpm(project: CaseProject): void {
  const versions = releasesOf(project).map((release) => {
    const [artefact] = release.artefacts
    const content = artefact?.bytes() ?? Buffer.alloc(0)
    server.replies.set(`/files/${artefact?.name ?? ''}`, content)
    return [
      release.version,
      {
        ...release.stated,
        name: project.name,
        version: release.version,
        dist: {
          tarball: `${server.address}files/${artefact?.name ?? ''}`,
          integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
        },
      },
    ] as const
  })
  const time = Object.fromEntries(releasesOf(project).map((release) => [release.version, published(release, project)]))
  const packument = {
    name: project.name,
    'dist-tags': { latest: project.release.version },
    versions: Object.fromEntries(versions),
    time: { created: project.since, ...time },
  }
  server.replies.set(`/npm/${project.name.replace('/', '%2f')}`, JSON.stringify(packument))
}

describe('assay package against registries', { timeout: 60_000 }, () => {
  it('a release of PyPI is compared with the one before, and blocked', async () => {
    servePypi(caseOf('num2words').project)
    const run = await user().run('pkg:pypi/num2words@0.5.15')
    expect(run.code, run.stderr).toBe(1)
    const { verdict, compared, stories, artefacts } = assessed(run)
    expect([verdict, compared]).toEqual(['block', { version: '0.5.14' }])
    expect(stories[0]?.text).toMatch(/^On import, asks collect\.example and runs the answer as code/)
    expect(artefacts.map(({ proof }) => proof)).toEqual(['strong'])
  })

  it('its honest twin is allowed', async () => {
    servePypi(caseOf('num2words').twin)
    const run = await user().run('pkg:pypi/num2words@0.5.15')
    expect([run.code, assessed(run).verdict], run.stderr).toEqual([0, 'allow'])
  })

  it('a release of npm with a new dependency of yesterday is held', async () => {
    const { project } = caseOf('axios')
    serveNpm(project)
    const dependency = caseOf('plain-crypto-js').project
    serveNpm({ ...dependency, since: '2026-11-21T00:00:00Z' })
    const run = await user().run('pkg:npm/axios@1.14.1')
    const { stories } = assessed(run)
    expect(run.code, run.stderr).toBe(1)
    const told = stories.find(({ id }) => id === 'packages/suspicious-release')
    expect([told?.verdict, told?.text]).toEqual([
      'hold',
      expect.stringContaining('plain-crypto-js (^4.2.1) is new; that package was 18 hours old, in a patch'),
    ])
  })

  it('a scoped release of npm is blocked, and again from the store without a registry', async () => {
    serveNpm(caseOf('Shai-Hulud').project)
    const { run } = user()
    const first = await run('pkg:npm/%40ctrl/tinycolor@4.1.1')
    expect([first.code, assessed(first).verdict], first.stderr).toEqual([1, 'block'])
    const before = server.seen.length
    const again = await run('pkg:npm/%40ctrl/tinycolor@4.1.1', '--offline')
    expect([again.code, assessed(again).verdict], again.stderr).toEqual([1, 'block'])
    expect(assessed(again).stories.map(({ text }) => text)).toEqual(assessed(first).stories.map(({ text }) => text))
    expect(server.seen.length).toBe(before)
  })

  it('without a store there is nothing to say offline', async () => {
    const run = await user().run('pkg:npm/%40ctrl/tinycolor@4.1.1', '--offline')
    expect([run.code, run.stdout.trim()]).toEqual([3, '[]'])
  })

  it('bytes that are not the ones the index promises are not looked at, and nothing is allowed', async () => {
    servePypi(caseOf('telnyx').twin, 'f'.repeat(64))
    const run = await user().run('pkg:pypi/telnyx@4.87.1')
    const { verdict, because, artefacts, diagnostics } = assessed(run)
    expect([run.code, verdict, artefacts], run.stderr).toEqual([3, 'hold', []])
    expect(because[0]).toContain('What was not looked at is not known to be harmless')
    expect(diagnostics.map(({ message }) => message).join(' ')).toMatch(/sha256/i)
  })

  it('a package that is not there may be anybody’s tomorrow', async () => {
    const run = await user().run('pkg:pypi/a-name-that-an-assistant-made-up')
    expect([run.code, run.stdout.trim()]).toEqual([3, '[]'])
    expect(run.stderr).toContain('no such package')
  })

  it('an archive and a folder on disk, with another archive as the one before', async () => {
    const { project } = caseOf('litellm 1.82.8')
    const { home, run } = user()
    const names = releasesOf(project).map(({ artefacts: [one] }) => {
      writeFileSync(join(home, one?.name ?? ''), one?.bytes() ?? '')
      return one?.name ?? ''
    })
    const found = await run(names[1] ?? '', '--previous', names[0] ?? '', '--offline')
    const { verdict, changes } = assessed(found)
    expect([found.code, verdict], found.stderr).toEqual([1, 'block'])
    expect(changes.map(({ kind }) => kind)).toContain('path-configuration')
  })
})
