import { boolean, entries, get, scalarText, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Scope } from '../../model/package-mention.ts'
import { shownAddress } from './address.ts'
import { excerpt, type Ledger } from './ledger.ts'
import { type Importer, linkedFolder, patchedNames, readImporters } from './pnpm-importers.ts'
import { type PnpmPackage, pnpmPackage } from './pnpm-package.ts'
import { peersStart } from './pnpm-key.ts'
import { type Needs, scopesByReach } from './reach.ts'
import { entryMap } from './tree-text.ts'

/** One resolved package with one choice of peers. */
interface Node {
  readonly number: number
  readonly key: string
  /** Where its dependencies stand: the entry of `snapshots` in version 9, of `packages` before. */
  readonly entry: TreeEntry
  /** Where its resolution stands. */
  readonly packageEntry: TreeEntry
}

/** Everything asked for by a project of the workspace. */
interface Asked {
  readonly starts: Record<Scope, number[]>
  readonly groups: Map<number, Set<string>>
  /** The name under which a package is asked for, for keys that hold no name. */
  readonly aliases: Map<number, string>
}

/**
 * Reads the packages of one document and who needs them. Scopes are computed by walking from the importers: version 9 no
 * longer writes `dev`, and before it `dev` was not kept up to date for workspaces.
 */
export function addPnpmGraph(ledger: Ledger, root: TreeValue, major: number): void {
  const nodes = readNodes(ledger, root)
  const byKey = new Map(nodes.map((node) => [node.key, node.number]))
  const find = (alias: string, reference: string): number | undefined => lookUp(byKey, alias, reference)

  const importers = readImporters(root)
  const asked = askedBy(ledger, importers, find)
  const needs = nodes.map((node) => nodeNeeds(node, find, asked.aliases))
  const scopes = scopesByReach(needs, asked.starts)
  const patched = patchedNames(root)
  const keys = nodes.map((node) => {
    const found = pnpmPackage(node.packageEntry, node.entry.key, major, asked.aliases.get(node.number))
    if (found.problem !== undefined) ledger.note(found.problem, node.packageEntry.keyOffset)
    if (found.fact === undefined) return undefined
    const groups = asked.groups.get(node.number)
    return ledger.add({
      ...found.fact,
      patched: found.fact.patched || isPatched(patched, found.fact),
      scope: scopes[node.number] ?? flaggedScope(node.packageEntry.value),
      direct: groups === undefined ? 'no' : 'yes',
      groups: [...(groups ?? [])],
    })
  })
  for (const [number, { required, optional }] of needs.entries()) {
    for (const need of [...required, ...optional]) ledger.edge(keys[number], keys[need])
  }
  addImporterEdges(ledger, importers, find, keys)
}

/**
 * Version 9 lists resolutions under `packages` and, per choice of peers, dependencies under `snapshots`; before it both are
 * one. A resolution without a snapshot is damage, and still a package that is locked.
 */
function readNodes(ledger: Ledger, root: TreeValue): readonly Node[] {
  const packages = entryMap(get(root, 'packages'))
  const snapshots = entryMap(get(root, 'snapshots'))
  const resolved = [...snapshots.values()].map((entry) => ({ entry, packageEntry: resolutionOf(packages, entry.key) }))
  for (const { entry, packageEntry } of resolved) {
    if (packageEntry === undefined) ledger.note(`expected ${excerpt(entry.key)} under packages`, entry.keyOffset)
  }
  const used = new Set(resolved.map(({ packageEntry }) => packageEntry))
  const rest = [...packages.values()]
    .filter((entry) => !used.has(entry))
    .map((entry) => ({ entry, packageEntry: entry }))
  return [...resolved, ...rest].map(({ entry, packageEntry }, number) => {
    return { number, key: entry.key, entry, packageEntry: packageEntry ?? entry }
  })
}

function resolutionOf(packages: ReadonlyMap<string, TreeEntry>, key: string): TreeEntry | undefined {
  return packages.get(key) ?? packages.get(key.slice(0, peersStart(key)))
}

