import { splitDescriptor } from './package-name.ts'
import { isFullVersion } from './version-text.ts'

/** What the key of a package in a pnpm lock file says. */
export interface PnpmKey {
  /** Undefined where the key is only an address or a path. */
  readonly name?: string
  /** A full version; undefined where an address or a path stands instead. */
  readonly version?: string
  /** Where in the key the version starts. */
  readonly versionAt: number
  /** The host (and path) of a registry other than the default, as lock files before version 9 write it. */
  readonly registry?: string
  /** What stands instead of a version: `file:…`, `git+ssh://…`, `https://…`, `github.com/owner/repo/commit`, `runtime:22.0.0`. */
  readonly reference?: string
  /** The code is changed by `patchedDependencies`. */
  readonly patched: boolean
}

/**
 * Reads a key of `packages` or `snapshots`, in the language of the file's major version:
 * 5 `/name/1.0.0_peer@2.0.0`, 6 `/name@1.0.0(peer@2.0.0)`, 9 `name@1.0.0(peer@2.0.0(other@3.0.0))`; before 9 a registry other
 * than the default stands in front: `registry.example/name@1.0.0`.
 */
export function parsePnpmKey(key: string, major: number): PnpmKey {
  const body = key.slice(0, peersStart(key))
  const suffix = key.slice(body.length)
  const patched = suffix.includes('(patch_hash=')
  if (/^(?:file|link|runtime):/.test(body)) return { versionAt: 0, reference: body, patched }
  if (major >= 9) return { ...modern(body), patched }
  return { ...(prefixed(body, major) ?? { versionAt: 0, reference: body }), patched }
}

/**
 * Where the list of peers begins, the length when there is none. Peers stand in balanced parentheses at the very end; an
 * opening one further left belongs to a path or an address.
 */
export function peersStart(key: string): number {
  let start = key.length
  let depth = 0
  for (let i = key.length - 1; i >= 0; i--) {
    if (key[i] === ')') depth++
    else if (depth === 0) break
    else if (key[i] === '(' && --depth === 0) start = i
  }
  return start
}

/** `name@1.0.0`, `@scope/name@file:lib`, `name@https://…`. */
function modern(body: string): Omit<PnpmKey, 'patched'> {
  const { name, rest } = splitDescriptor(body)
  const versionAt = name.length + 1
  if (rest === undefined) return { versionAt: 0, reference: body }
  return isFullVersion(rest) ? { name, version: rest, versionAt } : { name, versionAt, reference: rest }
}

/** `/name/1.0.0_peer`, `/@scope/name@1.0.0`, `registry.example/name/1.0.0`; undefined when the end is not a version. */
function prefixed(body: string, major: number): Omit<PnpmKey, 'patched'> | undefined {
  const separator = major >= 6 ? '@' : '/'
  const at = body.lastIndexOf(separator)
  const version = untilPeers(body.slice(at + 1), major)
  if (at <= 0 || !isFullVersion(version)) return undefined
  const segments = body.slice(0, at).split('/')
  const last = segments.pop() ?? ''
  const scope = segments.at(-1)?.startsWith('@') === true ? `${segments.pop()}/` : ''
  const registry = segments.join('/')
  return { name: scope + last, version, versionAt: at + 1, ...(registry === '' ? {} : { registry }) }
}

/** In version 5 peers follow an underscore, which no version holds. */
function untilPeers(text: string, major: number): string {
  return major < 6 ? (text.split('_', 1)[0] ?? '') : text
}
