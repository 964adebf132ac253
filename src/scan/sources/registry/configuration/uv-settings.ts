import { DEFAULT_LIMITS } from '../../../../base/limits.ts'
import { toml } from '../../../../formats/toml.ts'
import { boolean, entries, get, getPath, items, string, type TreeValue } from '../../../../formats/tree.ts'
import { packageName } from '../../../../model/package-name.ts'
import { basic, configuredAddress, prefixOf } from './address.ts'
import type { ConfigurationFile, Environment } from './configuration-input.ts'
import type { SettingsDraft } from './draft-settings.ts'
import type { PackageIndex, PythonSettings } from './registry-settings.ts'

/**
 * uv's settings: UV_* variables, then `uv.toml` and `[tool.uv]` of `pyproject.toml` from the strongest to the weakest (uv documentation,
 * "Package indexes" and "Configuration files"; compared with uv 0.13). Undefined when uv is told of no index anywhere.
 */
export function uvSettings(
  files: readonly ConfigurationFile[],
  environment: Environment,
  draft: SettingsDraft,
): PythonSettings | undefined {
  const tables = files.toReversed().flatMap((file) => tableOf(file))
  const found = [...variableIndexes(environment), ...tables.flatMap(tableIndexes)]
  const noIndex = tables.some(({ table }) => boolean(get(table, 'no-index')) === true)
  if (found.length === 0 && !noIndex) return undefined
  const strategy =
    environment['UV_INDEX_STRATEGY'] ??
    tables.map(({ table }) => string(get(table, 'index-strategy'))).find((text) => text !== undefined)
  const indexes = inOrder(found).flatMap((index) => settled(index, environment, draft))
  return {
    client: 'uv',
    indexes,
    defaultIndex: noIndex ? 'none' : found.some(({ isDefault }) => isDefault) ? 'configured' : 'client',
    choice: strategy === 'unsafe-best-match' ? 'all' : 'first',
    pinned: new Map(tables.toReversed().flatMap(pinnedProjects)),
  }
}

interface UvTable {
  readonly table: TreeValue
  readonly place: string
}

interface UvIndex {
  readonly url: string
  readonly place: string
  readonly name?: string
  readonly isDefault: boolean
  readonly explicit: boolean
  readonly isFlat: boolean
}

function tableOf({ kind, bytes, path }: ConfigurationFile): readonly UvTable[] {
  if (kind !== 'uv.toml' && kind !== 'pyproject.toml') return []
  const { root } = toml.parse(bytes, DEFAULT_LIMITS)
  const table = kind === 'uv.toml' ? root : getPath(root, 'tool', 'uv')
  return table === undefined ? [] : [{ table, place: path }]
}

/** UV_INDEX and UV_DEFAULT_INDEX hold `URL` or `name=URL`, the first one several between spaces; the other two are their older names. */
function variableIndexes(environment: Environment): readonly UvIndex[] {
  return [
    ['UV_INDEX', false],
    ['UV_EXTRA_INDEX_URL', false],
    ['UV_DEFAULT_INDEX', true],
    ['UV_INDEX_URL', true],
  ].flatMap(([place, isDefault]) =>
    (environment[String(place)] ?? '')
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => ({
        ...named(word),
        place: String(place),
        isDefault: isDefault === true,
        explicit: false,
        isFlat: false,
      })),
  )
}

function named(word: string): { readonly url: string; readonly name?: string } {
  const [, name, url] = /^([\w.-]+)=(.+)$/.exec(word) ?? []
  return name === undefined || url === undefined ? { url: word } : { url, name }
}

function tableIndexes({ table, place }: UvTable): readonly UvIndex[] {
  const listed = items(get(table, 'index')).flatMap((entry): readonly UvIndex[] => {
    const [url, name] = [string(get(entry, 'url')), string(get(entry, 'name'))]
    if (url === undefined) return []
    return [
      {
        url,
        place,
        ...(name === undefined ? {} : { name }),
        isDefault: boolean(get(entry, 'default')) === true,
        explicit: boolean(get(entry, 'explicit')) === true,
        isFlat: string(get(entry, 'format')) === 'flat',
      },
    ]
  })
  // The older settings, also in the part for `uv pip`.
  const older = [table, get(table, 'pip')].flatMap((part): readonly UvIndex[] => {
    const [extra, index] = [items(get(part, 'extra-index-url')), get(part, 'index-url')]
    const plain = { place, explicit: false, isFlat: false }
    return [
      ...extra.flatMap((url) => ({ ...plain, url: string(url) ?? '', isDefault: false })),
      ...(index === undefined ? [] : [{ ...plain, url: string(index) ?? '', isDefault: true }]),
    ]
  })
  return [...listed, ...older]
}

/** The default index last, and of several the strongest only. */
function inOrder(found: readonly UvIndex[]): readonly UvIndex[] {
  return [...found.filter(({ isDefault }) => !isDefault), ...found.filter(({ isDefault }) => isDefault).slice(0, 1)]
}

function settled(
  { url, place, name, explicit, isFlat }: UvIndex,
  environment: Environment,
  draft: SettingsDraft,
): readonly PackageIndex[] {
  const found = configuredAddress(url)
  if (found === undefined || isFlat) {
    const what = isFlat ? 'a flat list of files' : 'no http or https address'
    draft.notes.push({ place, says: `an index that is ${what} is not asked` })
    return []
  }
  draft.credentials.push(...found.credentials)
  const own = name === undefined ? undefined : variableCredentials(name, environment)
  if (own !== undefined) {
    const schemes = [found.address.startsWith('https:') ? 'https:' : 'http:'] as const
    draft.credentials.push({ prefix: hostPrefix(found.address), schemes, authorization: own })
  }
  return [{ address: found.address, ...(name === undefined ? {} : { name }), ...(explicit ? { explicit } : {}) }]
}

function hostPrefix(address: string): string {
  return `${prefixOf(address).split('/', 3).join('/')}/`
}

/** `UV_INDEX_INTERNAL_PROXY_USERNAME` for the index `internal-proxy`. */
function variableCredentials(name: string, environment: Environment): string | undefined {
  const stem = `UV_INDEX_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
  const [user, password] = [environment[`${stem}_USERNAME`], environment[`${stem}_PASSWORD`]]
  return user === undefined && password === undefined ? undefined : basic(user ?? '', password ?? '')
}

function pinnedProjects({ table }: UvTable): readonly (readonly [string, string])[] {
  return entries(get(table, 'sources')).flatMap(({ key, value }) => {
    const sources = value.kind === 'array' ? value.items : [value]
    const index = sources.map((source) => string(get(source, 'index'))).find((name) => name !== undefined)
    return index === undefined ? [] : [[packageName('PyPI', key), index] as const]
  })
}
