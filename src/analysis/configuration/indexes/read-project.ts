import { boolean, entry, get, getPath, items, string, type Tree, type TreeValue } from '../../../formats/tree.ts'
import { toml } from '../../../formats/toml.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { IndexSetting, IndexSettingKind, IndexTool } from './index-setting.ts'

type Place = (offset: number) => Location

/** pyproject.toml: the indexes of uv, poetry, PDM and rye. */
export async function readPyproject(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const tree = await file.read(toml)
  const place = placeIn(file.path, tree)
  const tool = get(tree.root, 'tool')
  return [
    ...uvSettings(get(tool, 'uv'), place),
    ...poetrySettings(items(getPath(tool, 'poetry', 'source')), place),
    ...pdmSettings(items(getPath(tool, 'pdm', 'source')), place),
    ...pdmSettings(items(getPath(tool, 'rye', 'sources')), place),
  ]
}

/** uv.toml. */
export async function readUvToml(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const tree = await file.read(toml)
  return uvSettings(tree.root, placeIn(file.path, tree))
}

/** Pipfile: since pipenv 2022.3 each package comes from the source it names, else from the first, unless all are searched. */
export async function readPipfile(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const tree = await file.read(toml)
  const place = placeIn(file.path, tree)
  const sources = items(get(tree.root, 'source'))
  const all = get(get(tree.root, 'pipenv'), 'install_search_all_sources')
  const searchesAll = boolean(all) === true && sources.length > 1
  return [
    ...sources.flatMap((source) => [
      ...addressed('pipenv', 'index', get(source, 'url'), 'url', place),
      ...unverified('pipenv', source, place),
    ]),
    ...(searchesAll && all !== undefined
      ? [
          setting(
            'pipenv',
            'mixed',
            '',
            place(all.offset),
            'install_search_all_sources = true',
            'install_search_all_sources = false',
          ),
        ]
      : []),
  ]
}

const STRATEGIES: ReadonlySet<string> = new Set(['unsafe-first-match', 'unsafe-best-match'])

/** uv takes a name from the first index that has it (uv docs, "Package indexes"), unless told to look at all of them. */
function uvSettings(uv: TreeValue | undefined, place: Place): readonly IndexSetting[] {
  if (uv === undefined) return []
  const levels = [uv, ...[get(uv, 'pip')].filter((one) => one !== undefined)]
  return [
    ...items(get(uv, 'index')).flatMap((index) => uvIndex(index, place)),
    ...levels.flatMap((level) => [
      ...addressed('uv', 'index', get(level, 'index-url'), 'index-url', place),
      ...items(get(level, 'extra-index-url')).flatMap((one) =>
        addressed('uv', 'ordered', one, 'extra-index-url', place),
      ),
      ...items(get(level, 'find-links')).flatMap((one) => addressed('uv', 'links', one, 'find-links', place)),
      ...[...items(get(level, 'allow-insecure-host')), ...items(get(level, 'trusted-host'))].flatMap((one) =>
        addressed('uv', 'trusted', one, 'allow-insecure-host', place),
      ),
      ...uvStrategy(get(level, 'index-strategy'), place),
    ]),
  ]
}

function uvIndex(index: TreeValue, place: Place): readonly IndexSetting[] {
  const url = get(index, 'url')
  if (boolean(get(index, 'explicit')) === true || boolean(get(index, 'default')) === true)
    return addressed('uv', 'index', url, 'url', place)
  const found = addressed('uv', 'ordered', url, '[[tool.uv.index]] url', place)
  return found.map((one) => ({ ...one, remedy: 'explicit = true' }))
}

function uvStrategy(value: TreeValue | undefined, place: Place): readonly IndexSetting[] {
  const strategy = string(value)
  if (value === undefined || strategy === undefined || !STRATEGIES.has(strategy)) return []
  const written = `index-strategy = "${strategy}"`
  return [setting('uv', 'mixed', strategy, place(value.offset), written, 'index-strategy = "first-index"')]
}

/** poetry docs, "Repositories": all primary sources are asked alike; explicit ones only for packages that name them. */
function poetrySettings(sources: readonly TreeValue[], place: Place): readonly IndexSetting[] {
  const primaries = sources.filter((source) => /^(?:primary|default|)$/i.test(priorityOf(source)))
  return sources.flatMap((source) => {
    const kind = poetryKind(priorityOf(source), primaries.indexOf(source), get(source, 'secondary'))
    return addressed('poetry', kind, get(source, 'url') ?? get(source, 'name'), 'source', place).map((one) =>
      kind === 'index' ? one : { ...one, remedy: 'priority = "explicit"' },
    )
  })
}

function priorityOf(source: TreeValue): string {
  return string(get(source, 'priority')) ?? ''
}

function poetryKind(priority: string, place: number, secondary: TreeValue | undefined): IndexSettingKind {
  if (/^supplemental$/i.test(priority)) return 'fallback'
  if (/^secondary$/i.test(priority) || boolean(secondary) === true) return 'extra'
  return place > 0 ? 'extra' : 'index'
}

/** PDM asks all sources alike, the public one included, unless one is called `pypi` or says which packages it has. */
function pdmSettings(sources: readonly TreeValue[], place: Place): readonly IndexSetting[] {
  return sources.flatMap((source) => {
    const isOwn = string(get(source, 'name')) === 'pypi' || get(source, 'include_packages') !== undefined
    return [
      ...addressed('pdm', isOwn ? 'index' : 'extra', get(source, 'url'), 'source url', place),
      ...unverified('pdm', source, place),
    ]
  })
}

function unverified(tool: IndexTool, source: TreeValue, place: Place): readonly IndexSetting[] {
  const verify = entry(source, 'verify_ssl')
  if (verify === undefined || boolean(verify.value) !== false) return []
  return [setting(tool, 'unverified', '', place(verify.keyOffset), 'verify_ssl = false', 'verify_ssl = true')]
}

function addressed(
  tool: IndexTool,
  kind: IndexSettingKind,
  value: TreeValue | undefined,
  key: string,
  place: Place,
): readonly IndexSetting[] {
  const text = string(value)
  if (value === undefined || text === undefined) return []
  return [setting(tool, kind, text, place(value.offset), `${key} = "${text}"`)]
}

function setting(
  tool: IndexTool,
  kind: IndexSettingKind,
  value: string,
  location: Location,
  written: string,
  remedy?: string,
): IndexSetting {
  return { tool, kind, value, location, written, ...(remedy === undefined ? {} : { remedy }) }
}

function placeIn(path: string, { lines }: Tree): Place {
  return (offset) => {
    const { line, column } = lines.position(offset)
    return at(path, line, column)
  }
}
