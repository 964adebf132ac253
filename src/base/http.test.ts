import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, type FeedServer, feedServer } from '../../test/support/feed-server.ts'
import { httpBytes, httpGet, type HttpOptions, redirectTarget, withoutSecrets } from './http.ts'

const QUICK: HttpOptions = { maxBytes: 1_000, backoffMilliseconds: 1, idleMilliseconds: 150, attempts: 3 }

let server: FeedServer
beforeEach(async () => {
  server = await feedServer()
})
afterEach(() => server.close())

/** Answers differently each time; the last answer stays. */
function inTurn(...answers: readonly ((response: ServerResponse) => void)[]): Answer {
  let turn = 0
  return (_, response) => (answers[Math.min(turn++, answers.length - 1)] ?? answers[0])?.(response)
}

const fine = (response: ServerResponse): void => void response.end('fine')
const cutOff = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': 100 })
  response.write('only this')
  setTimeout(() => response.destroy(), 20)
}

/** Redirects. */
const to =
  (location: string): Answer =>
  (_, response) =>
    void response.writeHead(302, { location }).end()

async function textOf(path: string, options: Partial<HttpOptions> = {}): Promise<string> {
  const answer = await httpBytes(server.address + path, { ...QUICK, ...options })
  return answer.kind === 'ok' ? Buffer.from(answer.value).toString() : answer.kind
}

describe('answers', () => {
  it('a document and its validators, which then ask for something newer only', async () => {
    server.documents.set('/feed', 'content')
    const first = await httpBytes(`${server.address}/feed`, QUICK)
    expect(first).toMatchObject({ kind: 'ok', validators: { etag: expect.stringMatching(/^"\w+"$/) } })
    const validators = first.kind === 'ok' ? first.validators : {}
    expect(await httpBytes(`${server.address}/feed`, { ...QUICK, validators })).toEqual({ kind: 'unchanged' })
    server.documents.set('/feed', 'new content')
    expect(await textOf('/feed', { validators })).toBe('new content')
  })

  it('says which address answered in the end, without user and password', async () => {
    server.documents.set('/old', to('/new/place?x=1'))
    server.documents.set('/new/place', 'content')
    const answer = await httpBytes(`${server.address.replace('://', '://me:secret@')}/old`, QUICK)
    expect(answer).toMatchObject({ kind: 'ok', from: `${server.address}/new/place?x=1` })
  })

  it.each([404, 410])('%i is missing', async (status) => {
    server.documents.set('/gone', (_, response) => void response.writeHead(status).end())
    expect(await textOf('/gone')).toBe('missing')
  })

  it('a 304 that nobody asked for is an error', async () => {
    server.documents.set('/odd', (_, response) => void response.writeHead(304).end())
    await expect(textOf('/odd')).rejects.toMatchObject({ code: 'EXTERNAL_NETWORK' })
  })

  it('user and password become the header they stand for and are in no message', async () => {
    let authorization: string | undefined
    server.documents.set('/private', (request, response) => {
      authorization = request.headers.authorization
      response.writeHead(403).end()
    })
    const address = `${server.address.replace('://', '://me:s%40fe@')}/private?token=hidden`
    const error = await httpBytes(address, QUICK).catch((thrown: unknown) => thrown)
    expect(authorization).toBe(`Basic ${Buffer.from('me:s@fe').toString('base64')}`)
    expect(String(error)).toContain(`${server.address}/private answered 403`)
    expect(String(error)).not.toMatch(/s%40fe|s@fe|hidden/)
  })

  it('addresses are told without secrets', () => {
    expect(withoutSecrets('https://me:secret@mirror.example/osv/?token=x#y')).toBe('https://mirror.example/osv/')
  })

  it.each(['ftp://mirror.example/osv', 'file:///etc/passwd', 'data:text/plain,x', 'nonsense'])(
    '%s is refused',
    async (address) => {
      await expect(httpBytes(address, QUICK)).rejects.toMatchObject({ code: 'EXTERNAL_NETWORK', retryable: false })
    },
  )
})

describe('failures that pass', () => {
  const cases: readonly { name: string; first: (response: ServerResponse) => void }[] = [
    { name: '500', first: (response) => void response.writeHead(500).end('oops') },
    { name: '503 with a pause', first: (response) => void response.writeHead(503, { 'retry-after': '0' }).end() },
    { name: '429', first: (response) => void response.writeHead(429).end() },
    { name: 'a connection cut before the answer', first: (response) => void response.destroy() },
    { name: 'a body cut off', first: cutOff },
    { name: 'silence before the answer', first: () => undefined },
    {
      name: 'silence in the middle',
      first: (response) => void response.writeHead(200, { 'content-length': 100 }).write('and then'),
    },
  ]
  it.each(cases)('$name, then fine', async ({ first }) => {
    server.documents.set('/feed', inTurn(first, fine))
    expect(await textOf('/feed')).toBe('fine')
  })

  it.each(cases)('$name, always: an error after the last attempt', async ({ first }) => {
    let asked = 0
    server.documents.set('/feed', (_, response) => {
      asked++
      first(response)
    })
    await expect(textOf('/feed')).rejects.toMatchObject({ code: 'EXTERNAL_NETWORK', retryable: true })
    expect(asked).toBe(3)
  })

  it('a server that is not there', async () => {
    const { port } = await closedPort()
    const answer = httpBytes(`http://127.0.0.1:${port}/feed`, QUICK)
    await expect(answer).rejects.toThrow(`http://127.0.0.1:${port}/feed could not be reached (ECONNREFUSED)`)
  })
})

