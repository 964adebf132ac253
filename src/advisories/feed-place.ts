import { stat } from 'node:fs/promises'
import { UsageError } from '../base/errors.ts'
import { isHttpAddress, withoutSecrets } from '../base/http.ts'

/** Where a feed comes from. */
export type FeedPlace =
  /** `address` may hold a password or a token; `label` does not. */
  | { readonly kind: 'http'; readonly address: string; readonly label: string }
  | { readonly kind: 'directory'; readonly path: string; readonly label: string }
  | { readonly kind: 'file'; readonly path: string; readonly label: string }

/**
 * Tells an address from a directory and a file. Throws UsageError USAGE_SOURCE for another scheme and for a path that is not there.
 */
export async function feedPlace(written: string): Promise<FeedPlace> {
  if (isHttpAddress(written)) return { kind: 'http', address: written, label: withoutSecrets(written) }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(written)) {
    throw new UsageError('USAGE_SOURCE', `expected an http(s) address or a path, found ${withoutSecrets(written)}`)
  }
  const stats = await stat(written).catch(() => undefined)
  if (stats?.isDirectory() === true) return { kind: 'directory', path: written, label: written }
  if (stats?.isFile() === true) return { kind: 'file', path: written, label: written }
  throw new UsageError('USAGE_SOURCE', `there is no file or directory ${written}`)
}

/** An address one or more segments below another; the query, which may hold a token, stays. Segments are encoded. */
export function below(address: string, ...segments: readonly string[]): string {
  const url = new URL(address)
  const base = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`
  url.pathname = base + segments.map(encodeURIComponent).join('/')
  return url.href
}
