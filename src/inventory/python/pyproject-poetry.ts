import {
  boolean,
  entries,
  get,
  getPath,
  items,
  scalarText,
  string,
  type TreeEntry,
  type TreeValue,
} from '../../formats/tree.ts'
import { distributionFile } from '../../formats/requirements-distribution.ts'
import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { excerpt } from './extraction-builder.ts'
import { poetryConstraint } from './poetry-constraint.ts'
import { emit, MAIN, type Manifest, type Purpose } from './pyproject-manifest.ts'
import { tableOrigin, tableText } from './table-origin.ts'
import { placeOf } from './tree-place.ts'
import { bothMarkers } from './uv-sources.ts'

/**
 * `[tool.poetry]`: dependencies, extras, groups and the old development list. A name that also stands in `[project]` is
 * enriched there, not asked for twice, in poetry 2; both places are reported, since both are read.
 */
export function readPoetry(manifest: Manifest): void {
  const poetry = getPath(manifest.tree.root, 'tool', 'poetry')
  if (poetry === undefined) return
  const context: PoetryContext = { manifest, extras: extrasByPackage(poetry), urls: sourceUrls(poetry) }
  readTable(get(poetry, 'dependencies'), MAIN, context)
  readTable(get(poetry, 'dev-dependencies'), groupPurpose('dev'), context)
  for (const { key, value } of entries(get(poetry, 'group')))
    readTable(get(value, 'dependencies'), groupPurpose(key), context)
}

interface PoetryContext {
  readonly manifest: Manifest
  readonly extras: ReadonlyMap<string, readonly string[]>
  readonly urls: ReadonlyMap<string, string>
}

function groupPurpose(group: string): Purpose {
  return { ...MAIN, scope: 'development', groups: [`group:${packageName('PyPI', group)}`] }
}

/** `[tool.poetry.extras]` turned around: from a package to the extras that name it. */
function extrasByPackage(poetry: TreeValue): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { key, value } of entries(get(poetry, 'extras'))) {
    for (const item of items(value)) {
      const name = packageName('PyPI', string(item) ?? '')
      const extra = `extra:${packageName('PyPI', key)}`
      if (found.get(name)?.push(extra) === undefined) found.set(name, [extra])
    }
  }
  return found
}

function sourceUrls(poetry: TreeValue): ReadonlyMap<string, string> {
  return new Map(
    items(get(poetry, 'source')).flatMap((source) => {
      const name = string(get(source, 'name'))
      const url = string(get(source, 'url'))
      return name === undefined || url === undefined ? [] : [[name, url] as const]
    }),
  )
}

/** `python` is the interpreter. An array holds one alternative per environment ("multiple constraints dependencies"). */
function readTable(table: TreeValue | undefined, purpose: Purpose, context: PoetryContext): void {
  for (const entry of entries(table)) {
    if (entry.key.toLowerCase() === 'python') continue
    if (entry.value.kind !== 'array') readAlternative(entry, entry.value, purpose, context)
    else for (const alternative of entry.value.items) readAlternative(entry, alternative, purpose, context)
  }
}

function readAlternative(entry: TreeEntry, value: TreeValue, purpose: Purpose, context: PoetryContext): void {
  const { manifest, extras, urls } = context
  const written = value.kind === 'object' ? get(value, 'version') : value
  const text = scalarText(written)
  const name = packageName('PyPI', entry.key)
  const origin = tableOrigin(value, (source) => urls.get(source))
  const { version, skip } = claim(text, origin, manifest)
  if (value.kind === 'array' || (written !== undefined && text === undefined))
    manifest.builder.partial(
      `expected a version constraint for ${excerpt(entry.key)}`,
      placeOf(manifest.path, manifest.tree, value),
    )
  const location =
    written === undefined || skip === undefined
      ? placeOf(manifest.path, manifest.tree, { offset: value.kind === 'object' ? value.offset : entry.keyOffset })
      : placeOf(manifest.path, manifest.tree, written, skip)
  const optional = boolean(get(value, 'optional')) === true
  const refined: Purpose =
    optional && purpose.scope === 'runtime'
      ? { ...purpose, scope: 'optional', groups: extras.get(name) ?? [] }
      : purpose
  emit(
    {
      name: entry.key,
      version,
      origin,
      location,
      text: tableText(entry.key, text, origin),
      marker: markerOf(value),
    },
    refined,
    manifest,
  )
}

function claim(
  text: string | undefined,
  origin: Origin,
  manifest: Manifest,
): { readonly version: VersionClaim; readonly skip?: number } {
  if (text !== undefined && text.length <= manifest.builder.limits.nameLength) return poetryConstraint(text)
  const place = origin.kind === 'url' ? origin.url : origin.kind === 'local' ? origin.path : undefined
  const file = place === undefined ? undefined : distributionFile(place, manifest.builder.limits)
  if (file !== undefined) return { version: { kind: 'exact', version: file.version } }
  return { version: text === undefined && origin.kind === 'registry' ? { kind: 'any' } : { kind: 'unstated' } }
}

/** `markers`, and the shorthands `python` and `platform`, which are conditions as well. */
function markerOf(value: TreeValue): string | undefined {
  const python = string(get(value, 'python'))
  const platform = string(get(value, 'platform'))
  const shorthands = bothMarkers(
    python === undefined ? undefined : `python ${python}`,
    platform === undefined ? undefined : `sys_platform == ${JSON.stringify(platform)}`,
  )
  return bothMarkers(string(get(value, 'markers')), shorthands)
}
