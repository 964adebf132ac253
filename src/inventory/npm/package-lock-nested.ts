import { boolean, entries, get, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Scope } from '../../model/package-mention.ts'
import { resolvedOrigin } from './address.ts'
import { type Folder, resolveFrom } from './folders.ts'
import { excerpt, type Ledger, type PackageFact } from './ledger.ts'
import { requirement } from './requirement.ts'
import { digests } from './tree-text.ts'
import { lockedVersion } from './version-text.ts'

type Nested = Folder<TreeEntry | undefined>

/**
 * Reads lock file version 1: `dependencies` nested as node_modules is. It does not list what the project asks for: a
 * package at the top that no other requires must be asked for, one that is required may be, one further down is not.
 */
export function addNested(ledger: Ledger, lock: TreeValue): void {
  const root: Nested = { value: undefined, parent: undefined, children: new Map() }
  const folders: Nested[] = []
  fill(ledger, root, lock, folders)

  const needs = folders.map((folder) => required(folder))
  const needed = new Set(needs.flat())
  // Written by npm 5 and later; shrinkwraps before that do not say who requires what.
  const tellsNeeds = boolean(get(lock, 'requires')) === true
  const keys = new Map<Nested, string | undefined>()
  for (const folder of folders) {
    const direct = folder.parent !== root ? 'no' : tellsNeeds && !needed.has(folder) ? 'yes' : 'unknown'
    const found = fact(ledger, folder, direct)
    if (found === undefined) continue
    keys.set(folder, ledger.add(found))
    if (direct === 'yes') ledger.rootEdge(keys.get(folder))
  }
  for (const [index, folder] of folders.entries()) {
    for (const need of needs[index] ?? []) ledger.edge(keys.get(folder), keys.get(need))
  }
}

/** Recursion is bounded: the parser refuses deeper nesting than limits.depth. */
function fill(ledger: Ledger, parent: Nested, holder: TreeValue, folders: Nested[]): void {
  for (const entry of entries(get(holder, 'dependencies'))) {
    if (entry.value.kind !== 'object') {
      ledger.note(`expected an object for ${excerpt(entry.key)}, found ${entry.value.kind}`, entry.value.offset)
      continue
    }
    const folder: Nested = { value: entry, parent, children: new Map() }
    parent.children.set(entry.key, folder)
    folders.push(folder)
    fill(ledger, folder, entry.value, folders)
  }
}

function required(folder: Nested): readonly Nested[] {
  return entries(get(folder.value?.value, 'requires')).flatMap((wanted) => resolveFrom(folder, wanted.key) ?? [])
}

function fact(ledger: Ledger, folder: Nested, direct: PackageFact['direct']): PackageFact | undefined {
  const entry = folder.value
  if (entry === undefined) return undefined
  const versionField = get(entry.value, 'version')
  const written = string(versionField)
  const source = sourceOf(entry, written)
  if (source === undefined) {
    ledger.note(
      `expected a version or a source, found ${excerpt(written ?? '')}`,
      versionField?.offset ?? entry.keyOffset,
    )
  }
  const { name, version, origin } = source ?? unknownSource(entry)
  const token = version.kind === 'exact' ? (written?.lastIndexOf(version.version) ?? 0) : -1
  return {
    name,
    version,
    origin,
    role: 'locks',
    scope: scopeOf(entry),
    groups: boolean(get(entry.value, 'bundled')) === true ? ['group:bundled'] : [],
    direct,
    offset: token >= 0 && versionField !== undefined ? versionField.offset + token : entry.keyOffset,
    text: `${entry.key}: ${written ?? 'no version'}`,
    integrity: digests(get(entry.value, 'integrity')),
  }
}

type Source = Pick<PackageFact, 'name' | 'version' | 'origin'>

/** `version` holds a version, an alias (`npm:other@1.0.0`), an address, a git address with its commit, or a `file:` path. */
function sourceOf(entry: TreeEntry, written: string | undefined): Source | undefined {
  const plain = lockedVersion(written)
  if (plain !== undefined) return registered(entry, entry.key, plain)
  const { name, version, origin, understood } = requirement(entry.key, written ?? '')
  if (!understood) return undefined
  if (origin.kind !== 'registry') return { name, version, origin }
  return version.kind === 'exact' ? registered(entry, name, version) : undefined
}

function registered(entry: TreeEntry, name: string, version: PackageFact['version']): Source {
  const resolved = string(get(entry.value, 'resolved'))
  return { name, version, origin: resolved === undefined ? { kind: 'registry' } : resolvedOrigin(resolved, name) }
}

function unknownSource(entry: TreeEntry): Source {
  return { name: entry.key, version: { kind: 'unstated' }, origin: { kind: 'registry' } }
}

function scopeOf(entry: TreeEntry): Scope {
  if (boolean(get(entry.value, 'dev')) === true) return 'development'
  return boolean(get(entry.value, 'optional')) === true ? 'optional' : 'runtime'
}
