import { entries, get, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import { excerpt, type Ledger } from './ledger.ts'
import { addRequirement, constraint } from './manifest-entry.ts'
import { splitDescriptor } from './package-name.ts'

/** The project's own requirements by name: `$name` in an override stands for them. */
export type OwnRequirements = ReadonlyMap<string, string>

/**
 * npm's `overrides` (also read by bun): `{ "a": "1.0.0", "b@^2": { ".": "2.1.0", "c": "$c" } }`. The nesting says below
 * which packages; the innermost key is the package that is pinned.
 */
export function addNpmOverrides(ledger: Ledger, overrides: TreeValue | undefined, own: OwnRequirements): void {
  for (const entry of entries(overrides)) {
    const { name } = splitDescriptor(entry.key)
    if (entry.value.kind !== 'object') {
      addOverride(ledger, entry, name, own)
      continue
    }
    const self = entries(entry.value).find((inner) => inner.key === '.')
    if (self !== undefined) addOverride(ledger, self, name, own)
    addNpmOverrides(ledger, withoutSelf(entry.value), own)
  }
}

function withoutSelf(value: TreeValue): TreeValue {
  return value.kind === 'object' ? { ...value, entries: value.entries.filter((inner) => inner.key !== '.') } : value
}

/** yarn's `resolutions`: `a`, `**\/a`, `parent/a`, `parent/**\/@scope/a`, berry's `a@npm:^1.0.0`. */
export function addResolutions(ledger: Ledger, resolutions: TreeValue | undefined, own: OwnRequirements): void {
  for (const entry of entries(resolutions)) addOverride(ledger, entry, lastOfPath(entry.key), own)
}

/** pnpm's `overrides`: `a`, `a@^1`, `parent@2>a@<3`; the value `-` removes the dependency and constrains nothing. */
export function addPnpmOverrides(ledger: Ledger, overrides: TreeValue | undefined, own: OwnRequirements): void {
  for (const entry of entries(overrides)) {
    if (string(entry.value) !== '-') addOverride(ledger, entry, lastOfChain(entry.key), own)
  }
}

/** `catalog: {…}` and `catalogs: { name: {…} }` of pnpm, yarn and bun: versions that `catalog:` in the manifests stands for. */
export function addCatalogs(ledger: Ledger, holder: TreeValue | undefined): void {
  addCatalog(ledger, 'default', get(holder, 'catalog'))
  for (const catalog of entries(get(holder, 'catalogs'))) addCatalog(ledger, catalog.key, catalog.value)
}

/** In a lock file an entry is `{ specifier, version }`, in a manifest the requirement itself. */
function addCatalog(ledger: Ledger, catalogName: string, catalog: TreeValue | undefined): void {
  for (const entry of entries(catalog)) {
    const value = entry.value.kind === 'object' ? get(entry.value, 'specifier') : entry.value
    addRequirement(ledger, { ...entry, value: value ?? entry.value }, constraint([`catalog:${catalogName}`]))
  }
}

function addOverride(ledger: Ledger, entry: TreeEntry, name: string, own: OwnRequirements): void {
  const text = string(entry.value)
  if (text === undefined || !text.startsWith('$')) {
    addRequirement(ledger, entry, constraint(), name)
    return
  }
  const meant = own.get(text.slice(1))
  if (meant === undefined) {
    ledger.note(`expected ${excerpt(text)} to name a dependency of this file`, entry.value.offset)
  }
  addRequirement(ledger, entry, constraint(), name, meant ?? '*')
}

/** The last package of `parent/**\/@scope/name@range`; the range may hold slashes of its own. */
function lastOfPath(path: string): string {
  const segments = path.split('/')
  let last = path
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] ?? ''
    const scoped = segment.startsWith('@') && i + 1 < segments.length
    const whole = scoped ? `${segment}/${segments[++i] ?? ''}` : segment
    const { name, rest } = splitDescriptor(whole)
    if (name !== '**' && name !== '') last = name
    if (rest !== undefined) break
  }
  return last
}

/** The last package of `a@1>b@>=2`: a `>` behind a space, `|` or `@` belongs to a range. */
function lastOfChain(chain: string): string {
  let start = 0
  for (let i = 1; i < chain.length; i++) {
    if (chain[i] === '>' && !' |@'.includes(chain[i - 1] ?? '')) start = i + 1
  }
  return splitDescriptor(chain.slice(start)).name
}
