import { FormatError } from '../../base/errors.ts'
import { parseRequirement } from '../../formats/pep508.ts'
import { toml } from '../../formats/toml.ts'
import { entries, get, getPath, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { ROOT, type Scope } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { fileHashes, metadataFiles } from './lock-files.ts'
import { LockIndex } from './lock-index.ts'
import { type LockPurpose, lockPurposes, type Start } from './lock-purpose.ts'
import { type PoetryPackage, poetryMarker, readPoetryPackage } from './poetry-lock-package.ts'
import { placeOf } from './tree-place.ts'

/** poetry.lock, versions 1 and 2. Only `[[package]]` is read for packages: names stand as keys in other tables as well. */
export const poetryLock: Extractor = {
  id: 'python/poetry-lock',
  title: 'poetry.lock, versions 1 and 2',
  files: ['**/poetry.lock'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('python/poetry-lock', await file.read(limitsInForce))
    checkVersion(tree, file.path, builder)
    const packages = items(get(tree.root, 'package')).flatMap(
      (value) => readPoetryPackage(value) ?? reportNameless(value, tree, file.path, builder),
    )
    emit(packages, tree, file.path, builder)
    return builder.finish()
  },
}

function checkVersion(tree: Tree, path: string, builder: ExtractionBuilder): void {
  const list = get(tree.root, 'package')
  const version = getPath(tree.root, 'metadata', 'lock-version')
  if (list === undefined && get(tree.root, 'metadata') === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected `[[package]]` and `[metadata]` of a poetry.lock, found neither', {
      line: 1,
    })
  if (list !== undefined && list.kind !== 'array')
    throw new FormatError(
      'FORMAT_SHAPE',
      'expected `package` to be an array of tables',
      tree.lines.position(list.offset),
    )
  const text = string(version)
  if (version === undefined || text === undefined || /^[12]\./.test(text)) return
  const message = `expected lock-version 1 or 2, found ${excerpt(text)}`
  builder.diagnostic({ code: 'FORMAT_VERSION', level: 'warning', message, location: placeOf(path, tree, version) })
}

function reportNameless(value: TreeValue, tree: Tree, path: string, builder: ExtractionBuilder): [] {
  builder.partial('expected a package with a `name`', placeOf(path, tree, value))
  return []
}

function emit(packages: readonly PoetryPackage[], tree: Tree, path: string, builder: ExtractionBuilder): void {
  const index = new LockIndex(packages, builder)
  const extras = extraStarts(tree, index, builder)
  const asked = new Set(extras.flatMap((start) => start.from))
  const purposes = extraPurposes(extras, index, builder)
  const hashes = metadataFiles(getPath(tree.root, 'metadata', 'files'), builder.limits)
  const keys = new Map<PoetryPackage, string>()
  for (const entry of packages) {
    const { value, version, writtenName } = entry
    const marker = poetryMarker(value)
    const listed = fileHashes(get(value, 'files'))
    const key = builder.add({
      name: writtenName,
      version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
      origin: entry.origin,
      role: 'locks',
      ...purposeOf(entry, purposes.get(entry)),
      direct: asked.has(entry) ? 'yes' : 'unknown',
      location: placeOf(path, tree, get(value, 'version') ?? get(value, 'name') ?? value),
      text: version === undefined ? writtenName : `${writtenName} ${version}`,
      ...(marker === undefined ? {} : { marker }),
      integrity: listed.length > 0 ? listed : hashes(entry.name, version),
    })
    if (key !== undefined) keys.set(entry, key)
  }
  link(packages, index, keys, asked, builder)
}

/** `[extras]` of the lock: an extra can only name what the project itself depends on. */
function extraStarts(
  tree: Tree,
  index: LockIndex<PoetryPackage>,
  builder: ExtractionBuilder,
): readonly Start<PoetryPackage>[] {
  return entries(get(tree.root, 'extras')).map(({ key, value }) => ({
    label: `extra:${packageName('PyPI', key)}`,
    scope: 'optional',
    from: items(value).flatMap((item) => {
      const parsed = parseRequirement(string(item) ?? '', builder.limits)
      return parsed.kind === 'problem' ? [] : index.find({ name: packageName('PyPI', parsed.requirement.name) })
    }),
  }))
}

/** Which extras bring in an optional package; what is not optional is there without them. */
function extraPurposes(
  extras: readonly Start<PoetryPackage>[],
  index: LockIndex<PoetryPackage>,
  builder: ExtractionBuilder,
): ReadonlyMap<PoetryPackage, LockPurpose> {
  const needs = (entry: PoetryPackage): readonly PoetryPackage[] =>
    entry.references.flatMap((reference) => index.find(reference)).filter((next) => next.optional)
  const { purposes, complete } = lockPurposes(extras, needs, builder.limits.nodes)
  if (!complete)
    builder.diagnostic({
      code: 'LIMIT_ENTRIES',
      level: 'warning',
      message: 'more extras times packages than are followed: some packages lack extras',
    })
  return purposes
}

/** `main` wins over every other group; poetry 1.5 to 1.8 write no groups at all, and then everything counts as main. */
function purposeOf(entry: PoetryPackage, extras: LockPurpose | undefined): { scope: Scope; groups: readonly string[] } {
  const main = entry.groups.length === 0 || entry.groups.includes('main')
  if (!main)
    return { scope: 'development', groups: entry.groups.map((group) => `group:${packageName('PyPI', group)}`).sort() }
  return entry.optional
    ? { scope: 'optional', groups: [...(extras?.groups ?? [])].sort() }
    : { scope: 'runtime', groups: [] }
}

function link(
  packages: readonly PoetryPackage[],
  index: LockIndex<PoetryPackage>,
  keys: ReadonlyMap<PoetryPackage, string>,
  asked: ReadonlySet<PoetryPackage>,
  builder: ExtractionBuilder,
): void {
  for (const entry of packages) {
    const from = keys.get(entry)
    if (from === undefined) continue
    if (asked.has(entry)) builder.edge(ROOT, from)
    for (const reference of entry.references) {
      for (const needed of index.find(reference)) {
        const to = keys.get(needed)
        if (to !== undefined) builder.edge(from, to)
      }
    }
  }
}
