import { setTimeout as delay } from 'node:timers/promises'
import { ExternalError } from './errors.ts'
import { type Patience, type Watchdog, watchdog } from './watchdog.ts'

/** What a server says of the version of a document, to be sent back when asking whether it changed (RFC 9110, 8.8). */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

/** How a GET behaves. All bounds have defaults in DEFAULTS; `maxBytes` must be said. */
export interface HttpOptions extends Patience {
  /** Most bytes of the body, counted as they arrive; a Content-Length is not believed. */
  readonly maxBytes: number
  /** Ask only for something newer. */
  readonly validators?: Validators
  /** Sent to the first origin only: a redirect elsewhere must not carry a token along. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly attempts?: number
  /** Pause before the second attempt; doubles each time. `Retry-After` is honoured up to LONGEST_PAUSE. */
  readonly backoffMilliseconds?: number
  readonly redirects?: number
}

export type HttpAnswer<T> =
  /** `from` is the address that answered in the end, without user and password: what relative links in the document begin at. */
  | { readonly kind: 'ok'; readonly value: T; readonly validators: Validators; readonly from: string }
  /** 304: the validators still hold. */
  | { readonly kind: 'unchanged' }
  /** 404 or 410. */
  | { readonly kind: 'missing' }

/** Reads a body. Called once per attempt, so it must begin anew each time. */
export type BodyReader<T> = (body: AsyncIterable<Uint8Array>) => Promise<T>

const DEFAULTS = {
  attempts: 4,
  backoffMilliseconds: 500,
  redirects: 5,
} as const
const LONGEST_PAUSE = 30_000
const RETRYABLE_STATUS: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])
const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * GET over http or https, streamed into `read`. Failures that may pass (no connection, a body cut off, 429, 5xx, silence)
 * are tried again. Throws ExternalError EXTERNAL_NETWORK with the address without user, password, query and fragment; what
 * `read` throws and the reason of `signal` pass unchanged. Proxies: as the runtime is started (NODE_USE_ENV_PROXY).
 */
export async function httpGet<T>(address: string, options: HttpOptions, read: BodyReader<T>): Promise<HttpAnswer<T>> {
  const first = target(address, options)
  const attempts = options.attempts ?? DEFAULTS.attempts
  for (let attempt = 1; ; attempt++) {
    try {
      return await followed(first, options, read)
    } catch (error) {
      options.signal?.throwIfAborted()
      if (!(error instanceof TransferError) || !error.retryable || attempt >= attempts) throw error
      await pause(error, attempt, options)
    }
  }
}

/** The body in memory; `maxBytes` bounds it. Throws as httpGet() does. */
export function httpBytes(address: string, options: HttpOptions): Promise<HttpAnswer<Uint8Array>> {
  return httpGet(address, options, async (body) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return Buffer.concat(chunks)
  })
}

/** Is it an address for this module, and not a path? */
export function isHttpAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** An address without user, password, query and fragment, where tokens stand. For messages and for the database. */
export function withoutSecrets(address: string): string {
  const url = URL.parse(address)
  return url === null ? 'an address that cannot be read' : `${url.protocol}//${url.host}${url.pathname}`
}

/** An ExternalError that knows how long the server asks to wait. */
class TransferError extends ExternalError {
  readonly waitMilliseconds: number | undefined

  constructor(message: string, retryable: boolean, cause?: unknown, waitMilliseconds?: number) {
    super('EXTERNAL_NETWORK', message, { retryable, cause })
    this.waitMilliseconds = waitMilliseconds
  }
}

interface Target {
  readonly url: URL
  readonly headers: Headers
}

/** fetch() refuses user and password in an address; they become the header they stand for (RFC 7617). */
function target(address: string, options: HttpOptions): Target {
  const url = URL.parse(address)
  if (url === null || !isHttpAddress(url.href)) {
    throw new TransferError(`expected an http or https address, found ${withoutSecrets(address)}`, false)
  }
  const headers = new Headers(options.headers)
  if (url.username !== '' && !headers.has('authorization')) {
    const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    headers.set('authorization', `Basic ${Buffer.from(user).toString('base64')}`)
  }
  url.username = ''
  url.password = ''
  return { url, headers }
}

async function followed<T>(first: Target, options: HttpOptions, read: BodyReader<T>): Promise<HttpAnswer<T>> {
  let { url, headers } = first
  for (let hops = options.redirects ?? DEFAULTS.redirects; hops >= 0; hops--) {
    const answer = await once(url, headers, options, read)
    if (answer.kind !== 'redirect') return answer
    const next = redirectTarget(url, answer.location)
    if (next.origin !== url.origin) headers = new Headers()
    url = next
  }
  throw failure(first.url, 'redirects more often than allowed', false)
}

/**
 * Where a redirect leads. Throws EXTERNAL_NETWORK for another scheme than http(s), and for http after https: whoever sits on the line
 * could answer there.
 */
