import { boolean, entries, get, items, scalarText, string, type TreeValue } from '../../formats/tree.ts'
import { distributionFile } from '../../formats/requirements-distribution.ts'
import type { Limits } from '../../base/limits.ts'
import type { Origin } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { excerpt } from './extraction-builder.ts'
import { commitOf, registry } from './requirement-claims.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** One alternative of `[tool.uv.sources]`: where a package comes from, under which marker. */
export interface UvSource {
  readonly origin: Origin
  readonly marker?: string
  /** When the file name of an archive states it. */
  readonly version?: string
}

/** Honest projects have one alternative per platform or accelerator; more would multiply every requirement of that name. */
const ALTERNATIVES = 64

/**
 * `[tool.uv.sources]` by normalised name. `report` hears of what is not understood: without its source a package would pass
 * for one of the public registry.
 */
export function uvSources(
  uv: TreeValue | undefined,
  limits: Limits,
  report: (message: string, value: TreeValue) => void,
): ReadonlyMap<string, readonly UvSource[]> {
  const indexes = indexUrls(uv)
  const read = (source: TreeValue, name: string): readonly UvSource[] => {
    const found = readSource(source, name, indexes, limits)
    if (found === undefined) report(`expected a known kind of source for ${excerpt(name)}`, source)
    return found === undefined ? [] : [found]
  }
  return new Map(
    entries(get(uv, 'sources')).map(({ key, value }) => {
      const alternatives = value.kind === 'array' ? value.items : [value]
      if (alternatives.length > ALTERNATIVES)
        report(`more than ${ALTERNATIVES} sources for ${excerpt(key)}; the others are left out`, value)
      return [packageName('PyPI', key), alternatives.slice(0, ALTERNATIVES).flatMap((source) => read(source, key))]
    }),
  )
}

/**
 * The one index that packages without a source of their own come from: the default of `[[tool.uv.index]]`, or `index-url`.
 * Undefined when another index stands beside it: uv then takes the first that knows the name.
 */
export function uvIndex(uv: TreeValue | undefined): string | undefined {
  const searched = items(get(uv, 'index')).filter((index) => boolean(get(index, 'explicit')) !== true)
  if (get(uv, 'extra-index-url') !== undefined || searched.length > 1) return undefined
  const [only] = searched
  if (only === undefined) return string(get(uv, 'index-url'))
  return boolean(get(only, 'default')) === true ? string(get(only, 'url')) : undefined
}

/** Both must hold. */
export function bothMarkers(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return `(${a}) and (${b})`
}

function indexUrls(uv: TreeValue | undefined): ReadonlyMap<string, string> {
  return new Map(
    items(get(uv, 'index')).flatMap((index) => {
      const name = string(get(index, 'name'))
      const url = string(get(index, 'url'))
      return name === undefined || url === undefined ? [] : [[name, url] as const]
    }),
  )
}

function readSource(
  source: TreeValue,
  name: string,
  indexes: ReadonlyMap<string, string>,
  limits: Limits,
): UvSource | undefined {
  const origin = originOf(source, name, indexes)
  if (origin === undefined) return undefined
  const marker = string(get(source, 'marker'))
  const place = origin.kind === 'url' ? origin.url : origin.kind === 'local' ? origin.path : undefined
  const version = place === undefined ? undefined : distributionFile(place, limits)?.version
  return { origin, ...(marker === undefined ? {} : { marker }), ...(version === undefined ? {} : { version }) }
}

function originOf(source: TreeValue, name: string, indexes: ReadonlyMap<string, string>): Origin | undefined {
  const git = string(get(source, 'git'))
  const url = string(get(source, 'url'))
  const path = string(get(source, 'path'))
  const index = string(get(source, 'index'))
  if (git !== undefined)
    return {
      kind: 'git',
      url: withoutCredentials(git.replace(/^git\+/, '')),
      ...commitOf(scalarText(get(source, 'rev'))),
    }
  if (url !== undefined) return { kind: 'url', url: withoutCredentials(url) }
  if (path !== undefined) return { kind: 'local', path }
  if (boolean(get(source, 'workspace')) === true) return { kind: 'local', path: name }
  return index === undefined ? undefined : registry(indexes.get(index) ?? index)
}
