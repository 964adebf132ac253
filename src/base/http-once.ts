import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { ExternalError } from './errors.ts'
import type { ProxyVariables } from './http-proxy.ts'

/** Where requests leave this machine. Keeps no connection open. */
export interface HttpsLine {
  readonly agent: Agent
}

/** A question to one server. */
export interface OneRequest {
  readonly method: 'GET' | 'POST'
  /** https. May hold a secret: no error names it. */
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Bounds of one request; both must be said. */
export interface OneBounds {
  /** Most bytes of the body that are kept; the connection is closed after them. */
  readonly maxBytes: number
  /** From the first packet to the last byte. */
  readonly milliseconds: number
}

/** What the server answered, whatever its status; a redirect is an answer like any other. */
export interface OneReply {
  readonly status: number
  /** In lower case; of a header that came twice, the values as node joins them. */
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
  /** There was more than was kept. */
  readonly cut: boolean
}

/** All headers of an answer; honest servers send one or two KiB. */
const HEADER_BYTES = 16 * 1024

/** Through these proxies, or directly. `authority`: a certificate in PEM to be trusted in place of those of the system, for tests. */
export function httpsLine(proxies: ProxyVariables, authority?: string): HttpsLine {
  return {
    agent: new Agent({
      keepAlive: false,
      proxyEnv: { ...proxies },
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(authority === undefined ? {} : { ca: authority }),
    }),
  }
}

/**
 * Can requests leave through these proxies, as far as their addresses tell? Only those of http and https are spoken; past any other, such as
 * one of SOCKS, they would go directly.
 */
export function isUsableLine({ HTTP_PROXY, HTTPS_PROXY }: ProxyVariables): boolean {
  const given = [HTTP_PROXY ?? '', HTTPS_PROXY ?? ''].filter((address) => address !== '')
  return given.every((address) => /^https?:\/\/[^/]/i.test(address) && URL.canParse(address))
}

/**
 * One request over https with a verified certificate: no redirect is followed, nothing is tried again, nothing is unpacked. For requests that
 * carry a secret: unlike httpGet() it tells every status, and ExternalError EXTERNAL_NETWORK names neither address nor headers.
 */
export function httpsOnce(line: HttpsLine, asked: OneRequest, bounds: OneBounds): Promise<OneReply> {
  const { promise, resolve, reject } = Promise.withResolvers<OneReply>()
  const url = URL.parse(asked.address)
  if (url?.protocol !== 'https:') return Promise.reject(failure('is not https', false))
  const question = request(url, {
    method: asked.method,
    agent: line.agent,
    maxHeaderSize: HEADER_BYTES,
    headers: { ...asked.headers, 'accept-encoding': 'identity' },
  })
  const patience = setTimeout(
    () => question.destroy(failure('did not answer in time', true)),
    Math.max(1, bounds.milliseconds),
  )
  question.on('response', (response) => kept(response, bounds.maxBytes).then(resolve, reject))
  question.on('error', (error) => reject(error instanceof ExternalError ? error : failure(reasonOf(error), true)))
  question.end(asked.body)
  return promise.finally(() => {
    clearTimeout(patience)
    question.destroy()
  })
}

async function kept(response: IncomingMessage, maxBytes: number): Promise<OneReply> {
  const chunks: Uint8Array[] = []
  let left = maxBytes
  let cut = false
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk.subarray(0, left))
      cut = chunk.length > left
      left -= Math.min(left, chunk.length)
      if (cut) break
    }
  } catch (error) {
    throw error instanceof ExternalError ? error : failure('broke off in the middle of its answer', true)
  }
  const { headers } = response
  const header = (name: string): string | undefined => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined
    return Array.isArray(value) ? value.join(', ') : value
  }
  return { status: response.statusCode ?? 0, header, body: Buffer.concat(chunks), cut }
}

/** The system's code only: the text of an error may hold the address, and its cause the request. */
function reasonOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? `could not be reached (${code})` : 'could not be reached'
}

function failure(message: string, retryable: boolean): ExternalError {
  return new ExternalError('EXTERNAL_NETWORK', message, { retryable })
}
