import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectProxy, connectProxy } from '../../../../test/support/connect-proxy.ts'
import { type SelfSigned, selfSigned, signedBy } from '../../../../test/support/self-signed.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { httpBytes } from '../../../base/http.ts'
import type { ConfigurationFile } from './configuration/configuration-input.ts'
import { registrySettings } from './configuration/registry-configuration.ts'
import type { ConnectionSettings } from './configuration/registry-settings.ts'
import { openConnections } from './open-connections.ts'

/** A registry whose certificate an authority of its own has signed, for 127.0.0.1 and for a name that only the proxy can reach. */
let authority: SelfSigned
let server: Server
let port: number
let proxy: ConnectProxy
beforeAll(async () => {
  authority = selfSigned()
  const { key, certificate } = signedBy(authority, '127.0.0.1', 'registry.example')
  // Without kept connections each request shows what is trusted then.
  server = createServer({ key, cert: certificate, keepAlive: false }, (_, response) => {
    response.setHeader('connection', 'close')
    response.end('fine')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  proxy = await connectProxy(port)
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await proxy.close()
})

async function get(host = `127.0.0.1:${port}`): Promise<string> {
  try {
    const answer = await httpBytes(`https://${host}/simple/`, { maxBytes: 100, attempts: 1 })
    return answer.kind === 'ok' ? Buffer.from(answer.value).toString() : answer.kind
  } catch (error) {
    return String(error).replace(/^.*could not be reached/, 'not reached')
  }
}

/** Another server that the authority has signed for this name. */
async function withServer<T>(name: string, then: (host: string) => Promise<T>): Promise<T> {
  const { key, certificate } = signedBy(authority, name)
  const other = createServer({ key, cert: certificate }, (_, response) => void response.end('fine')).listen(
    0,
    '127.0.0.1',
  )
  await once(other, 'listening')
  try {
    return await then(`127.0.0.1:${(other.address() as AddressInfo).port}`)
  } finally {
    other.closeAllConnections()
    other.close()
  }
}

const UNTRUSTED = /^not reached \((?:UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)\)$/

interface Given {
  readonly connection?: Partial<ConnectionSettings>
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

/** `ca.pem` holds the authority; `then` sees the folder in which it lies. */
async function within<T>(
  { connection, environment = {}, files = {} }: Given,
  then: (notes: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder({ 'ca.pem': authority.certificate, ...files })
  const filled = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace('<folder>', folder)]),
  )
  const opened = await openConnections(
    { certificates: [], ...connection },
    { environment: { HOME: folder, ...filled }, folder, system: false },
  )
  try {
    return await then(opened.notes.map(({ place, says }) => `${place.replace(folder, '')}: ${says}`))
  } finally {
    opened.close()
  }
}

describe('an authority of the organisation', () => {
  it('is not trusted by itself, and not any more when all is closed', async () => {
    expect(await within({}, () => get())).toMatch(UNTRUSTED)
    expect(await within({ connection: { certificates: ['ca.pem'] } }, () => get())).toBe('fine')
    // A server that was spoken to may be known again by its session (RFC 8446, section 2.2).
    expect(await withServer('127.0.0.1', (host) => get(host))).toMatch(UNTRUSTED)
  })

  it.each<readonly [string, Given]>([
    ['relative to the folder', { connection: { certificates: ['ca.pem'] } }],
    ['in the home folder', { connection: { certificates: ['~/ca.pem'] } }],
    ['SSL_CERT_FILE', { environment: { SSL_CERT_FILE: '<folder>/ca.pem' } }],
    ['REQUESTS_CA_BUNDLE', { environment: { REQUESTS_CA_BUNDLE: '<folder>/ca.pem' } }],
    ['CURL_CA_BUNDLE', { environment: { CURL_CA_BUNDLE: 'ca.pem' } }],
    ['NODE_EXTRA_CA_CERTS', { environment: { NODE_EXTRA_CA_CERTS: '<folder>/ca.pem' } }],
  ])('is found: %s', async (_, given) => {
    expect(await within(given, async (notes) => [await get(), ...notes])).toEqual(['fine'])
  })

  it('is found among others and among damaged ones', async () => {
    const bundle = `# Some CA\n${signedBy(authority, 'other.example').certificate}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${authority.certificate}`
    const given = { connection: { certificates: ['bundle.pem'] }, files: { 'bundle.pem': bundle } }
    expect(await within(given, async (notes) => [await get(), ...notes])).toEqual([
      'fine',
      'bundle.pem: 1 blocks of the file are no certificates',
    ])
  })

  it.each([
    ['gone.pem', 'gone.pem: the certificates are not trusted: the file cannot be read (ENOENT)'],
    ['.', '.: the certificates are not trusted: the file is no plain file, or too large'],
    ['text.pem', 'text.pem: the file holds no certificate in PEM'],
  ])('that cannot be read is told: %s', async (path, note) => {
    const given = { connection: { certificates: [path] }, files: { 'text.pem': 'nothing here' } }
    expect(await within(given, async (notes) => notes)).toEqual([note])
  })

  it('does not vouch for another host', async () => {
    const found = await within({ connection: { certificates: ['ca.pem'] } }, () =>
      withServer('other.example', (host) => get(host)),
    )
    expect(found).toBe('not reached (ERR_TLS_CERT_ALTNAME_INVALID)')
  })
})

describe('a proxy', () => {
  const certificates = ['ca.pem']
  const through = async (given: Given, host?: string): Promise<readonly string[]> => {
    proxy.asked.length = 0
    const answer = await within({ ...given, connection: { certificates, ...given.connection } }, () => get(host))
    return [answer, ...proxy.asked]
  }
  const here = (): string => `127.0.0.1:${port} -`

  it('of the configuration carries requests as a tunnel, also to names that are known behind it only', async () => {
    expect(await through({ connection: { proxy: proxy.address } })).toEqual(['fine', here()])
    expect(await through({ connection: { proxy: proxy.address } }, 'registry.example')).toEqual([
      'fine',
      'registry.example:443 -',
    ])
  })

  it('is told user and password', async () => {
    const address = proxy.address.replace('://', '://me:s%40fe@')
    const [, asked] = await through({ connection: { proxy: address } })
    expect(asked).toBe(`127.0.0.1:${port} Basic ${Buffer.from('me:s@fe').toString('base64')}`)
  })

  it.each(['HTTPS_PROXY', 'https_proxy'])('of %s counts, with a scheme or without', async (name) => {
    expect(await through({ environment: { [name]: proxy.address } })).toEqual(['fine', here()])
    expect(await through({ environment: { [name]: proxy.address.replace('http://', '') } })).toEqual(['fine', here()])
  })

  it('of the configuration goes before the variables', async () => {
    const environment = { HTTPS_PROXY: 'http://127.0.0.1:9' }
    expect(await through({ connection: { proxy: proxy.address }, environment })).toEqual(['fine', here()])
  })

  it.each<readonly [string, Given]>([
    ['NO_PROXY', { environment: { NO_PROXY: 'a.example, 127.0.0.1' } }],
    ['noproxy of npm', { connection: { noProxy: '127.0.0.1' } }],
    ['both', { connection: { noProxy: 'a.example' }, environment: { no_proxy: '127.0.0.1' } }],
  ])('is passed by for the hosts of %s', async (_, given) => {
    expect(await through({ ...given, connection: { proxy: proxy.address, ...given.connection } })).toEqual(['fine'])
  })

  it('tells that ranges of addresses are not followed', async () => {
    const given = { connection: { proxy: proxy.address }, environment: { NO_PROXY: '10.0.0.0/8,a.example' } }
    expect(await within(given, async (notes) => notes)).toEqual([
      'NO_PROXY: ranges of addresses are not followed (10.0.0.0/8): name the hosts',
    ])
  })

  it('that is none is the operator’s mistake, and its password is in no message', async () => {
    const error: unknown = await within({ connection: { proxy: 'http://me:secret@:x' } }, async () => undefined).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'USAGE_ARGUMENTS' })
    expect(JSON.stringify(error) + String(error)).not.toContain('secret')
  })

  it('and an authority as they stand in .npmrc and pip.conf', async () => {
    const file = (kind: ConfigurationFile['kind'], text: string): ConfigurationFile => ({
      kind,
      path: kind,
      level: 'user',
      bytes: Buffer.from(text),
    })
    for (const one of [
      file('npmrc', `cafile=ca.pem\nhttps-proxy=${proxy.address}\nnoproxy=a.example\n`),
      file('pip.conf', `[global]\ncert = ca.pem\nproxy = ${proxy.address}\n`),
    ]) {
      const { connection } = registrySettings({ files: [one], environment: {}, trustProject: false })
      expect(await through({ connection })).toEqual(['fine', here()])
    }
  })
})

it('what the operating system trusts is trusted where there is any', async () => {
  const folder = temporaryFolder({})
  const opened = await openConnections({ certificates: [join(folder, 'gone.pem')] }, { environment: {}, folder })
  opened.close()
  expect(opened.notes).toHaveLength(1)
})
