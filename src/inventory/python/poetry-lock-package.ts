import { boolean, entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Locked, Reference } from './lock-index.ts'
import { poetryConstraint } from './poetry-constraint.ts'
import { commitOf, registry } from './requirement-claims.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** One `[[package]]` of a poetry.lock. */
export interface PoetryPackage extends Locked {
  readonly value: TreeValue
  readonly writtenName: string
  readonly origin: Origin
  /** Installed only when an extra asks for it. */
  readonly optional: boolean
  /** `groups` of poetry 2, `category` of poetry before 1.5 as the group it was; empty when the file does not say. */
  readonly groups: readonly string[]
  readonly references: readonly Reference[]
}

/** Reads one package; undefined when it has no name. */
export function readPoetryPackage(value: TreeValue): PoetryPackage | undefined {
  const writtenName = string(get(value, 'name'))
  if (writtenName === undefined) return undefined
  return {
    name: packageName('PyPI', writtenName),
    writtenName,
    version: string(get(value, 'version')),
    value,
    origin: poetryOrigin(get(value, 'source')),
    optional: boolean(get(value, 'optional')) === true,
    groups: groupsOf(value),
    references: entries(get(value, 'dependencies')).flatMap(({ key, value: constraint }) =>
      references(key, constraint),
    ),
  }
}

/** The marker under which the package is installed; poetry 2 writes a table when it differs from group to group. */
export function poetryMarker(value: TreeValue): string | undefined {
  const markers = get(value, 'markers')
  if (markers?.kind !== 'object') return string(markers)
  const each = [...new Set(entries(markers).flatMap((entry) => string(entry.value) ?? []))]
  return each.length > 1 ? each.map((marker) => `(${marker})`).join(' or ') : each[0]
}

function groupsOf(value: TreeValue): readonly string[] {
  const groups = items(get(value, 'groups')).flatMap((group) => string(group) ?? [])
  const category = string(get(value, 'category'))
  return groups.length > 0 || category === undefined ? groups : [category]
}

/** `name = ">=1"`, `{version = …}` or an array of those; an exact version tells the entries of a fork apart. */
function references(key: string, constraint: TreeValue): readonly Reference[] {
  const name = packageName('PyPI', key)
  const alternatives = constraint.kind === 'array' ? constraint.items : [constraint]
  return alternatives.map((alternative) => {
    const text = string(alternative) ?? string(get(alternative, 'version'))
    const claim = text === undefined ? undefined : poetryConstraint(text).version
    return { name, version: claim?.kind === 'exact' ? claim.version : undefined }
  })
}

/** `legacy` is an index of one's own choice, `directory` and `file` are the project's files. */
function poetryOrigin(source: TreeValue | undefined): Origin {
  const type = string(get(source, 'type'))
  const url = string(get(source, 'url')) ?? ''
  if (type === 'git')
    return { kind: 'git', url: withoutCredentials(url), ...commitOf(string(get(source, 'resolved_reference'))) }
  if (type === 'url') return { kind: 'url', url: withoutCredentials(url) }
  if (type === 'directory' || type === 'file') return { kind: 'local', path: url }
  return registry(url === '' ? undefined : url)
}
