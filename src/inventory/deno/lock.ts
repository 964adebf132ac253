import { FormatError } from '../../base/errors.ts'
import { json } from '../../formats/json.ts'
import { entries, get, getPath, items, scalarText, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { resolvedOrigin } from '../npm/address.ts'
import { excerpt, Ledger } from '../npm/ledger.ts'
import { splitDescriptor } from '../npm/package-name.ts'
import { digests, platformMarker } from '../npm/tree-text.ts'
import { lockedVersion } from '../npm/version-text.ts'
import { noteAddress } from './manifest.ts'
import { parseSpecifier } from './specifier.ts'

const NEWEST_KNOWN = 5

/**
 * deno.lock, versions 2 to 5: packages of npm and JSR, the specifiers that were resolved to them, and modules by address.
 * Keys of npm packages carry the peers they were resolved with: `pkg@1.0.0_peer@2.0.0`.
 */
export const denoLock: Extractor = {
  id: 'deno/lock',
  title: 'Packages locked by Deno (deno.lock): npm, JSR and modules by address',
  files: ['**/deno.lock'],
  async extract(file) {
    const { root, lines } = await file.read(json)
    if (root.kind !== 'object') {
      throw new FormatError('FORMAT_SHAPE', `expected an object, found ${root.kind}`, lines.position(root.offset))
    }
    const ledger = new Ledger(file.path, denoLock.id, lines)
    noteUnknownVersion(ledger, root)
    addPackages(ledger, root)
    addRemotes(ledger, root)
    return ledger.extraction()
  },
}

function noteUnknownVersion(ledger: Ledger, root: TreeValue): void {
  const version = get(root, 'version')
  const written = scalarText(version)
  // Before version 2 the file was a map from addresses to digests.
  if (written === undefined || Number(written) <= NEWEST_KNOWN) return
  const message = `version ${excerpt(written)} is newer than ${NEWEST_KNOWN}; read as ${NEWEST_KNOWN}`
  ledger.note(message, version?.offset ?? 0, 'FORMAT_VERSION')
}

type Registry = 'npm' | 'jsr'

interface Entry {
  readonly registry: Registry
  readonly entry: TreeEntry
  readonly name: string
  readonly version: string | undefined
}

function addPackages(ledger: Ledger, root: TreeValue): void {
  // Versions 2 and 3 keep the lists one level deeper.
  const holder = get(root, 'packages') ?? root
  const npm =
    get(root, 'packages') === undefined ? (getPath(root, 'npm', 'packages') ?? get(root, 'npm')) : get(holder, 'npm')
  const all = [...readEntries('npm', npm), ...readEntries('jsr', get(holder, 'jsr'))]
  const index = new EntryIndex(all)
  const specifiers = specifiersOf(root)
  const asked = directEntries(root, all, specifiers, index)
  const keys = new Map(all.map((one) => [one, ledger.add(fact(ledger, one, asked.has(one)))]))
  for (const one of asked) ledger.rootEdge(keys.get(one))
  for (const one of all) {
    for (const need of needsOf(one)) {
      const found = index.resolve(need, specifiers)
      if (found !== undefined) ledger.edge(keys.get(one), keys.get(found))
    }
  }
}

function readEntries(registry: Registry, list: TreeValue | undefined): readonly Entry[] {
  return entries(list).map((entry) => {
    const { name, rest } = splitDescriptor(entry.key)
    const served = registry === 'jsr' ? name.replace(/^@([^/]+)\/(.+)$/, '@jsr/$1__$2') : name
    return { registry, entry, name: served, version: rest?.split('_', 1)[0] }
  })
}

function fact(
  ledger: Ledger,
  { registry, entry, name, version }: Entry,
  isAsked: boolean,
): Parameters<Ledger['add']>[0] {
  const locked = lockedVersion(version)
  if (locked === undefined || version === undefined)
    ledger.note(`expected name@version, found ${excerpt(entry.key)}`, entry.keyOffset)
  const { value } = entry
  const integrity = digests(get(value, 'integrity'))
  return {
    name,
    version: locked ?? { kind: 'unstated' },
    origin: originOf(registry, name, value),
    role: 'locks',
    scope: 'runtime',
    direct: isAsked ? 'yes' : 'no',
    offset: entry.keyOffset + (version === undefined ? 0 : Math.max(0, entry.key.indexOf('@', 1) + 1)),
    text: entry.key,
    marker: platformMarker(value),
    // JSR states a bare SHA-256 of the manifest.
    integrity: registry === 'jsr' ? integrity.map((digest) => `sha256:${digest}`) : integrity,
  }
}

function originOf(registry: Registry, name: string, value: TreeValue): Origin {
  if (registry === 'jsr') return { kind: 'registry', index: 'jsr' }
  const tarball = string(get(value, 'tarball'))
  return tarball === undefined ? { kind: 'registry' } : resolvedOrigin(tarball, name)
}

/** `npm:chalk@5` and what it was resolved to, in the words of version 4: a key of `npm` or `jsr` with its registry. */
function specifiersOf(root: TreeValue): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { key, value } of entries(getPath(root, 'npm', 'specifiers')))
    found.set(`npm:${key}`, `npm:${string(value) ?? ''}`)
  for (const { key, value } of entries(getPath(root, 'packages', 'specifiers'))) found.set(key, string(value) ?? '')
  for (const { key, value } of entries(get(root, 'specifiers'))) {
    const name = splitDescriptor(key.slice('npm:'.length)).name
    found.set(key, `${key.slice(0, 'npm:'.length)}${name}@${string(value) ?? ''}`)
  }
  return found
}

