import { execFile } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RegistryServer, registryServer, type Reply } from '../../../../../test/support/registry-server.ts'
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts'
import { openRegistry } from '../open-registry.ts'
import { clientAsker } from './ask-clients.ts'
import { configurationPlaces } from './configuration-places.ts'
import { findClient, safeSearchPath } from './find-client.ts'
import { readConfiguration } from './read-configuration.ts'
import { registrySettings } from './registry-configuration.ts'
import type { RegistrySettings } from './registry-settings.ts'

/** The clients themselves write configuration for a server on this machine, and ask it; nothing else is asked. */
const run = promisify(execFile)
const PATH = process.env['PATH'] ?? ''
const clientNamed = (name: string): string | undefined => findClient(name, PATH.split(':'), [])
const [npm, pip, uv] = ['npm', 'pip', 'uv'].map(clientNamed)

let server: RegistryServer
let home: string
let environment: Record<string, string>
beforeEach(async () => {
  server = await registryServer()
  home = temporaryFolder()
  environment = { PATH, HOME: home, PIP_DISABLE_PIP_VERSION_CHECK: '1', npm_config_update_notifier: 'false' }
})
afterEach(() => server.close())

async function settingsHere(projectFolders: readonly string[] = [], trustProject = false): Promise<RegistrySettings> {
  const places = configurationPlaces({ platform: process.platform, home, environment, projectFolders })
  // Without what this machine itself is configured with.
  const own = places.filter(({ level }) => level !== 'machine')
  return registrySettings({ files: await readConfiguration(own), environment, trustProject })
}

/** What our own request for a package looked like. */
async function asked(purl: string, settings: RegistrySettings): Promise<readonly string[]> {
  server.seen.length = 0
  const nobody = async (): Promise<undefined> => undefined
  const asker = { pythonIndex: nobody, npmRegistry: nobody, npmOwnRegistry: nobody }
  await openRegistry({ settings, asker, storeFolder: temporaryFolder() }).release(purl)
  return requests()
}

const requests = (): readonly string[] =>
  server.seen.map(({ path, authorization }) => `${path} ${authorization ?? 'nobody'}`)

describe.skipIf(npm === undefined)('npm', () => {
  const npmRuns = (...words: string[]): Promise<{ stdout: string }> =>
    run(npm ?? '', words, { cwd: home, env: environment })

  beforeEach(() => {
    for (const name of ['foo', '@acme%2ffoo']) {
      const tarball = `${server.address}npm/foo.tgz`
      const version = { name: name.replace('%2f', '/'), version: '1.0.0', dist: { tarball, shasum: '0'.repeat(40) } }
      const packument = { name: version.name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }
      for (const base of ['/npm/', '/acme/']) server.replies.set(base + name, JSON.stringify(packument))
    }
  })

  it('registries and credentials that it writes are the ones that it uses', async () => {
    const { host } = new URL(server.address)
    await npmRuns(
      'config',
      'set',
      `registry=${server.address}npm`,
      `@acme:registry=${server.address}acme/`,
      '--location=user',
    )
    await npmRuns('config', 'set', `//${host}/npm/:_authToken=npm_token`, '--location=user')
    await npmRuns(
      'config',
      'set',
      `//${host}/acme/:username=me`,
      `//${host}/acme/:_password=${Buffer.from('p:w').toString('base64')}`,
      '--location=user',
    )
    const settings = await settingsHere()
    for (const name of ['foo', '@acme/foo']) {
      server.seen.length = 0
      await npmRuns('view', name, 'version')
      const theirs = requests()
      expect(theirs).toHaveLength(1)
      expect(await asked(`pkg:npm/${name.replace('@', '%40')}`, settings)).toEqual(theirs)
    }
  })

  it('its variables count as it counts them', async () => {
    environment = { ...environment, NPM_CONFIG_REGISTRY: `${server.address}npm/` }
    await npmRuns('config', 'set', 'registry=https://registry.example/', '--location=user')
    await npmRuns('view', 'foo', 'version')
    expect(requests()).toEqual(['/npm/foo nobody'])
    expect(await asked('pkg:npm/foo', await settingsHere())).toEqual(['/npm/foo nobody'])
  })

  it('tells its own registry, configured or not, and asks nobody', async () => {
    const asker = clientAsker({ environment, platform: process.platform, projectFolders: [] })
    const own = await asker.npmOwnRegistry()
    expect(own).toMatch(/^https:\/\/[\w.-]+\/$/)
    await npmRuns('config', 'set', 'registry=https://registry.example/npm', '--location=user')
    expect(await asker.npmRegistry()).toBe('https://registry.example/npm/')
    expect(await asker.npmOwnRegistry()).toBe(own)
  })
})

/** pip and uv believe the declared type of a page. */
const simplePage =
  (files: readonly object[]): Reply =>
  (_, response) => {
    response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json')
    response.end(JSON.stringify({ meta: { 'api-version': '1.0' }, name: 'foo', files }))
  }

