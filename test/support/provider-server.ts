import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type HttpsLine, httpsLine, httpsOnce } from '../../src/base/http-once.ts'
import type { Ask } from '../../src/analysis/secrets/validation/token-validator.ts'
import { selfSigned } from './self-signed.ts'

/** What the provider does with a request. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

/** A provider on this machine, over TLS. No test asks a real one: `ask` sends every request here, whatever host it names. */
export interface ProviderServer {
  /** `https://127.0.0.1:PORT` */
  readonly address: string
  /** Trusts this server's certificate and no other. */
  readonly line: HttpsLine
  readonly certificate: string
  readonly ask: Ask
  /** `GET host/path authorization`, in the order they came. */
  readonly log: string[]
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

export async function providerServer(): Promise<ProviderServer> {
  const { key, certificate } = selfSigned('127.0.0.1')
  const log: string[] = []
  let behaviour: Behaviour = (_, response) => response.writeHead(500).end()
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const { method, url, headers } = request
    log.push([method, url, headers.authorization ?? '-', headers['user-agent'] ?? '-'].join(' '))
    behaviour(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const line = httpsLine({}, certificate)
  return {
    address,
    line,
    certificate,
    log,
    ask: (request, bounds) => {
      const { pathname, search } = new URL(request.address)
      return httpsOnce(line, { ...request, address: `${address}${pathname}${search}` }, bounds)
    },
    behave(next) {
      behaviour = next
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers every request so. */
export function answering(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}
