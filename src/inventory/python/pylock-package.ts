import type { Limits } from '../../base/limits.ts'
import { distributionFile } from '../../formats/requirements-distribution.ts'
import { entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Origin } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Locked, Reference } from './lock-index.ts'
import { commitOf, registry } from './requirement-claims.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** One entry of `packages` of a pylock.toml. */
export interface PylockPackage extends Locked {
  readonly value: TreeValue
  readonly writtenName: string
  readonly origin: Origin
  readonly marker: string | undefined
  readonly integrity: readonly string[]
}

/** Reads one package; undefined when it has no name. A missing version is taken from the name of its archive. */
export function readPylockPackage(value: TreeValue, limits: Limits): PylockPackage | undefined {
  const writtenName = string(get(value, 'name'))
  if (writtenName === undefined) return undefined
  const archive = placeOfFile(get(value, 'archive'))
  const stated = archive === undefined ? undefined : distributionFile(archive, limits)?.version
  return {
    name: packageName('PyPI', writtenName),
    writtenName,
    version: string(get(value, 'version')) ?? stated,
    value,
    origin: pylockOrigin(value),
    marker: string(get(value, 'marker')),
    integrity: hashesOf(value),
  }
}

/** `dependencies = [{name = …, version = …}]`: the keys given are those that tell the entry apart (PEP 751). */
export function pylockReferences(value: TreeValue): readonly Reference[] {
  return items(get(value, 'dependencies')).flatMap((item) => {
    const name = string(get(item, 'name'))
    return name === undefined ? [] : [{ name: packageName('PyPI', name), version: string(get(item, 'version')) }]
  })
}

function pylockOrigin(value: TreeValue): Origin {
  const vcs = get(value, 'vcs')
  const directory = string(get(get(value, 'directory'), 'path'))
  const archive = get(value, 'archive')
  if (vcs !== undefined) return vcsOrigin(vcs)
  if (directory !== undefined) return { kind: 'local', path: directory }
  if (archive === undefined) return registry(string(get(value, 'index')))
  const url = string(get(archive, 'url'))
  return url === undefined
    ? { kind: 'local', path: string(get(archive, 'path')) ?? '' }
    : { kind: 'url', url: withoutCredentials(url) }
}

function vcsOrigin(vcs: TreeValue): Origin {
  const url = string(get(vcs, 'url'))
  if (url === undefined) return { kind: 'local', path: string(get(vcs, 'path')) ?? '' }
  if (string(get(vcs, 'type')) !== 'git') return { kind: 'url', url: withoutCredentials(url) }
  return { kind: 'git', url: withoutCredentials(url), ...commitOf(string(get(vcs, 'commit-id'))) }
}

function placeOfFile(file: TreeValue | undefined): string | undefined {
  return string(get(file, 'url')) ?? string(get(file, 'path')) ?? string(get(file, 'name'))
}

/** `hashes = {sha256 = "…"}` of every file, as `sha256:…`. */
function hashesOf(value: TreeValue): readonly string[] {
  const files = [get(value, 'archive'), get(value, 'sdist'), ...items(get(value, 'wheels'))]
  const found = files.flatMap((file) =>
    entries(get(file, 'hashes')).flatMap((hash) => {
      const digest = string(hash.value)
      return digest === undefined ? [] : [`${hash.key}:${digest}`]
    }),
  )
  return [...new Set(found)]
}