describe.skipIf(pip === undefined)('pip', () => {
  const pipRuns = (...words: string[]): Promise<{ stdout: string }> =>
    run(pip ?? '', words, { cwd: home, env: environment })

  it('indexes and credentials that it writes are the ones that it uses', async () => {
    const file = { filename: 'foo-1.0-py3-none-any.whl', url: 'foo-1.0-py3-none-any.whl', hashes: {} }
    for (const place of ['simple', 'extra']) server.replies.set(`/${place}/foo/`, simplePage([file]))
    const withUser = (user: string): string => server.address.replace('://', `://${user}@`)
    await pipRuns('config', '--user', 'set', 'global.index-url', `${withUser('me:s%40fe')}simple`)
    await pipRuns('config', '--user', 'set', 'install.extra-index-url', `${withUser('you:other')}extra`)
    const settings = await settingsHere()
    await pipRuns('index', 'versions', 'foo')
    const theirs = requests()
    expect(theirs.length).toBeGreaterThan(0)
    const ours = await asked('pkg:pypi/foo', settings)
    expect(ours[0]).toBe(theirs[0])
    // `pip index` takes no settings of `pip install`.
    expect(ours.map((one) => one.split(' ')[0])).toEqual(['/simple/foo/', '/extra/foo/'])
  })

  it('tells the index it would ask, configured or not, and asks nobody', async () => {
    const asker = clientAsker({ environment, platform: process.platform, projectFolders: [] })
    expect(await asker.pythonIndex()).toMatch(/^https:\/\/[\w.-]+\/simple\/$/)
    await pipRuns('config', '--user', 'set', 'global.index-url', 'https://me:secret@registry.example/simple')
    expect((await settingsHere()).python.indexes).toEqual([{ address: 'https://registry.example/simple/' }])
  })
})

describe.skipIf(uv === undefined)('uv', () => {
  it('an index that it writes into a project is the one that it uses, when the project is trusted', async () => {
    const project = join(home, 'project')
    await run(uv ?? '', ['init', '--bare', '--no-workspace', project], { cwd: home, env: environment })
    await run(uv ?? '', ['add', '--frozen', '--index', `corp=${server.address}simple`, 'foo'], {
      cwd: project,
      env: environment,
    })
    server.replies.set('/simple/foo/', simplePage([]))
    environment = { ...environment, UV_INDEX_CORP_USERNAME: 'me', UV_INDEX_CORP_PASSWORD: 'secret' }
    // It finds no file of `foo` and says so; whatever else it may want it is to ask here.
    const here = { ...environment, UV_DEFAULT_INDEX: `${server.address}none` }
    await run(uv ?? '', ['lock', '--no-python-downloads'], { cwd: project, env: here }).catch(() => undefined)
    const theirs = server.seen.filter(({ path }) => path === '/simple/foo/').map(({ authorization }) => authorization)
    const settings = await settingsHere([project], true)
    expect(settings.python).toMatchObject({
      client: 'uv',
      indexes: [{ address: `${server.address}simple/`, name: 'corp' }],
    })
    expect([...settings.python.pinned]).toEqual([['foo', 'corp']])
    const ours = await asked('pkg:pypi/foo', settings)
    expect(theirs.map((one) => `/simple/foo/ ${one}`)).toContain(ours[0])
    expect((await settingsHere([project])).notes).toHaveLength(1)
  })
})

describe('programs of the project', () => {
  it('are not run to be asked, wherever they stand in the search path', async () => {
    const script = (mark: string): string => `#!/bin/sh\ntouch "${join(home, mark)}"\necho https://evil.example/\n`
    const project = temporaryFolder({
      'node_modules/.bin/npm': script('npm'),
      '.venv/bin/pip': script('pip'),
      '.venv/bin/python3': script('python3'),
      npm: script('npm'),
    })
    const outside = temporaryFolder({ 'node_modules/.bin/npm': script('npm') })
    for (const path of ['node_modules/.bin/npm', '.venv/bin/pip', '.venv/bin/python3', 'npm'])
      chmodSync(join(project, path), 0o755)
    chmodSync(join(outside, 'node_modules/.bin/npm'), 0o755)
    const path = [
      join(project, 'node_modules/.bin'),
      join(project, '.venv/bin'),
      project,
      '.',
      '',
      join(outside, 'node_modules/.bin'),
    ].join(':')
    expect(safeSearchPath({ PATH: path }, [project])).toEqual([])
    const asker = clientAsker({
      environment: { PATH: path, HOME: home },
      platform: process.platform,
      projectFolders: [project],
    })
    expect([await asker.npmRegistry(), await asker.npmOwnRegistry(), await asker.pythonIndex()]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(['npm', 'pip', 'python3'].filter((mark) => existsSync(join(home, mark)))).toEqual([])
  })

  it('nor is a program whose answer is none, nor one that never answers', async () => {
    const folder = temporaryFolder({
      pip: '#!/bin/sh\necho hello\n',
      pnpm: '#!/bin/sh\necho undefined\n',
      npm: '#!/bin/sh\nexit 3\n',
    })
    for (const name of ['pip', 'pnpm', 'npm']) chmodSync(join(folder, name), 0o755)
    const asker = clientAsker({ environment: { PATH: folder }, platform: process.platform, projectFolders: [] })
    expect([await asker.npmRegistry(), await asker.pythonIndex()]).toEqual([undefined, undefined])
  })
})
