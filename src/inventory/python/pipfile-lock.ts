import { FormatError } from '../../base/errors.ts'
import { json } from '../../formats/json.ts'
import { distributionFile } from '../../formats/requirements-distribution.ts'
import { entries, get, getPath, items, scalarText, string, type Tree, type TreeEntry } from '../../formats/tree.ts'
import type { Location } from '../../model/location.ts'
import type { Origin, Scope, VersionClaim } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Extractor } from '../extractor.ts'
import { isDevelopmentName } from './development-name.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { registry } from './requirement-claims.ts'
import { tableOrigin } from './table-origin.ts'
import { placeOf } from './tree-place.ts'

/** Pipfile.lock: `default`, `develop` and the categories a project made up. It has no graph. */
export const pipfileLock: Extractor = {
  id: 'python/pipfile-lock',
  title: 'Pipfile.lock of Pipenv',
  files: ['**/Pipfile.lock'],
  extract: async (file) => {
    const tree = await file.read(json)
    const builder = new ExtractionBuilder('python/pipfile-lock', await file.read(limitsInForce))
    checkVersion(tree, file.path, builder)
    emit(tree, file.path, builder)
    return builder.finish()
  },
}

function checkVersion(tree: Tree, path: string, builder: ExtractionBuilder): void {
  if (get(tree.root, '_meta') === undefined && get(tree.root, 'default') === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected `_meta` and `default` of a Pipfile.lock, found neither', {
      line: 1,
    })
  const version = getPath(tree.root, '_meta', 'pipfile-spec')
  if (version === undefined || scalarText(version) === '6') return
  const message = `expected pipfile-spec 6, found ${excerpt(scalarText(version) ?? 'no number')}`
  builder.diagnostic({ code: 'FORMAT_VERSION', level: 'warning', message, location: placeOf(path, tree, version) })
}

/** `default` comes first: what it holds in the same version is not repeated for development (production wins). */
function emit(tree: Tree, path: string, builder: ExtractionBuilder): void {
  const urls = sourceUrls(tree)
  const seen = new Set<string>()
  const onlySource = urls.size === 1 ? [...urls.values()][0] : undefined
  const categories = entries(tree.root).filter(({ key }) => key !== '_meta')
  for (const category of [...categories].sort((a, b) => rank(a) - rank(b))) {
    if (category.value.kind !== 'object') {
      builder.partial(`expected packages in ${excerpt(category.key)}`, placeOf(path, tree, category.value))
      continue
    }
    for (const entry of entries(category.value))
      emitEntry(entry, category.key, { tree, path, builder, urls, seen, onlySource })
  }
}

function rank(category: TreeEntry): number {
  return ['default', 'develop'].indexOf(category.key) >>> 0
}

interface Context {
  readonly tree: Tree
  readonly path: string
  readonly builder: ExtractionBuilder
  readonly urls: ReadonlyMap<string, string>
  readonly seen: Set<string>
  /** Where everything comes from when the file names one source. */
  readonly onlySource: string | undefined
}

function emitEntry(entry: TreeEntry, category: string, context: Context): void {
  const { tree, path, builder, urls, seen, onlySource } = context
  const { key, value } = entry
  const origin = tableOrigin(value, (index) => urls.get(index))
  const version = versionOf(string(get(value, 'version')), origin, builder)
  // Pipenv writes `index` for what the Pipfile names and not for what that needs: the same package all the same.
  const identity = JSON.stringify([packageName('PyPI', key), version, origin.kind === 'registry' ? '' : origin])
  if (seen.has(identity)) return
  seen.add(identity)
  if (value.kind !== 'object') builder.partial(`expected a table for ${excerpt(key)}`, placeOf(path, tree, value))
  const marker = string(get(value, 'markers'))
  builder.add({
    name: key,
    version,
    origin: origin.kind === 'registry' && onlySource !== undefined ? registry(onlySource) : origin,
    role: 'locks',
    ...purposeOf(category),
    direct: 'unknown',
    location: locationOf(entry, context),
    text: `${key} ${string(get(value, 'version')) ?? ''}`.trim(),
    ...(marker === undefined ? {} : { marker }),
    integrity: items(get(value, 'hashes')).flatMap((hash) => string(hash) ?? []),
  })
}

/** The version token behind `==`, else the key. */
function locationOf(entry: TreeEntry, { tree, path }: Context): Location {
  const version = get(entry.value, 'version')
  const text = string(version)
  if (version === undefined || text === undefined || text === '*')
    return placeOf(path, tree, { offset: entry.keyOffset })
  return placeOf(path, tree, version, /^[=<>!~]*/.exec(text)?.[0].length ?? 0)
}

/** `==1.0`; `*` stands where the marker kept pipenv from resolving; repositories and paths have none. */
function versionOf(text: string | undefined, origin: Origin, builder: ExtractionBuilder): VersionClaim {
  const pinned = text === undefined ? undefined : /^===?\s*(.+)$/s.exec(text)?.[1]
  if (pinned !== undefined) return { kind: 'exact', version: pinned }
  if (text === '*') return { kind: 'any' }
  if (text !== undefined) return { kind: 'range', text, syntax: 'pep440' }
  const place = origin.kind === 'url' ? origin.url : origin.kind === 'local' ? origin.path : ''
  const file = distributionFile(place, builder.limits)
  return file === undefined ? { kind: 'unstated' } : { kind: 'exact', version: file.version }
}

function purposeOf(category: string): { readonly scope: Scope; readonly groups: readonly string[] } {
  if (category === 'default') return { scope: 'runtime', groups: [] }
  if (category === 'develop') return { scope: 'development', groups: ['group:develop'] }
  return { scope: isDevelopmentName(category) ? 'development' : 'optional', groups: [`group:${category}`] }
}

function sourceUrls(tree: Tree): ReadonlyMap<string, string> {
  return new Map(
    items(getPath(tree.root, '_meta', 'sources')).flatMap((source) => {
      const name = string(get(source, 'name'))
      const url = string(get(source, 'url'))
      return name === undefined || url === undefined ? [] : [[name, url] as const]
    }),
  )
}
