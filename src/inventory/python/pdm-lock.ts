import { FormatError } from '../../base/errors.ts'
import { parseRequirement } from '../../formats/pep508.ts'
import { toml } from '../../formats/toml.ts'
import { get, getPath, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import type { Origin, Scope } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Extractor } from '../extractor.ts'
import { isDevelopmentName } from './development-name.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { fileHashes, metadataFiles } from './lock-files.ts'
import { LockIndex, type Locked, type Reference } from './lock-index.ts'
import { commitOf, registry } from './requirement-claims.ts'
import { placeOf } from './tree-place.ts'
import { withoutCredentials } from '../../formats/without-credentials.ts'

/** pdm.lock, format 3 and 4. */
export const pdmLock: Extractor = {
  id: 'python/pdm-lock',
  title: 'pdm.lock, format 3 and 4',
  files: ['**/pdm.lock'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('python/pdm-lock', await file.read(limitsInForce))
    checkVersion(tree, file.path, builder)
    emit(readPackages(tree, file.path, builder), tree, file.path, builder)
    return builder.finish()
  },
}

/** One package with all `[[package]]` that speak of it: PDM repeats a package for each set of extras. */
interface PdmPackage extends Locked {
  readonly writtenName: string
  readonly values: TreeValue[]
  readonly origin: Origin
}

function checkVersion(tree: Tree, path: string, builder: ExtractionBuilder): void {
  const list = get(tree.root, 'package')
  const metadata = get(tree.root, 'metadata')
  if (list === undefined && metadata === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected `[metadata]` and `[[package]]` of a pdm.lock, found neither', {
      line: 1,
    })
  if (list !== undefined && list.kind !== 'array')
    throw new FormatError(
      'FORMAT_SHAPE',
      'expected `package` to be an array of tables',
      tree.lines.position(list.offset),
    )
  const version = get(metadata, 'lock_version')
  const text = string(version)
  if (version === undefined || text === undefined || /^[34](?:\.|$)/.test(text)) return
  const message = `expected lock_version 3 or 4, found ${excerpt(text)}`
  builder.diagnostic({ code: 'FORMAT_VERSION', level: 'warning', message, location: placeOf(path, tree, version) })
}

function readPackages(tree: Tree, path: string, builder: ExtractionBuilder): readonly PdmPackage[] {
  const found = new Map<string, PdmPackage>()
  for (const value of items(get(tree.root, 'package'))) {
    const writtenName = string(get(value, 'name'))
    if (writtenName === undefined) {
      builder.partial('expected a package with a `name`', placeOf(path, tree, value))
      continue
    }
    const name = packageName('PyPI', writtenName)
    const version = string(get(value, 'version'))
    const origin = pdmOrigin(value)
    const identity = `${name}\n${version ?? ''}\n${JSON.stringify(origin)}`
    const known = found.get(identity)
    if (known === undefined) found.set(identity, { name, writtenName, version, origin, values: [value] })
    else known.values.push(value)
  }
  return [...found.values()]
}

function pdmOrigin(value: TreeValue): Origin {
  const git = string(get(value, 'git'))
  const url = string(get(value, 'url'))
  const path = string(get(value, 'path'))
  if (git !== undefined)
    return { kind: 'git', url: withoutCredentials(git), ...commitOf(string(get(value, 'revision'))) }
  if (url !== undefined) return { kind: 'url', url: withoutCredentials(url) }
  return path === undefined ? registry() : { kind: 'local', path }
}

function emit(packages: readonly PdmPackage[], tree: Tree, path: string, builder: ExtractionBuilder): void {
  const index = new LockIndex(packages, builder)
  const hashes = metadataFiles(getPath(tree.root, 'metadata', 'files'), builder.limits)
  const keys = new Map<PdmPackage, string>()
  for (const entry of packages) {
    const key = builder.add(mentionOf(entry, hashes, tree, path))
    if (key !== undefined) keys.set(entry, key)
  }
  for (const entry of packages) {
    const from = keys.get(entry)
    if (from === undefined) continue
    for (const reference of referencesOf(entry, tree, path, builder)) {
      for (const needed of index.find(reference)) {
        const to = keys.get(needed)
        if (to !== undefined) builder.edge(from, to)
      }
    }
  }
}

type Hashes = ReturnType<typeof metadataFiles>

function mentionOf(
  entry: PdmPackage,
  hashes: Hashes,
  tree: Tree,
  path: string,
): Parameters<ExtractionBuilder['add']>[0] {
  const { values, version, writtenName, name } = entry
  const [first] = values
  const listed = [...new Set(values.flatMap((value) => fileHashes(get(value, 'files'))))]
  const marker = commonMarker(values)
  return {
    name: writtenName,
    version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
    origin: entry.origin,
    role: 'locks',
    ...purposeOf(values),
    direct: 'unknown',
    location: placeOf(path, tree, get(first, 'version') ?? get(first, 'name') ?? first ?? tree.root),
    text: version === undefined ? writtenName : `${writtenName} ${version}`,
    ...(marker === undefined ? {} : { marker }),
    integrity: listed.length > 0 ? listed : hashes(name, version),
  }
}

/**
 * `default` is the main set. Without the strategy `inherit_metadata` there are no groups and everything counts as main. The
 * lock does not tell extras from development groups, so only a name such as `test` makes it development.
 */
function purposeOf(values: readonly TreeValue[]): { readonly scope: Scope; readonly groups: readonly string[] } {
  const lists = values.map((value) => items(get(value, 'groups')).flatMap((group) => string(group) ?? []))
  const groups = [...new Set(lists.flat())]
  if (lists.some((list) => list.length === 0) || groups.includes('default')) return { scope: 'runtime', groups: [] }
  const scope = groups.every(isDevelopmentName) ? 'development' : 'optional'
  return { scope, groups: groups.map((group) => `group:${packageName('PyPI', group)}`).sort() }
}

/** With extras and without: a package that one entry installs always is installed always. */
function commonMarker(values: readonly TreeValue[]): string | undefined {
  const markers = new Set(values.map((value) => string(get(value, 'marker'))))
  return markers.size === 1 ? [...markers][0] : undefined
}

function referencesOf(entry: PdmPackage, tree: Tree, path: string, builder: ExtractionBuilder): readonly Reference[] {
  return entry.values.flatMap((value) =>
    items(get(value, 'dependencies')).flatMap((item) => {
      const parsed = parseRequirement(string(item) ?? '', builder.limits)
      if (parsed.kind === 'problem') {
        builder.partial(
          `expected ${parsed.problem.expected}, found ${excerpt(string(item) ?? 'no text')}`,
          placeOf(path, tree, item),
        )
        return []
      }
      const { name, specifiers } = parsed.requirement
      const [only, second] = specifiers
      const exact = only?.operator === '==' && second === undefined ? only.version : undefined
      return [{ name: packageName('PyPI', name), version: exact }]
    }),
  )
}