export function redirectTarget(from: URL, location: string | null): URL {
  const next = location === null ? null : URL.parse(location, from.href)
  if (next === null || !isHttpAddress(next.href))
    throw failure(from, 'redirects to something that is not http(s)', false)
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw failure(from, `redirects from https to http (${withoutSecrets(next.href)})`, false)
  }
  next.username = ''
  next.password = ''
  return next
}

type OneAnswer<T> = HttpAnswer<T> | { readonly kind: 'redirect'; readonly location: string | null }

async function once<T>(url: URL, headers: Headers, options: HttpOptions, read: BodyReader<T>): Promise<OneAnswer<T>> {
  const watch = watchdog(options, options.signal)
  try {
    const response = await request(url, headers, options, watch)
    try {
      return await answered(url, response, options, watch, read)
    } finally {
      // Without it the connection of an answer that was not read to its end stays open.
      if (response.bodyUsed === false) await response.body?.cancel().catch(() => undefined)
    }
  } finally {
    watch.stop()
  }
}

async function request(url: URL, headers: Headers, options: HttpOptions, watch: Watchdog): Promise<Response> {
  const all = new Headers(headers)
  // A body compressed on the way would make Content-Length and the count of bytes speak of different things.
  all.set('accept-encoding', 'identity')
  if (options.validators?.etag !== undefined) all.set('if-none-match', options.validators.etag)
  if (options.validators?.lastModified !== undefined) all.set('if-modified-since', options.validators.lastModified)
  try {
    return await fetch(url, { headers: all, redirect: 'manual', signal: watch.signal })
  } catch (error) {
    throw watch.silent()
      ? failure(url, 'did not answer in time', true, error)
      : failure(url, reasonOf(error), true, error)
  }
}

async function answered<T>(
  url: URL,
  response: Response,
  options: HttpOptions,
  watch: Watchdog,
  read: BodyReader<T>,
): Promise<OneAnswer<T>> {
  if (response.ok) {
    const value = await read(bounded(url, response, options, watch))
    return { kind: 'ok', value, validators: validatorsOf(response), from: url.href }
  }
  if (response.status === 304 && options.validators !== undefined) return { kind: 'unchanged' }
  if (response.status === 404 || response.status === 410) return { kind: 'missing' }
  if (REDIRECT_STATUS.has(response.status)) return { kind: 'redirect', location: response.headers.get('location') }
  throw new TransferError(
    `${withoutSecrets(url.href)} answered ${response.status}`,
    RETRYABLE_STATUS.has(response.status),
    undefined,
    retryAfter(response),
  )
}

async function* bounded(
  url: URL,
  response: Response,
  options: HttpOptions,
  watch: Watchdog,
): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  let total = 0
  try {
    for (;;) {
      const chunk = await nextChunk(url, reader, watch)
      if (chunk === undefined) return
      total += chunk.length
      if (total > options.maxBytes) throw failure(url, `sends more than ${options.maxBytes} bytes`, false)
      yield chunk
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array> | undefined

async function nextChunk(url: URL, reader: Reader, watch: Watchdog): Promise<Uint8Array | undefined> {
  try {
    const next = await reader?.read()
    watch.heard()
    return next?.value
  } catch (error) {
    throw failure(url, watch.silent() ? 'fell silent in the middle' : `broke off: ${reasonOf(error)}`, true, error)
  }
}

async function pause(error: TransferError, attempt: number, options: HttpOptions): Promise<void> {
  const backoff = (options.backoffMilliseconds ?? DEFAULTS.backoffMilliseconds) * 2 ** (attempt - 1)
  const wait = Math.min(LONGEST_PAUSE, Math.max(backoff, error.waitMilliseconds ?? 0))
  try {
    await delay(wait, undefined, options.signal === undefined ? {} : { signal: options.signal })
  } catch (error) {
    // The timer reports an abort in its own words; the caller's reason is the one that counts.
    options.signal?.throwIfAborted()
    throw error
  }
}

/** In seconds only: the form with a date needs a clock that agrees with the server's. */
function retryAfter(response: Response): number | undefined {
  const seconds = response.headers.get('retry-after')
  return seconds !== null && /^\d{1,5}$/.test(seconds) ? Number(seconds) * 1000 : undefined
}

/** Kept with the database and sent back: cut to what honest servers send. */
function validatorsOf(response: Response): Validators {
  const etag = response.headers.get('etag')
  const lastModified = response.headers.get('last-modified')
  return {
    ...(etag !== null && etag.length <= 256 ? { etag } : {}),
    ...(lastModified !== null && lastModified.length <= 64 ? { lastModified } : {}),
  }
}

function failure(url: URL, what: string, retryable: boolean, cause?: unknown): TransferError {
  return new TransferError(`${withoutSecrets(url.href)} ${what}`, retryable, cause)
}

/** fetch() says only `fetch failed`; the system's code is in the cause. Its text may hold the address, so only the code is used. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? `could not be reached (${code})` : 'could not be reached'
}
