import type { HostCredentials } from './registry-settings.ts'

/** An address taken apart: what may be told, and what may only be sent. */
export interface ConfiguredAddress {
  /** http or https, without user, password, query and fragment, ending with `/`. */
  readonly address: string
  /** For the address itself and, second, for all of its host. */
  readonly credentials: readonly HostCredentials[]
}

/** Reads an address of a configuration; undefined for what is no http(s) address. User and password become credentials for its host. */
export function configuredAddress(text: string): ConfiguredAddress | undefined {
  const url = URL.parse(text.trim())
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  const address = `${url.protocol}//${url.host}${url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`}`
  if (url.username === '' && url.password === '') return { address, credentials: [] }
  const [user, password] = [decoded(url.username), decoded(url.password)]
  const [schemes, authorization] = [[url.protocol] as const, basic(user, password)]
  // The whole host as well, as pip and uv send them: files often lie beside the index, not below it.
  const credentials = [prefixOf(address), `//${url.host}/`].map((prefix) => ({ prefix, schemes, authorization }))
  return { address, credentials }
}

/** The value of an Authorization header for user and password (RFC 7617). */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

/** The scope of credentials for an address: its host and all of its path. */
export function prefixOf(address: string): string {
  return address.replace(/^https?:/, '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
