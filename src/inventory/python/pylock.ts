import { FormatError } from '../../base/errors.ts'
import { toml } from '../../formats/toml.ts'
import { get, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { LockIndex } from './lock-index.ts'
import { markerPurpose } from './pylock-marker.ts'
import { type PylockPackage, pylockReferences, readPylockPackage } from './pylock-package.ts'
import { placeOf } from './tree-place.ts'

/** pylock.toml and pylock.NAME.toml (PEP 751). */
export const pylock: Extractor = {
  id: 'python/pylock',
  title: 'pylock.toml (PEP 751)',
  files: ['**/pylock.toml', '**/pylock.*.toml'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('python/pylock', await file.read(limitsInForce))
    checkVersion(tree, file.path, builder)
    emit(readPackages(tree, file.path, builder), tree, file.path, builder)
    return builder.finish()
  },
}

/** "If a tool doesn't support the major version, it must error; for an unknown minor version it should warn" (PEP 751). */
function checkVersion(tree: Tree, path: string, builder: ExtractionBuilder): void {
  const version = get(tree.root, 'lock-version')
  const list = get(tree.root, 'packages')
  if (version === undefined && list === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected `lock-version` and `packages` of a pylock.toml, found neither', {
      line: 1,
    })
  if (list !== undefined && list.kind !== 'array')
    throw new FormatError(
      'FORMAT_SHAPE',
      'expected `packages` to be an array of tables',
      tree.lines.position(list.offset),
    )
  const text = string(version)
  if (text === '1.0') return
  const message = `expected lock-version 1.0, found ${excerpt(text ?? 'none')}`
  builder.diagnostic({
    code: 'FORMAT_VERSION',
    level: 'warning',
    message,
    location: placeOf(path, tree, version ?? tree.root),
  })
}

function readPackages(tree: Tree, path: string, builder: ExtractionBuilder): readonly PylockPackage[] {
  return items(get(tree.root, 'packages')).flatMap((value) => {
    const entry = readPylockPackage(value, builder.limits)
    if (entry === undefined) builder.partial('expected a package with a `name`', placeOf(path, tree, value))
    return entry ?? []
  })
}

function emit(packages: readonly PylockPackage[], tree: Tree, path: string, builder: ExtractionBuilder): void {
  const index = new LockIndex(packages, builder)
  const defaults = new Set(strings(get(tree.root, 'default-groups')))
  const keys = new Map<PylockPackage, string>()
  for (const entry of packages) {
    const key = builder.add({
      name: entry.writtenName,
      version: entry.version === undefined ? { kind: 'unstated' } : { kind: 'exact', version: entry.version },
      origin: entry.origin,
      role: 'locks',
      ...markerPurpose(entry.marker, defaults),
      direct: 'unknown',
      location: placeOf(path, tree, get(entry.value, 'version') ?? get(entry.value, 'name') ?? entry.value),
      text: `${entry.writtenName} ${entry.version ?? ''}`.trim(),
      ...(entry.marker === undefined ? {} : { marker: entry.marker }),
      integrity: entry.integrity,
    })
    if (key !== undefined) keys.set(entry, key)
  }
  for (const entry of packages) {
    const from = keys.get(entry)
    if (from === undefined) continue
    for (const reference of pylockReferences(entry.value)) {
      for (const needed of index.find(reference)) {
        const to = keys.get(needed)
        if (to !== undefined) builder.edge(from, to)
      }
    }
  }
}

function strings(list: TreeValue | undefined): readonly string[] {
  return items(list).flatMap((item) => string(item) ?? [])
}
