import { createHash } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RegistryServer, registryServer } from '../../../../test/support/registry-server.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import type { ClientAsker } from './configuration/ask-clients.ts'
import type { ConfigurationFile } from './configuration/configuration-input.ts'
import { registrySettings } from './configuration/registry-configuration.ts'
import { openRegistry, type Registry, type RegistryOptions } from './open-registry.ts'
import type { Release, ReleaseAnswer, ReleaseFile } from './release.ts'

let server: RegistryServer
let elsewhere: RegistryServer
beforeEach(async () => {
  server = await registryServer()
  elsewhere = await registryServer()
})
afterEach(() => Promise.all([server.close(), elsewhere.close()]))

const NOBODY: ClientAsker = {
  pythonIndex: async () => undefined,
  npmRegistry: async () => undefined,
  npmOwnRegistry: async () => undefined,
}

/** A registry as somebody has it who configured pip and npm for the server. */
function registry(
  options: Partial<RegistryOptions> & { readonly pip?: string; readonly npmrc?: string } = {},
): Registry {
  const {
    pip = `[global]\nindex-url = ${server.address}simple\n`,
    npmrc = `registry=${server.address}npm/\n`,
    ...rest
  } = options
  const file = (kind: ConfigurationFile['kind'], text: string): ConfigurationFile => ({
    kind,
    path: kind,
    level: 'user',
    bytes: Buffer.from(text),
  })
  const settings = registrySettings({
    files: [file('pip.conf', pip), file('npmrc', npmrc)],
    environment: {},
    trustProject: false,
  })
  return openRegistry({
    settings,
    asker: NOBODY,
    storeFolder: join(temporaryFolder(), 'store'),
    patience: { idleMilliseconds: 300 },
    backoffMilliseconds: 1,
    attempts: 2,
    ...rest,
  })
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const sha512 = (bytes: string): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`

function released(answer: ReleaseAnswer): Release {
  if (answer.kind !== 'release') throw new Error(`expected a release, found none of the ${answer.what}`)
  return answer
}

async function bytesOf(registry: Registry, file: ReleaseFile | undefined): Promise<string> {
  if (file === undefined) throw new Error('expected a file, found none')
  const artefact = await registry.artefact(file)
  try {
    return Buffer.from(await artefact.source.all()).toString()
  } finally {
    await artefact.close()
  }
}

const file = (name: string, content: string, more: object = {}): object => ({
  filename: name,
  url: `../../files/${name}`,
  hashes: { sha256: sha256(content) },
  ...more,
})

function servePage(files: readonly object[], more: object = {}): void {
  const body = JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'foo', files, ...more })
  server.replies.set('/simple/foo/', body)
}

describe('a release of PyPI', () => {
  it('from an index in JSON, with all that it says', async () => {
    servePage(
      [
        file('foo-1.0.tar.gz', 'old'),
        file('Foo-2.0.0-py3-none-any.whl', 'wheel', {
          size: 5,
          'upload-time': '2026-01-02T03:04:05.123456Z',
          'requires-python': '>=3.9',
          'core-metadata': { sha256: sha256('Name: foo') },
          provenance: 'https://registry.example/provenance/foo',
        }),
        file('foo-2.0.tar.gz', 'sdist', { yanked: 'broken', 'upload-time': '2026-01-02T03:00:00Z' }),
        file('foo-3.0rc1.tar.gz', 'test'),
        file('foo-latest.html', ''),
      ],
      { versions: ['1.0', '2.0', '3.0rc1'], 'project-status': { status: 'quarantined' } },
    )
    server.replies.set('/files/Foo-2.0.0-py3-none-any.whl', 'wheel')
    server.replies.set('/files/Foo-2.0.0-py3-none-any.whl.metadata', 'Name: foo')
    const open = registry()
    const release = released(await open.release('pkg:pypi/Foo@2.0'))
    expect(release).toMatchObject({
      name: 'foo',
      version: '2.0',
      published: '2026-01-02T03:00:00Z',
      projectStatus: 'quarantined',
      unreadNames: ['foo-latest.html'],
      registries: [`${server.address}simple/`],
    })
    expect(release.withdrawn).toBeUndefined()
    expect(release.files.map(({ name, kind, yanked }) => [name, kind, yanked])).toEqual([
      ['Foo-2.0.0-py3-none-any.whl', 'wheel', undefined],
      ['foo-2.0.tar.gz', 'sdist', 'broken'],
    ])
    const [wheel] = release.files
    expect(wheel).toMatchObject({
      size: 5,
      requiresPython: '>=3.9',
      provenance: 'https://registry.example/provenance/foo',
    })
    expect(await bytesOf(open, wheel)).toBe('wheel')
    expect(await bytesOf(open, wheel?.metadata)).toBe('Name: foo')
    expect(released(await open.previous('pkg:pypi/foo@2.0')).version).toBe('1.0')
    // The source distribution of 2.0 is taken back, its wheel is not.
    expect(released(await open.release('pkg:pypi/foo')).version).toBe('2.0.0')
    expect(server.seen.map(({ path }) => path)).toEqual([
      '/simple/foo/',
      '/files/Foo-2.0.0-py3-none-any.whl',
      '/files/Foo-2.0.0-py3-none-any.whl.metadata',
    ])
    expect(server.seen[0]?.accept).toMatch(/^application\/vnd\.pypi\.simple\.v1\+json/)
  })

  it('from an index in HTML behind a redirect, with relative links', async () => {
    server.replies.set(
      '/simple/foo/',
      (_, response) => void response.writeHead(301, { location: '/deep/er/foo/' }).end(),
    )
    server.replies.set(
      '/deep/er/foo/',
      `<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.1"></head><body>
       <!-- <a href="foo-9.0.tar.gz">no</a> --><script>"<a href='foo-8.0.tar.gz'>"</script>
       <a href="../../files/foo-1.0.tar.gz#sha256=${sha256('one')}" data-requires-python="&gt;=3.8">foo-1.0.tar.gz</a>
       <A HREF='foo-1.1-py3-none-any.whl?token=x' data-yanked data-core-metadata=true>x</A></body></html>`,
    )
    server.replies.set('/deep/files/foo-1.0.tar.gz', 'one')
    const open = registry()
    const release = released(await open.release('pkg:pypi/foo@1.0'))
    expect(release.files).toHaveLength(1)
    expect(release.files[0]).toMatchObject({
      requiresPython: '>=3.8',
      digests: [{ algorithm: 'sha256', hex: sha256('one') }],
    })
    expect(await bytesOf(open, release.files[0])).toBe('one')
    const other = released(await open.release('pkg:pypi/foo@1.1'))
    expect(other).toMatchObject({ withdrawn: '' })
    expect(other.files[0]?.metadata?.address).toBe(
      `${server.address}deep/er/foo/foo-1.1-py3-none-any.whl.metadata?token=x`,
    )
    expect(release.versions).toEqual(['1.0', '1.1'])
  })

  it('what is not there is told apart', async () => {
    servePage([file('foo-1.0.tar.gz', 'x')])
    expect(await registry().release('pkg:pypi/foo@2.0')).toEqual({
      kind: 'missing',
      what: 'version',
      registries: [`${server.address}simple/`],
    })
    expect(await registry().release('pkg:pypi/bar')).toMatchObject({ kind: 'missing', what: 'package' })
    expect(await registry().previous('pkg:pypi/foo@1.0')).toMatchObject({ kind: 'missing', what: 'version' })
    expect(released(await registry().previous('pkg:pypi/foo@1.1')).version).toBe('1.0')
  })

  it('pip asks all indexes, uv stays with the first that knows the project', async () => {
    servePage([file('foo-1.0.tar.gz', 'ours')])
    elsewhere.replies.set('/extra/foo/', JSON.stringify({ meta: {}, files: [file('foo-9.0.tar.gz', 'theirs')] }))
    const pip = `[global]\nindex-url = ${server.address}simple\nextra-index-url = ${elsewhere.address}extra\n`
    expect(released(await registry({ pip }).release('pkg:pypi/foo'))).toMatchObject({
      version: '9.0',
      registries: [expect.any(String), expect.any(String)],
    })
    const bytes = Buffer.from(
      `[[index]]\nurl = "${server.address}simple"\n[[index]]\nurl = "${elsewhere.address}extra"\ndefault = true\n`,
    )
    const settings = registrySettings({
      files: [{ kind: 'uv.toml', path: 'uv.toml', level: 'user', bytes }],
      environment: {},
      trustProject: false,
    })
    expect(released(await registry({ settings }).release('pkg:pypi/foo'))).toMatchObject({
      version: '1.0',
      registries: [`${server.address}simple/`],
    })
  })

  it.each([
    ['a name that leads elsewhere', 'pkg:pypi/..%2f..%2fetc'],
    ['an empty one', 'pkg:pypi/-'],
    ['another ecosystem', 'pkg:cargo/serde@1'],
    ['no package URL', 'foo'],
  ])('refuses %s', async (_, purl) => {
    await expect(registry().release(purl)).rejects.toMatchObject({ code: 'USAGE_REGISTRY' })
    expect(server.seen).toEqual([])
  })
})

interface Version {
  readonly content?: string
  readonly dist?: object
  readonly manifest?: object
}

/** Serves a packument and, below it, its tarballs. */
function servePackument(name: string, versions: Readonly<Record<string, Version>>, more: object = {}): void {
  const path = `/npm/${name.replace('/', '%2f')}`
  const entries = Object.entries(versions).map(([version, { content = version, dist, manifest }]) => {
    const tarball = `${server.address}npm/${name}/-/${version}.tgz`
    server.replies.set(new URL(tarball).pathname, content)
    return [version, { name, version, dist: { tarball, integrity: sha512(content), ...dist }, ...manifest }]
  })
  const latest = Object.keys(versions).at(-1)
  server.replies.set(
    path,
    JSON.stringify({ name, 'dist-tags': { latest }, versions: Object.fromEntries(entries), ...more }),
  )
}

describe('a release of npm', () => {
  it('with all that the packument says', async () => {
    servePackument(
      '@acme/foo',
      {
        '1.0.0': { manifest: { deprecated: 'use 2' } },
        '2.0.0-beta.1': {},
        '2.0.0': {
          manifest: { hasInstallScript: true, scripts: { postinstall: 'node x' } },
          dist: {
            signatures: [{ keyid: 'k', sig: 's' }],
            attestations: { url: 'https://registry.example/attestations' },
          },
        },
      },
      { time: { '2.0.0': '2026-02-03T04:05:06.000Z' } },
    )
    const open = registry()
    const release = released(await open.release('pkg:npm/%40acme/foo@2.0.0'))
    expect(release).toMatchObject({
      purl: 'pkg:npm/%40acme/foo@2.0.0',
      published: '2026-02-03T04:05:06.000Z',
      versions: ['1.0.0', '2.0.0-beta.1', '2.0.0'],
      manifest: { hasInstallScript: true, dist: { signatures: [{ keyid: 'k' }] } },
    })
    expect(release.files).toMatchObject([
      { name: 'foo-2.0.0.tgz', kind: 'tarball', provenance: 'https://registry.example/attestations' },
    ])
    expect(await bytesOf(open, release.files[0])).toBe('2.0.0')
    expect(released(await open.previous('pkg:npm/%40acme/foo')).version).toBe('1.0.0')
    expect(released(await open.previous('pkg:npm/%40acme/foo')).withdrawn).toBe('use 2')
    expect(released(await open.previous('pkg:npm/%40acme/foo@2.0.0-rc.1')).version).toBe('2.0.0-beta.1')
    expect(server.seen.map(({ path }) => path)).toEqual(['/npm/@acme%2ffoo', '/npm/@acme/foo/-/2.0.0.tgz'])
  })

  it.each([
    ['the packument of another package', { name: 'bar' }],
    ['a manifest of another version', { versions: { '1.0.0': { name: 'foo', version: '1.0.1', dist: {} } } }],
    ['a manifest of another package', { versions: { '1.0.0': { name: 'bar', version: '1.0.0', dist: {} } } }],
    ['a version without a tarball', { versions: { '1.0.0': { name: 'foo', version: '1.0.0' } } }],
    [
      'a tarball that is a file',
      { versions: { '1.0.0': { name: 'foo', version: '1.0.0', dist: { tarball: 'file:///etc/passwd' } } } },
    ],
  ])('refuses %s', async (_, more) => {
    servePackument('foo', { '1.0.0': {} }, more)
    await expect(registry().release('pkg:npm/foo@1.0.0')).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })

  it('names that JavaScript knows are packages and versions like others', async () => {
    servePackument('constructor', { '1.0.0': {} })
    expect(released(await registry().release('pkg:npm/constructor@1.0.0')).name).toBe('constructor')
    expect(await registry().release('pkg:npm/constructor@__proto__')).toMatchObject({
      kind: 'missing',
      what: 'version',
    })
  })

  it('a tarball on the client’s own host is fetched from the registry that is configured', async () => {
    servePackument('foo', { '1.0.0': { dist: { tarball: 'https://own.example/npm/foo/-/1.0.0.tgz' } } })
    const asker: ClientAsker = { ...NOBODY, npmOwnRegistry: async () => 'https://own.example/' }
    const release = released(await registry({ asker }).release('pkg:npm/foo'))
    expect(release.files[0]?.address).toBe(`${server.address}npm/foo/-/1.0.0.tgz`)
    const never = registry({ asker, npmrc: `registry=${server.address}npm/\nreplace-registry-host=never` })
    expect(released(await never.release('pkg:npm/foo')).files[0]?.address).toBe(
      'https://own.example/npm/foo/-/1.0.0.tgz',
    )
  })

  it.each(['pkg:npm/..', 'pkg:npm/%40a/..', 'pkg:npm/a%2fb%2fc', 'pkg:npm/a%3fb', 'pkg:npm/%40a%00/b'])(
    'refuses %s',
    async (purl) => {
      await expect(registry().release(purl)).rejects.toMatchObject({ code: 'USAGE_REGISTRY' })
      expect(server.seen).toEqual([])
    },
  )
})

describe('credentials', () => {
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

  it('of an index go to its host, for pages and files', async () => {
    servePage([file('foo-1.0.tar.gz', 'one')])
    server.replies.set('/files/foo-1.0.tar.gz', 'one')
    const open = registry({ pip: `[global]\nindex-url = ${server.address.replace('://', '://me:s%40fe@')}simple\n` })
    const release = released(await open.release('pkg:pypi/foo@1.0'))
    await bytesOf(open, release.files[0])
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([basic('me:s@fe'), basic('me:s@fe')])
    expect(JSON.stringify(release)).not.toMatch(/s@fe|s%40fe/)
  })

  it('of a registry of npm go to its path, and to no other', async () => {
    servePackument('foo', { '1.0.0': {} })
    const { host } = new URL(server.address)
    const token = (path: string): Registry =>
      registry({ npmrc: `registry=${server.address}npm/\n//${host}${path}:_authToken=secret\n` })
    for (const path of ['/', '/npm/', '/np/', '/npm/bar/', '/np']) await token(path).release('pkg:npm/foo')
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([
      'Bearer secret',
      'Bearer secret',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('do not follow a redirect, nor a link, to another host', async () => {
    servePage([
      file('foo-1.0.tar.gz', 'one'),
      { ...file('foo-1.1.tar.gz', 'two'), url: `${elsewhere.address}foo-1.1.tar.gz` },
    ])
    server.replies.set(
      '/files/foo-1.0.tar.gz',
      (_, response) => void response.writeHead(302, { location: `${elsewhere.address}moved` }).end(),
    )
    elsewhere.replies.set('/moved', 'one')
    elsewhere.replies.set('/foo-1.1.tar.gz', 'two')
    const open = registry({ pip: `[global]\nindex-url = ${server.address.replace('://', '://me:secret@')}simple\n` })
    expect(await bytesOf(open, released(await open.release('pkg:pypi/foo@1.0')).files[0])).toBe('one')
    expect(await bytesOf(open, released(await open.release('pkg:pypi/foo@1.1')).files[0])).toBe('two')
    expect(elsewhere.seen.map(({ authorization }) => authorization)).toEqual([undefined, undefined])
    expect(server.seen.map(({ authorization }) => authorization !== undefined)).toEqual([true, true])
  })

  it('of one scope do not go to the registry of another', async () => {
    elsewhere.replies.set('/foo', '{}')
    servePackument('@acme/foo', { '1.0.0': {} })
    const { host } = new URL(server.address)
    const npmrc = `registry=${elsewhere.address}\n@acme:registry=${server.address}npm/\n//${host}/npm/:_authToken=secret\n`
    await registry({ npmrc }).release('pkg:npm/%40acme/foo')
    await registry({ npmrc })
      .release('pkg:npm/foo')
      .catch(() => undefined)
    expect(server.seen.map(({ authorization }) => authorization)).toEqual(['Bearer secret'])
    expect(elsewhere.seen.map(({ authorization }) => authorization)).toEqual([undefined])
  })
})

describe('bytes', () => {
  const cutOff = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('only this')
    setTimeout(() => response.destroy(), 20)
  }

  async function fetched(
    reply: (response: ServerResponse) => void,
    facts: object = {},
    options: Partial<RegistryOptions> = {},
  ): Promise<string> {
    servePage([file('foo-1.0.tar.gz', 'one', facts)])
    server.replies.set('/files/foo-1.0.tar.gz', (_, response) => reply(response))
    const open = registry(options)
    return bytesOf(open, released(await open.release('pkg:pypi/foo@1.0')).files[0])
  }

  it.each([
    ['others than stated', (response: ServerResponse) => void response.end('two'), {}, 'FORMAT_DIGEST'],
    [
      'of another size than stated',
      (response: ServerResponse) => void response.end('one'),
      { size: 4 },
      'FORMAT_DIGEST',
    ],
    ['cut off', cutOff, {}, 'EXTERNAL_NETWORK'],
    ['that never come', () => undefined, {}, 'EXTERNAL_NETWORK'],
    ['that are not there', (response: ServerResponse) => void response.writeHead(404).end(), {}, 'EXTERNAL_NETWORK'],
    ['that are refused', (response: ServerResponse) => void response.writeHead(403).end(), {}, 'EXTERNAL_NETWORK'],
    [
      'of one algorithm right, of another wrong',
      (response: ServerResponse) => void response.end('one'),
      { hashes: { sha256: sha256('one'), md5: '0'.repeat(32) } },
      'FORMAT_DIGEST',
    ],
  ])('%s are refused, and nothing of them stays', async (_, reply, facts, code) => {
    const storeFolder = join(temporaryFolder(), 'store')
    await expect(fetched(reply, facts, { storeFolder })).rejects.toMatchObject({ code })
    expect(readdirSync(storeFolder).sort()).not.toContain('artefacts')
    expect(filesIn(join(storeFolder, 'incoming'))).toEqual([])
  })

  it.each([
    ['more than the bound, unstated', {}],
    ['more than the bound, stated', { size: 2_000_000 }],
  ])('%s are a limit', async (_, facts) => {
    const endless = (response: ServerResponse): void => void response.end(Buffer.alloc(2_000_000))
    await expect(fetched(endless, facts, { bounds: { artefactBytes: 1000 } })).rejects.toMatchObject({
      code: 'LIMIT_SIZE',
    })
  })

  it('what is stated decides how far they are proven', async () => {
    const open = registry()
    const proofs: unknown[] = []
    for (const hashes of [
      { sha256: sha256('one') },
      { sha512: createHash('sha512').update('one').digest('hex') },
      { md5: createHash('md5').update('one').digest('hex') },
      {},
      { blake9: 'x' },
    ]) {
      servePage([file('foo-1.0.tar.gz', 'one', { hashes })])
      server.replies.set('/files/foo-1.0.tar.gz', 'one')
      const [first] = released(await registry().release('pkg:pypi/foo@1.0')).files
      if (first === undefined) throw new Error('expected a file')
      const artefact = await open.artefact(first)
      proofs.push([artefact.proof, artefact.verified, artefact.sha256 === sha256('one'), artefact.cached])
      await artefact.close()
    }
    expect(proofs).toEqual([
      ['strong', ['sha256'], true, false],
      ['strong', ['sha512'], true, false],
      ['weak', ['md5'], true, false],
      ['none', [], true, false],
      ['none', [], true, false],
    ])
  })

  it('a file over http from a registry over https is not fetched', async () => {
    const stray: ReleaseFile = {
      name: 'foo-1.0.tar.gz',
      kind: 'sdist',
      address: `${server.address}x`,
      registry: 'https://registry.example/',
      digests: [],
    }
    await expect(registry().artefact(stray)).rejects.toMatchObject({
      code: 'EXTERNAL_NETWORK',
      message: expect.stringContaining('not https'),
    })
    expect(server.seen).toEqual([])
  })
})

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((item) =>
    item.isFile() ? [join(item.parentPath, item.name)] : [],
  )
}

