import type { HostCredentials } from './registry-settings.ts'

/**
 * The Authorization header for an address: of the credentials for its host, those for the longest beginning of its path; undefined where none
 * is meant for it. Whole segments are compared: a token for `//host/team/` is not sent to `//host/team-of-another/`. Nothing is sent without TLS
 * that was configured for TLS.
 */
export function credentialsFor(address: string, credentials: readonly HostCredentials[]): string | undefined {
  const url = URL.parse(address)
  if (url === null) return undefined
  const place = `//${url.host}${url.pathname}${url.pathname.endsWith('/') ? '' : '/'}`
  let best: HostCredentials | undefined
  for (const one of credentials) {
    const fits = one.schemes.some((scheme) => scheme === url.protocol) && place.startsWith(one.prefix)
    if (fits && (best === undefined || one.prefix.length > best.prefix.length)) best = one
  }
  return best?.authorization
}