describe('failures that stay', () => {
  it.each([400, 401, 403, 501])('%i is not tried again', async (status) => {
    server.documents.set('/feed', (_, response) => void response.writeHead(status).end())
    await expect(textOf('/feed')).rejects.toMatchObject({ retryable: false })
    expect(server.log).toEqual([`GET /feed ${status}`])
  })

  it('an endless body ends at the limit', async () => {
    server.documents.set('/endless', (_, response) => {
      const more = setInterval(() => response.write('x'.repeat(500)), 1)
      response.on('close', () => clearInterval(more))
    })
    await expect(textOf('/endless')).rejects.toThrow('sends more than 1000 bytes')
  })

  it('a Content-Length below the limit is not believed, gzip on the way is counted unpacked', async () => {
    const { gzipSync } = await import('node:zlib')
    server.documents.set('/bomb', (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
    })
    await expect(textOf('/bomb')).rejects.toThrow('sends more than 1000 bytes')
  })

  it('a byte now and then does not keep an attempt alive', async () => {
    server.documents.set('/slow', (_, response) => {
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const started = performance.now()
    await expect(textOf('/slow', { totalMilliseconds: 200, attempts: 1 })).rejects.toThrow('fell silent')
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('what the reader throws passes unchanged and is not tried again', async () => {
    server.documents.set('/feed', 'content')
    const full = new Error('the disk is full')
    const answer = httpGet(`${server.address}/feed`, QUICK, async () => {
      throw full
    })
    await expect(answer).rejects.toBe(full)
    expect(server.log.length).toBeLessThanOrEqual(1)
  })
})

describe('redirects', () => {
  it('are followed a few times', async () => {
    server.documents
      .set('/a', to('/b'))
      .set('/b', to(`${server.address}/c`))
      .set('/c', 'arrived')
    expect(await textOf('/a')).toBe('arrived')
  })

  it('do not run in circles', async () => {
    server.documents.set('/a', to('/a'))
    await expect(textOf('/a')).rejects.toThrow('redirects more often than allowed')
    expect(server.log).toHaveLength(6)
  })

  it.each(['file:///etc/passwd', 'ftp://other.example/', 'data:,x', 'javascript:1'])('not to %s', async (location) => {
    server.documents.set('/a', to(location))
    await expect(textOf('/a')).rejects.toThrow('redirects to something that is not http(s)')
  })

  it('never lead from https to http', () => {
    const from = new URL('https://mirror.example/osv')
    expect(() => redirectTarget(from, 'http://mirror.example/osv')).toThrow('redirects from https to http')
    expect(redirectTarget(from, '//user:pass@other.example/osv').href).toBe('https://other.example/osv')
    expect(redirectTarget(new URL('http://mirror.example/'), 'https://mirror.example/').href).toBe(
      'https://mirror.example/',
    )
  })

  it('do not take headers and passwords to another server', async () => {
    const other = await feedServer()
    let carried: unknown = 'not asked'
    other.documents.set('/b', (request, response) => {
      carried = request.headers.authorization
      response.end('arrived')
    })
    server.documents.set('/a', to(`${other.address}/b`))
    expect(await textOf('/a', { headers: { authorization: 'Bearer token' } })).toBe('arrived')
    expect(carried).toBeUndefined()
    await other.close()
  })
})

describe('an abort', () => {
  it('ends a request with its own reason and without another attempt', async () => {
    const abort = new AbortController()
    let asked = 0
    server.documents.set('/hangs', () => {
      asked++
      abort.abort(new Error('the operator said stop'))
    })
    await expect(textOf('/hangs', { signal: abort.signal })).rejects.toThrow('the operator said stop')
    expect(asked).toBe(1)
  })

  it('ends a pause between attempts', async () => {
    server.documents.set('/feed', (_, response) => void response.writeHead(503, { 'retry-after': '20' }).end())
    const started = performance.now()
    await expect(textOf('/feed', { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

async function closedPort(): Promise<AddressInfo> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address() as AddressInfo
  listener.close()
  await once(listener, 'close')
  return address
}