describe('the store', () => {
  async function fetchOnce(storeFolder: string, options: Partial<RegistryOptions> = {}): Promise<string> {
    const open = registry({ storeFolder, ...options })
    return bytesOf(open, released(await open.release('pkg:npm/foo@1.0.0')).files[0])
  }

  it('answers when nothing is asked, and belongs to the user alone', async () => {
    const storeFolder = join(temporaryFolder(), 'deep', 'store')
    servePackument('foo', { '1.0.0': { content: 'tarball' } })
    expect(await fetchOnce(storeFolder)).toBe('tarball')
    const asked = server.seen.length
    await server.close()
    expect(await fetchOnce(storeFolder, { offline: true })).toBe('tarball')
    expect(server.seen).toHaveLength(asked)
    expect(statSync(storeFolder).mode & 0o777).toBe(0o700)
    for (const path of filesIn(storeFolder)) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(filesIn(join(storeFolder, 'artefacts')).map((path) => path.split('/').at(-1))).toEqual([sha256('tarball')])
  })

  it('says what it does not have', async () => {
    const offline = registry({ offline: true })
    await expect(offline.release('pkg:npm/foo@1.0.0')).rejects.toMatchObject({
      code: 'EXTERNAL_NETWORK',
      message: expect.stringContaining('never fetched'),
    })
    expect(server.seen).toEqual([])
  })

  it('a document is asked for anew, and taken from it when it did not change', async () => {
    const storeFolder = temporaryFolder()
    servePackument('foo', { '1.0.0': {} })
    const packument = String(server.replies.get('/npm/foo'))
    server.replies.set('/npm/foo', (request, response) => {
      if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end()
      else response.writeHead(200, { etag: '"a"' }).end(packument)
    })
    expect(await fetchOnce(storeFolder)).toBe('1.0.0')
    expect(await fetchOnce(storeFolder)).toBe('1.0.0')
    expect(server.seen.map(({ path, ifNoneMatch }) => [path, ifNoneMatch])).toEqual([
      ['/npm/foo', undefined],
      ['/npm/foo/-/1.0.0.tgz', undefined],
      ['/npm/foo', '"a"'],
    ])
  })

  it('bytes that were changed in it are fetched anew, and offline refused', async () => {
    const storeFolder = temporaryFolder()
    servePackument('foo', { '1.0.0': {} })
    await fetchOnce(storeFolder)
    const [path = ''] = filesIn(join(storeFolder, 'artefacts'))
    writeFileSync(path, 'changed')
    await expect(fetchOnce(storeFolder, { offline: true })).rejects.toMatchObject({ code: 'EXTERNAL_NETWORK' })
    expect(await fetchOnce(storeFolder)).toBe('1.0.0')
  })

  it('damaged documents are fetched anew', async () => {
    const storeFolder = temporaryFolder()
    servePackument('foo', { '1.0.0': {} })
    await fetchOnce(storeFolder)
    for (const path of filesIn(join(storeFolder, 'documents'))) writeFileSync(path, '\0\0{\n')
    expect(await fetchOnce(storeFolder)).toBe('1.0.0')
  })

  it('two at once do not disturb each other', async () => {
    const storeFolder = temporaryFolder()
    servePackument('foo', { '1.0.0': { content: 'x'.repeat(1_000_000) } })
    const both = await Promise.all([fetchOnce(storeFolder), fetchOnce(storeFolder), fetchOnce(storeFolder)])
    expect(both.map((text) => text.length)).toEqual([1_000_000, 1_000_000, 1_000_000])
    expect(filesIn(join(storeFolder, 'incoming'))).toEqual([])
  })
})

