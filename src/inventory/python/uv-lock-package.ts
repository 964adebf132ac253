import { entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Locked, Reference } from './lock-index.ts'
import { commitOf, registry } from './requirement-claims.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** One `[[package]]` of a uv.lock. */
export interface UvPackage extends Locked {
  readonly value: TreeValue
  /** As written. */
  readonly writtenName: string
  /** Undefined when the source is missing or of a kind we do not know. */
  readonly origin: Origin | undefined
  /** Without and with each of its extras. */
  readonly plain: UvNode
  readonly extras: ReadonlyMap<string, UvNode>
  readonly groups: ReadonlyMap<string, readonly UvReference[]>
}

/** A package as it is needed: alone, or with one extra (then `references` are what the extra adds). */
export interface UvNode {
  readonly name: string
  readonly references: readonly UvReference[]
  /** Set once, when the package around it is read. */
  owner?: UvPackage
}

export interface UvReference extends Reference {
  readonly extras: readonly string[]
  readonly marker: string | undefined
}

/** Reads one package; undefined when it has no name. */
export function readUvPackage(value: TreeValue): UvPackage | undefined {
  const writtenName = string(get(value, 'name'))
  if (writtenName === undefined) return undefined
  const name = packageName('PyPI', writtenName)
  const source = get(value, 'source')
  const found: UvPackage = {
    name,
    writtenName,
    version: string(get(value, 'version')),
    source: sourceText(source),
    value,
    origin: uvOrigin(source),
    plain: { name, references: uvReferences(get(value, 'dependencies')) },
    extras: new Map(lists(value, 'optional-dependencies').map(([extra, references]) => [extra, { name, references }])),
    groups: new Map(lists(value, 'dev-dependencies')),
  }
  for (const node of [found.plain, ...found.extras.values()]) node.owner = found
  return found
}

/** The entries of `dependencies = [{ name = …, version = …, source = …, extra = […], marker = … }]`. */
export function uvReferences(list: TreeValue | undefined): readonly UvReference[] {
  return items(list).flatMap((item) => {
    const name = string(get(item, 'name'))
    if (name === undefined) return []
    const extras = get(item, 'extra') ?? get(item, 'extras')
    return [
      {
        name: packageName('PyPI', name),
        version: string(get(item, 'version')),
        source: sourceText(get(item, 'source')),
        extras: items(extras)
          .flatMap((extra) => string(extra) ?? [])
          .map((extra) => packageName('PyPI', extra)),
        marker: string(get(item, 'marker')),
      },
    ]
  })
}

function lists(value: TreeValue, key: string): readonly (readonly [string, readonly UvReference[]])[] {
  return entries(get(value, key)).map((entry) => [packageName('PyPI', entry.key), uvReferences(entry.value)] as const)
}

/** `{ registry = "…" }` as `registry=…`: equal texts are equal sources. */
function sourceText(source: TreeValue | undefined): string | undefined {
  if (source?.kind !== 'object') return undefined
  return entries(source)
    .map(({ key, value }) => `${key}=${string(value) ?? ''}`)
    .sort()
    .join(' ')
}

/** The kinds of uv's `Source`: a registry may be a folder of wheels; all paths are the project's own files. */
function uvOrigin(source: TreeValue | undefined): Origin | undefined {
  const index = string(get(source, 'registry'))
  if (index !== undefined) return registry(index)
  const git = string(get(source, 'git'))
  if (git !== undefined) return gitOrigin(git)
  const url = string(get(source, 'url'))
  if (url !== undefined) return { kind: 'url', url: withoutCredentials(url) }
  for (const kind of ['editable', 'virtual', 'directory', 'path']) {
    const path = string(get(source, kind))
    if (path !== undefined) return { kind: 'local', path }
  }
  return undefined
}

/** `https://host/o/r?rev=v1#<commit>` */
function gitOrigin(git: string): Origin {
  const hash = git.indexOf('#')
  const address = (hash < 0 ? git : git.slice(0, hash)).replace(/\?.*$/s, '')
  return { kind: 'git', url: withoutCredentials(address), ...commitOf(hash < 0 ? undefined : git.slice(hash + 1)) }
}
