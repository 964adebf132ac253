import { items, string, type TreeEntry, type TreeObject, type TreeValue } from '../../formats/tree.ts'
import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { gitOrigin, localPath, resolvedOrigin, shownAddress } from './address.ts'
import { splitDescriptor } from './package-name.ts'
import { digests } from './tree-text.ts'
import { isFullVersion, lockedVersion } from './version-text.ts'

/** One line of `packages` in bun.lock. */
export interface BunTuple {
  readonly name: string
  readonly version: VersionClaim
  readonly origin: Origin
  /** The folder of a workspace member. */
  readonly workspace: string | undefined
  /** Dependencies and flags. */
  readonly info: TreeObject | undefined
  readonly integrity: readonly string[]
  /** Of the version token, else of the name. */
  readonly offset: number
  /** `name@version` as written. */
  readonly text: string
}

/**
 * Reads `["name@1.0.0", registry, {dependencies…}, integrity]`, `["name@workspace:path"]`,
 * `["name@git+ssh://…#commit", {…}, tag]`, `["name@github:owner/repo#commit", {…}, tag]`, `["name@https://…/a.tgz", {…}]`,
 * `["name@file:dir", {…}]`, `["name@../a.tgz", {…}]`, `["name@link:…"]`, `["name@root:", {…}]`. Which elements there are
 * depends on the source, so they are told apart by their kind. Undefined when the first is no `name@source`.
 */
export function bunTuple(entry: TreeEntry): BunTuple | undefined {
  const [first, ...rest] = items(entry.value)
  const text = string(first)
  if (first === undefined || text === undefined) return undefined
  const { name, rest: source } = splitDescriptor(text)
  if (source === undefined) return undefined
  const info = rest.find((item) => item.kind === 'object')
  const exact = isFullVersion(source) ? lockedVersion(source) : undefined
  const workspace = source.startsWith('workspace:') ? source.slice('workspace:'.length) : undefined
  return {
    name,
    version: exact ?? { kind: 'unstated' },
    origin: exact === undefined ? sourceOrigin(source) : registryOrigin(name, string(rest[0])),
    workspace: source === 'root:' ? '' : workspace,
    info,
    integrity: rest.filter((item) => isDigest(item)).flatMap((item) => digests(item)),
    offset: exact === undefined ? first.offset : first.offset + name.length + 1,
    text,
  }
}

function isDigest(item: TreeValue): boolean {
  return /^sha\d+-/.test(string(item) ?? '')
}

/** Empty for the default registry; else the address of the archive, or of the registry. */
function registryOrigin(name: string, registry: string | undefined): Origin {
  if (registry === undefined || registry === '' || isHash(registry)) return { kind: 'registry' }
  const origin = resolvedOrigin(registry, name)
  return origin.kind === 'url' && !/\.tgz(?:[?#]|$)/.test(registry.slice(-256))
    ? { kind: 'registry', index: shownAddress(registry.replace(/\/$/, '')) }
    : origin
}

function isHash(text: string): boolean {
  return /^sha\d+-/.test(text)
}

function sourceOrigin(source: string): Origin {
  if (source.startsWith('workspace:')) return { kind: 'local', path: shownAddress(source.slice('workspace:'.length)) }
  if (source.startsWith('root:')) return { kind: 'local', path: '.' }
  const path = localPath(source)
  if (path !== undefined) return { kind: 'local', path }
  const repository = gitOrigin(source)
  if (repository !== undefined) return repository
  if (/^https?:/i.test(source)) return { kind: 'url', url: shownAddress(source) }
  // What is neither an address nor a version is a path: bun writes archives as `name@dir/a.tgz`.
  return { kind: 'local', path: shownAddress(source) }
}