/** What the workspace lists, and what was resolved without any JSR package having asked for it: the imports of the project's own code. */
function directEntries(
  root: TreeValue,
  all: readonly Entry[],
  specifiers: ReadonlyMap<string, string>,
  index: EntryIndex,
): ReadonlySet<Entry> {
  const listed = workspaceSpecifiers(get(root, 'workspace'))
  const needs = all.filter(({ registry }) => registry === 'jsr').flatMap(needsOf)
  const needed = new Set(needs.map((need) => index.resolve(need, specifiers)))
  return new Set(
    [...specifiers.keys()].flatMap((key) => {
      const found = index.resolve(key, specifiers)
      return found !== undefined && (listed.has(key) || !needed.has(found)) ? [found] : []
    }),
  )
}

function workspaceSpecifiers(workspace: TreeValue | undefined): ReadonlySet<string> {
  const holders = [workspace, ...entries(get(workspace, 'members')).map(({ value }) => value)]
  const lists = holders.flatMap((holder) => [
    get(holder, 'dependencies'),
    getPath(holder, 'packageJson', 'dependencies'),
  ])
  return new Set(lists.flatMap((list) => items(list).flatMap((item) => string(item) ?? [])))
}

/** As specifiers: `npm:ms`, `npm:b@1.0.0_peer@2`, `jsr:@std/y@1`. A map from names to keys before version 4, a list since. */
function needsOf({ registry, entry }: Entry): readonly string[] {
  const lists = ['dependencies', 'optionalDependencies'].map((field) => get(entry.value, field))
  return lists.flatMap((list) => {
    const written = list?.kind === 'array' ? list.items : entries(list).map(({ value }) => value)
    return written.flatMap((one) => {
      const text = string(one)
      if (text === undefined) return []
      const alias = text.indexOf('@npm:', 1)
      if (alias > 0) return [text.slice(alias + 1)]
      return [text.startsWith('npm:') || text.startsWith('jsr:') ? text : `${registry}:${text}`]
    })
  })
}

/** Finds entries by specifier, by key, or by name where only one version is locked. */
class EntryIndex {
  readonly #byKey = new Map<string, Entry>()
  /** `undefined` for a name with several versions. */
  readonly #byName = new Map<string, Entry | undefined>()

  constructor(all: readonly Entry[]) {
    for (const one of all) {
      const { registry, entry } = one
      const name = `${registry}:${splitDescriptor(entry.key).name}`
      this.#byKey.set(`${registry}:${entry.key}`, one)
      this.#byName.set(name, this.#byName.has(name) ? undefined : one)
    }
  }

  resolve(wanted: string, specifiers: ReadonlyMap<string, string>): Entry | undefined {
    const key = specifiers.get(wanted) ?? wanted
    const registry = wanted.slice(0, 'npm:'.length)
    return this.#byKey.get(key) ?? this.#byName.get(registry + splitDescriptor(wanted.slice(registry.length)).name)
  }
}

/** `remote` has one line for every module; one is told for every release. */
function addRemotes(ledger: Ledger, root: TreeValue): void {
  const told = new Set<string>()
  for (const { key, keyOffset } of entries(get(root, 'remote'))) {
    const found = parseSpecifier(key)
    const base =
      found.kind === 'address' ? found.base : found.kind === 'package' ? originUrl(found.wanted.origin) : undefined
    if (base === undefined || told.has(base)) continue
    told.add(base)
    if (found.kind === 'address') noteAddress(ledger, base, keyOffset)
    if (found.kind !== 'package') continue
    const { name, version, origin } = found.wanted
    ledger.add({
      name,
      version,
      origin,
      role: 'locks',
      scope: 'runtime',
      direct: 'unknown',
      offset: keyOffset,
      text: key,
    })
  }
}

function originUrl(origin: Origin): string | undefined {
  return origin.kind === 'url' ? origin.url : undefined
}