describe('answers that are not understood', () => {
  it.each([
    ['JSON cut off', '{"meta":{"api-version":"1.0"},"files":[', 'FORMAT_SYNTAX'],
    ['JSON without files', '{"meta":{"api-version":"1.0"}}', 'FORMAT_SHAPE'],
    ['a newer API', '{"meta":{"api-version":"2.0"},"files":[]}', 'FORMAT_VERSION'],
    ['a newer API in HTML', '<html><meta name="pypi:repository-version" content="2.0"></html>', 'FORMAT_VERSION'],
    ['text', 'Please log in', 'FORMAT_SHAPE'],
    ['nothing', '', 'FORMAT_SHAPE'],
  ])('%s', async (_, page, code) => {
    server.replies.set('/simple/foo/', page)
    await expect(registry().release('pkg:pypi/foo')).rejects.toMatchObject({ code })
  })

  it('too much of them is a limit', async () => {
    server.replies.set('/simple/foo/', Buffer.alloc(5000, 32))
    await expect(registry({ bounds: { documentBytes: 1000 } }).release('pkg:pypi/foo')).rejects.toMatchObject({
      code: 'LIMIT_SIZE',
    })
    servePage(Array.from({ length: 11 }, (_, n) => file(`foo-${n}.tar.gz`, '')))
    await expect(registry({ bounds: { files: 10 } }).release('pkg:pypi/foo')).rejects.toMatchObject({
      code: 'LIMIT_ENTRIES',
    })
    server.replies.set('/simple/foo/', '<a href=foo-1.tar.gz>'.repeat(11))
    await expect(registry({ bounds: { files: 10 } }).release('pkg:pypi/foo')).rejects.toMatchObject({
      code: 'LIMIT_ENTRIES',
    })
  })

  it('a refusal names no credentials', async () => {
    server.replies.set('/simple/foo/', (_, response) => void response.writeHead(401).end())
    const pip = `[global]\nindex-url = ${server.address.replace('://', '://me:secret@')}simple?token=hidden\n`
    const error = await registry({ pip })
      .release('pkg:pypi/foo')
      .catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('/simple/foo/ answered 401')
    expect(String(error)).not.toMatch(/secret|hidden/)
  })
})

describe('without configuration', () => {
  const settings = registrySettings({ files: [], environment: {}, trustProject: false })

  it('the client’s own registry is asked', async () => {
    servePage([file('foo-1.0.tar.gz', 'one')])
    servePackument('foo', { '1.0.0': {} })
    const asker: ClientAsker = {
      ...NOBODY,
      pythonIndex: async () => `${server.address}simple/`,
      npmRegistry: async () => `${server.address}npm/`,
    }
    const open = registry({ settings, asker })
    expect(released(await open.release('pkg:pypi/foo')).version).toBe('1.0')
    expect(released(await open.release('pkg:npm/foo')).version).toBe('1.0.0')
  })

  it.each(['pkg:pypi/foo', 'pkg:npm/foo'])(
    'and no client: %s cannot be asked for, and how to change that is said',
    async (purl) => {
      await expect(registry({ settings }).release(purl)).rejects.toMatchObject({
        code: 'USAGE_REGISTRY',
        hint: expect.stringContaining('config set'),
      })
    },
  )
})
