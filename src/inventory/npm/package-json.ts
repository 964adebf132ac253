import { FormatError } from '../../base/errors.ts'
import { json } from '../../formats/json.ts'
import { boolean, entries, get, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, Ledger } from './ledger.ts'
import { addRequirement, type Purpose } from './manifest-entry.ts'
import { addCatalogs, addNpmOverrides, addPnpmOverrides, addResolutions, type OwnRequirements } from './overrides.ts'
import { entryMap } from './tree-text.ts'
import { noteOutsideMembers } from './workspace-members.ts'

/** package.json: what a JavaScript project asks for, in the dialects of npm, yarn, pnpm and bun. */
export const packageJson: Extractor = {
  id: 'npm/package-json',
  title: 'Dependencies, overrides, resolutions and catalogues of package.json',
  files: ['**/package.json'],
  lockedBy: ['npm/package-lock', 'npm/pnpm-lock', 'npm/yarn-lock', 'npm/bun-lock'],
  async extract(file) {
    const { root, lines } = await file.read(json)
    if (root.kind !== 'object') {
      throw new FormatError(
        'FORMAT_SHAPE',
        `package.json: expected an object, found ${root.kind}`,
        lines.position(root.offset),
      )
    }
    const ledger = new Ledger(file.path, packageJson.id, lines)
    addDependencies(ledger, root)
    addOverrides(ledger, root)
    const workspaces = get(root, 'workspaces')
    noteOutsideMembers(ledger, file.path, workspaces?.kind === 'object' ? get(workspaces, 'packages') : workspaces)
    return ledger.extraction()
  },
}

interface DependencyField {
  readonly field: string
  readonly scope: Scope
  readonly groups: readonly string[]
}

const FIELDS: readonly DependencyField[] = [
  { field: 'dependencies', scope: 'runtime', groups: [] },
  { field: 'optionalDependencies', scope: 'optional', groups: [] },
  { field: 'devDependencies', scope: 'development', groups: [] },
  { field: 'peerDependencies', scope: 'runtime', groups: ['group:peer'] },
]

function addDependencies(ledger: Ledger, root: TreeValue): void {
  const bundle = bundled(root)
  const optional = entryMap(get(root, 'optionalDependencies'))
  const peers = entryMap(get(root, 'peerDependenciesMeta'))
  const named = new Set<string>()
  for (const field of FIELDS) {
    for (const entry of fieldEntries(ledger, root, field.field)) {
      named.add(entry.key)
      // "Entries in optionalDependencies will override entries of the same name in dependencies" (npm, package.json)
      if (field.field === 'dependencies' && optional.has(entry.key)) continue
      const mayMiss =
        field.field === 'peerDependencies' && boolean(get(peers.get(entry.key)?.value, 'optional')) === true
      const groups = bundle.has(entry.key) ? [...field.groups, 'group:bundled'] : field.groups
      ledger.rootEdge(addRequirement(ledger, entry, asked(mayMiss ? 'optional' : field.scope, groups)))
    }
  }
  for (const [name, value] of bundle) {
    if (value === undefined || named.has(name)) continue
    const entry = { key: name, keyOffset: value.offset, value }
    ledger.rootEdge(addRequirement(ledger, entry, asked('runtime', ['group:bundled']), name, '*'))
  }
}

function asked(scope: Scope, groups: readonly string[]): Purpose {
  return { role: 'requires', scope, direct: 'yes', groups }
}

/** An array here is how very old manifests wrote it, and npm no longer reads it. */
function fieldEntries(ledger: Ledger, root: TreeValue, field: string): readonly TreeEntry[] {
  const value = get(root, field)
  if (value !== undefined && value.kind !== 'object') {
    ledger.note(`expected an object under ${excerpt(field)}, found ${value.kind}`, value.offset)
  }
  return entries(value)
}

/** The names whose code is shipped inside this package, with the place that says so. `true` means all of `dependencies`. */
function bundled(root: TreeValue): ReadonlyMap<string, TreeValue | undefined> {
  const field = get(root, 'bundleDependencies') ?? get(root, 'bundledDependencies')
  if (boolean(field) === true) return new Map(entries(get(root, 'dependencies')).map((entry) => [entry.key, undefined]))
  if (field?.kind !== 'array') return new Map()
  return new Map(field.items.flatMap((item) => (string(item) === undefined ? [] : [[string(item) ?? '', item]])))
}

function addOverrides(ledger: Ledger, root: TreeValue): void {
  const own: OwnRequirements = new Map(
    FIELDS.flatMap(({ field }) => entries(get(root, field)))
      .toReversed()
      .flatMap((entry) => (string(entry.value) === undefined ? [] : [[entry.key, string(entry.value) ?? '']])),
  )
  addNpmOverrides(ledger, get(root, 'overrides'), own)
  addResolutions(ledger, get(root, 'resolutions'), own)
  addPnpmOverrides(ledger, get(get(root, 'pnpm'), 'overrides'), own)
  addCatalogs(ledger, root)
  addCatalogs(ledger, get(root, 'workspaces'))
}
