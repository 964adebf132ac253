import { boolean, entries, get, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Scope } from '../../model/package-mention.ts'
import { type BunTuple, bunTuple } from './bun-tuple.ts'
import { type Folder, resolveFrom } from './folders.ts'
import { excerpt, type Ledger } from './ledger.ts'
import { type Needs, scopesByReach } from './reach.ts'
import { platformMarker, strings } from './tree-text.ts'

/** A line of `packages`; its key is the path of folder names that leads to it. */
interface Line {
  readonly number: number
  readonly entry: TreeEntry
  readonly tuple: BunTuple
}

type BunFolder = Folder<Line | undefined>

/** What the project and its members ask for. */
interface Asked {
  readonly starts: Record<Scope, number[]>
  readonly groups: Map<number, Set<string>>
  /** By number of a member: what it asks for. */
  readonly byMember: Map<number | undefined, number[]>
}

/**
 * Reads `workspaces` and `packages`. A key such as `a/b` is `b` below `a`, the line says which package that really is; what a
 * dependency means is found by walking up, as in node_modules. What packages are for is computed from the workspaces.
 */
export function addBunPackages(ledger: Ledger, root: TreeValue): void {
  const lines = readLines(ledger, get(root, 'packages'))
  const top: BunFolder = { value: undefined, parent: undefined, children: new Map() }
  const folders = placeLines(top, lines)

  const needs = lines.map((line) => lineNeeds(line, folders))
  const asked = askedBy(root, top, lines, folders)
  const scopes = scopesByReach(needs, asked.starts)
  const patched = new Set(entries(get(root, 'patchedDependencies')).map((entry) => entry.key))
  const keys = lines.map(({ number, tuple }) => {
    if (tuple.workspace === '') return undefined
    const groups = asked.groups.get(number)
    const bundled = boolean(get(tuple.info, 'bundled')) === true
    const { name, version, origin, offset, text, integrity } = tuple
    return ledger.add({
      name,
      version,
      origin,
      offset,
      text,
      integrity,
      role: 'locks',
      scope: scopes[number] ?? 'runtime',
      direct: groups !== undefined || tuple.workspace !== undefined ? 'yes' : 'no',
      groups: [...(groups ?? []), ...(bundled ? ['group:bundled'] : [])],
      marker: platformMarker(tuple.info),
      patched: patched.has(text),
    })
  })
  for (const [number, { required, optional }] of needs.entries()) {
    for (const need of [...required, ...optional]) ledger.edge(keys[number], keys[need])
  }
  for (const { number, tuple } of lines) if (tuple.workspace !== undefined) ledger.rootEdge(keys[number])
  for (const [member, wanted] of asked.byMember) {
    for (const need of wanted) {
      ledger.rootEdge(keys[need])
      if (member !== undefined) ledger.edge(keys[member], keys[need])
    }
  }
}

function readLines(ledger: Ledger, packages: TreeValue | undefined): readonly Line[] {
  const lines: Line[] = []
  for (const entry of entries(packages)) {
    const tuple = bunTuple(entry)
    if (tuple === undefined) ledger.note(`expected ["name@version", …] for ${excerpt(entry.key)}`, entry.keyOffset)
    else lines.push({ number: lines.length, entry, tuple })
  }
  return lines
}

/** Every line as a folder below the one its key names, by number. Shorter keys first: they are the folders of longer ones. */
function placeLines(top: BunFolder, lines: readonly Line[]): readonly BunFolder[] {
  const byPath = new Map<string, BunFolder>([['', top]])
  const folders: BunFolder[] = []
  for (const line of [...lines].sort((a, b) => a.entry.key.length - b.entry.key.length)) {
    const { parentPath, folderName } = splitKey(line.entry.key)
    const parent = nearest(byPath, parentPath)
    const folder: BunFolder = { value: line, parent, children: new Map() }
    parent.children.set(folderName, folder)
    byPath.set(line.entry.key, folder)
    folders[line.number] = folder
  }
  return folders
}

/** `a/@scope/b` is `@scope/b` below `a`. */
function splitKey(key: string): { readonly parentPath: string; readonly folderName: string } {
  const last = key.lastIndexOf('/')
  const before = key.lastIndexOf('/', last - 1)
  const start = last > 0 && key[before + 1] === '@' ? before : last
  return { parentPath: key.slice(0, Math.max(0, start)), folderName: key.slice(start + 1) }
}

/** A folder that is not listed leaves its packages to the one around it. Bounded, for keys of a million names. */
function nearest(byPath: ReadonlyMap<string, BunFolder>, path: string): BunFolder {
  let at = path
  for (let i = 0; i < FARTHEST_UP && at !== ''; i++) {
    const folder = byPath.get(at)
    if (folder !== undefined) return folder
    at = splitKey(at).parentPath
  }
  return byPath.get('') as BunFolder
}

const FARTHEST_UP = 20

function lineNeeds(line: Line, folders: readonly BunFolder[]): Needs {
  const folder = folders[line.number]
  const found = (wanted: readonly TreeEntry[]): readonly number[] =>
    folder === undefined ? [] : wanted.flatMap(({ key }) => resolveFrom(folder, key)?.value?.number ?? [])
  return {
    required: found([...entries(get(line.tuple.info, 'dependencies')), ...requiredPeers(line.tuple.info)]),
    optional: found(entries(get(line.tuple.info, 'optionalDependencies'))),
  }
}

/** Peers are installed with the package unless it says that it can do without. */
function requiredPeers(holder: TreeValue | undefined): readonly TreeEntry[] {
  const optional = new Set(strings(get(holder, 'optionalPeers')))
  return entries(get(holder, 'peerDependencies')).filter(({ key }) => !optional.has(key))
}

function askedBy(root: TreeValue, top: BunFolder, lines: readonly Line[], folders: readonly BunFolder[]): Asked {
  const asked: Asked = {
    starts: { runtime: [], optional: [], build: [], development: [] },
    groups: new Map(),
    byMember: new Map(),
  }
  const members = new Map(lines.map(({ number, tuple }) => [tuple.workspace, number]))
  for (const workspace of entries(get(root, 'workspaces'))) {
    const member = workspace.key === '' ? undefined : members.get(workspace.key)
    if (member !== undefined) asked.starts.runtime.push(member)
    const from = member === undefined ? top : (folders[member] ?? top)
    addWanted(asked, workspace, from, member)
  }
  return asked
}

function addWanted(asked: Asked, workspace: TreeEntry, from: BunFolder, member: number | undefined): void {
  const lists: readonly (readonly [Scope, readonly TreeEntry[]])[] = [
    ['runtime', [...entries(get(workspace.value, 'dependencies')), ...requiredPeers(workspace.value)]],
    ['optional', entries(get(workspace.value, 'optionalDependencies'))],
    ['development', entries(get(workspace.value, 'devDependencies'))],
  ]
  const wanted = asked.byMember.get(member) ?? []
  asked.byMember.set(member, wanted)
  for (const [scope, list] of lists) {
    for (const { key } of list) {
      const number = resolveFrom(from, key)?.value?.number
      if (number === undefined) continue
      asked.starts[scope].push(number)
      wanted.push(number)
      const groups = asked.groups.get(number) ?? new Set()
      asked.groups.set(number, groups)
      if (workspace.key !== '') groups.add(`workspace:${workspace.key}`)
    }
  }
}
