import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answering, type ProviderServer, providerServer } from '../../test/support/provider-server.ts'
import { selfSigned } from '../../test/support/self-signed.ts'
import { httpsLine, httpsOnce, isUsableLine, type OneReply } from './http-once.ts'
import { proxyVariables } from './http-proxy.ts'

const BOUNDS = { maxBytes: 1000, milliseconds: 2000 }
const SECRET = 'shh-'.repeat(6)

let server: ProviderServer
beforeAll(async () => {
  server = await providerServer()
})
afterAll(() => server.close())

function ask(path: string, bounds = BOUNDS, line = server.line): Promise<OneReply> {
  const headers = { authorization: SECRET }
  return httpsOnce(line, { method: 'GET', address: `${server.address}${path}`, headers }, bounds)
}

describe('one request over https', () => {
  it('tells status, headers and body, whatever the status', async () => {
    server.behave(answering(418, { short: true }, { 'x-kind': 'teapot' }))
    const reply = await ask('/a')
    expect([reply.status, reply.header('x-kind'), Buffer.from(reply.body).toString(), reply.cut]).toEqual([
      418,
      'teapot',
      '{"short":true}',
      false,
    ])
    expect(reply.header('__proto__')).toBeUndefined()
  })

  it('sends a body', async () => {
    server.behave((request, response) => void request.pipe(response))
    const reply = await httpsOnce(
      server.line,
      { method: 'POST', address: server.address, headers: {}, body: '{}' },
      BOUNDS,
    )
    expect(Buffer.from(reply.body).toString()).toBe('{}')
  })

  it('follows no redirect', async () => {
    server.behave((_, response) => void response.writeHead(307, { location: `${server.address}/other` }).end())
    server.log.length = 0
    expect((await ask('/a')).status).toBe(307)
    expect(server.log).toHaveLength(1)
  })

  it('keeps so many bytes of an endless body, and hangs up', async () => {
    let closed = false
    server.behave((_, response) => {
      const pour = (): void => {
        while (response.write('x'.repeat(4096)));
        response.once('drain', pour)
      }
      response.on('close', () => (closed = true))
      pour()
    })
    const reply = await ask('/flood')
    expect([reply.body.length, reply.cut]).toEqual([1000, true])
    await expect.poll(() => closed).toBe(true)
  })

  it.each([
    ['says nothing', () => {}],
    [
      'sends a byte now and then',
      (_: unknown, response: { write(text: string): void; on(event: 'close', listener: () => void): void }) => {
        const drip = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(drip))
      },
    ],
  ])('gives up on a server that %s', async (_, behaviour) => {
    server.behave(behaviour)
    const started = performance.now()
    await expect(ask('/slow', { ...BOUNDS, milliseconds: 200 })).rejects.toThrow(/in time|in the middle/)
    expect(performance.now() - started).toBeLessThan(1500)
  })

  it('does not read headers without end', async () => {
    server.behave((_, response) => void response.writeHead(200, { 'x-much': 'x'.repeat(20_000) }).end())
    await expect(ask('/a')).rejects.toThrow('could not be reached (HPE_HEADER_OVERFLOW)')
  })

  it.each([
    ['nobody vouches for', () => httpsLine({})],
    ['somebody else has', () => httpsLine({}, selfSigned('127.0.0.1').certificate)],
  ])('does not speak to a server whose certificate %s', async (_, line) => {
    server.log.length = 0
    await expect(ask('/a', BOUNDS, line())).rejects.toThrow(/^could not be reached \([A-Z_]+\)$/)
    expect(server.log).toEqual([])
  })

  it('does not speak to a host that the certificate does not name', async () => {
    server.log.length = 0
    const address = server.address.replace('127.0.0.1', 'localhost')
    const asked = httpsOnce(server.line, { method: 'GET', address, headers: {} }, BOUNDS)
    await expect(asked).rejects.toThrow('could not be reached (ERR_TLS_CERT_ALTNAME_INVALID)')
    expect(server.log).toEqual([])
  })

  it('names neither address nor headers in its errors', async () => {
    const address = `https://127.0.0.1:9/bot${SECRET}/getMe`
    const asked = httpsOnce(server.line, { method: 'GET', address, headers: { authorization: SECRET } }, BOUNDS)
    const error: unknown = await asked.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'EXTERNAL_NETWORK', message: 'could not be reached (ECONNREFUSED)' })
    expect(error).not.toHaveProperty('cause.message')
  })

  it.each(['http://127.0.0.1/', 'ftp://127.0.0.1/', 'nonsense'])('is not sent to %s', async (address) => {
    await expect(httpsOnce(server.line, { method: 'GET', address, headers: {} }, BOUNDS)).rejects.toThrow(
      'is not https',
    )
  })
})

describe('proxies', () => {
  it('carry the request as a tunnel and see no header of it', async () => {
    server.behave(answering(200, {}))
    const asked: string[] = []
    const proxy = createServer().listen(0, '127.0.0.1')
    proxy.on('connect', (request, socket) => {
      asked.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`)
      const onward = connect(Number(new URL(server.address).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        onward.pipe(socket).pipe(onward)
      })
    })
    await once(proxy, 'listening')
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const through = httpsLine(proxyVariables({ https_proxy: address }), server.certificate)
    expect((await ask('/a', BOUNDS, through)).status).toBe(200)
    expect(asked).toHaveLength(1)
    expect(asked[0]).not.toContain(SECRET)
    const past = httpsLine(proxyVariables({ HTTPS_PROXY: address, NO_PROXY: '127.0.0.1' }), server.certificate)
    expect((await ask('/a', BOUNDS, past)).status).toBe(200)
    expect(asked).toHaveLength(1)
    proxy.closeAllConnections()
    proxy.close()
  })

  it.each([
    ['http://proxy.example:3128', true],
    ['', true],
    ['socks5://proxy.example:1080', false],
    ['proxy.example:3128', false],
    ['http://', false],
  ])('through %s can be used: %s', (address, usable) => {
    expect(isUsableLine(proxyVariables({ HTTPS_PROXY: address }))).toBe(usable)
  })

  it('are read in either case, the lower one first', () => {
    expect(proxyVariables({ HTTP_PROXY: 'A', http_proxy: 'b', no_proxy: 'c', PATH: 'd' })).toEqual({
      HTTP_PROXY: 'b',
      NO_PROXY: 'c',
    })
  })
})