/** A reference is a whole key, or a version to be joined with the name as the lock file's version does. */
function lookUp(byKey: ReadonlyMap<string, number>, alias: string, reference: string): number | undefined {
  return (
    byKey.get(`${alias}@${reference}`) ??
    byKey.get(reference) ??
    byKey.get(`/${alias}@${reference}`) ??
    byKey.get(`/${alias}/${reference}`)
  )
}

type Find = (alias: string, reference: string) => number | undefined

function askedBy(ledger: Ledger, importers: readonly Importer[], find: Find): Asked {
  const asked: Asked = {
    starts: { runtime: [], optional: [], build: [], development: [] },
    groups: new Map(),
    aliases: new Map(),
  }
  for (const importer of importers) {
    for (const want of importer.wants) {
      if (want.reference.startsWith('link:')) continue
      const number = find(want.alias, want.reference)
      if (number === undefined) {
        ledger.note(`${excerpt(want.alias)} is locked to ${excerpt(want.reference)}, which is not there`, want.offset)
        continue
      }
      asked.starts[want.scope].push(number)
      const groups = asked.groups.get(number) ?? new Set()
      asked.groups.set(number, groups)
      if (importer.path !== '.') groups.add(`workspace:${importer.path}`)
      if (want.group !== undefined) groups.add(want.group)
      if (!asked.aliases.has(number)) asked.aliases.set(number, want.alias)
    }
  }
  return asked
}

function nodeNeeds(node: Node, find: Find, aliases: Map<number, string>): Needs {
  const needed = (field: string): readonly number[] =>
    entries(get(node.entry.value, field)).flatMap(({ key, value }) => {
      const number = find(key, scalarText(value) ?? '')
      if (number === undefined) return []
      if (!aliases.has(number)) aliases.set(number, key)
      return [number]
    })
  return { required: needed('dependencies'), optional: needed('optionalDependencies') }
}

function isPatched(patched: ReadonlySet<string>, { name, version }: NonNullable<PnpmPackage['fact']>): boolean {
  return patched.has(name) || (version.kind === 'exact' && patched.has(`${name}@${version.version}`))
}

/** For what no importer reaches, which happens in hand-edited and merged files. */
function flaggedScope(value: TreeValue): Scope {
  if (boolean(get(value, 'dev')) === true) return 'development'
  return boolean(get(value, 'optional')) === true ? 'optional' : 'runtime'
}

/**
 * The project needs what its importers ask for. The lock file does not name importers; where one links another, the name is
 * learned and the other is taken down as the project's own.
 */
function addImporterEdges(
  ledger: Ledger,
  importers: readonly Importer[],
  find: Find,
  keys: readonly (string | undefined)[],
): void {
  const members = new Map<string, string | undefined>()
  const entryOf = new Map(importers.map((importer) => [importer.path, importer.entry]))
  for (const importer of importers) {
    for (const want of importer.wants) {
      const folder = linkedFolder(importer.path, want.reference)
      if (folder === undefined || members.has(folder)) continue
      const offset = entryOf.get(folder)?.keyOffset ?? want.offset
      members.set(folder, addMember(ledger, want.alias, folder, offset))
    }
  }
  for (const key of members.values()) ledger.rootEdge(key)
  for (const importer of importers) {
    for (const want of importer.wants) {
      const folder = linkedFolder(importer.path, want.reference)
      const number = folder === undefined ? find(want.alias, want.reference) : undefined
      const to = folder === undefined ? keys[number ?? -1] : members.get(folder)
      ledger.rootEdge(to)
      ledger.edge(members.get(importer.path), to)
    }
  }
}

function addMember(ledger: Ledger, name: string, folder: string, offset: number): string | undefined {
  return ledger.add({
    name,
    version: { kind: 'unstated' },
    origin: { kind: 'local', path: shownAddress(folder) },
    role: 'locks',
    scope: 'runtime',
    direct: 'yes',
    offset,
    text: `${name}: link:${folder}`,
  })
}
