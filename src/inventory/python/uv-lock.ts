import { FormatError } from '../../base/errors.ts'
import { toml } from '../../formats/toml.ts'
import { entries, get, getPath, items, scalarText, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { ROOT } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import type { Start } from './lock-purpose.ts'
import { placeOf } from './tree-place.ts'
import { graphOf, groupStart, isRoot, type UvGraph, type UvLock } from './uv-lock-graph.ts'
import { readUvPackage, type UvPackage, type UvReference, uvReferences } from './uv-lock-package.ts'

/** uv.lock, and the locks of PEP 723 scripts (`tool.py.lock`). */
export const uvLock: Extractor = {
  id: 'python/uv-lock',
  title: 'uv.lock and the locks of scripts',
  files: ['**/uv.lock', '**/*.py.lock'],
  extract: async (file) => {
    const tree = await file.read(toml)
    const builder = new ExtractionBuilder('python/uv-lock', await file.read(limitsInForce))
    const lock = readLock(tree, file.path, builder)
    emit(lock, graphOf(lock, builder), builder)
    return builder.finish()
  },
}

/** Version 1 is the only one; uv raises it when old readers would be wrong, so another is read with a warning. */
function readLock(tree: Tree, path: string, builder: ExtractionBuilder): UvLock {
  const version = get(tree.root, 'version')
  const list = get(tree.root, 'package')
  if (version === undefined && list === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected `version` and `[[package]]` of a uv.lock, found neither', {
      line: 1,
    })
  if (version === undefined || scalarText(version) !== '1') {
    const message = `expected version 1 of uv.lock, found ${excerpt(scalarText(version) ?? 'none')}`
    builder.diagnostic({
      code: 'FORMAT_VERSION',
      level: 'warning',
      message,
      location: placeOf(path, tree, version ?? tree.root),
    })
  }
  if (list !== undefined && list.kind !== 'array')
    throw new FormatError(
      'FORMAT_SHAPE',
      'expected `[[package]]` to be an array of tables',
      tree.lines.position(list.offset),
    )
  const packages = items(list).flatMap((value) => readUvPackage(value) ?? reportNameless(value, tree, path, builder))
  return { path, tree, packages, members: membersOf(tree, packages), asked: askedByManifest(tree) }
}

function reportNameless(value: TreeValue, tree: Tree, path: string, builder: ExtractionBuilder): [] {
  builder.partial('expected a package with a `name`', placeOf(path, tree, value))
  return []
}

/** uv lists members when there is more than one; the root is the package at `.`, virtual or editable alike. */
function membersOf(tree: Tree, packages: readonly UvPackage[]): ReadonlySet<UvPackage> {
  const listed = new Set(
    items(getPath(tree.root, 'manifest', 'members')).map((name) => packageName('PyPI', string(name) ?? '')),
  )
  return new Set(
    packages.filter((entry) => entry.origin?.kind === 'local' && (isRoot(entry) || listed.has(entry.name))),
  )
}

function askedByManifest(tree: Tree): readonly Start<UvReference>[] {
  const manifest = get(tree.root, 'manifest')
  const groups = entries(get(manifest, 'dependency-groups')).map(({ key, value }) =>
    groupStart(packageName('PyPI', key), uvReferences(value)),
  )
  return [{ scope: 'runtime', from: uvReferences(get(manifest, 'requirements')) }, ...groups]
}

function emit(lock: UvLock, graph: UvGraph, builder: ExtractionBuilder): void {
  const keys = new Map<UvPackage, string>()
  for (const entry of lock.packages) {
    const key = emitPackage(entry, lock, graph, builder)
    if (key !== undefined) keys.set(entry, key)
  }
  const link = (from: string, reference: UvReference): void => {
    for (const entry of graph.index.find(reference)) {
      const to = keys.get(entry)
      if (to !== undefined) builder.edge(from, to)
    }
  }
  for (const start of lock.asked) for (const reference of start.from) link(ROOT, reference)
  for (const entry of lock.packages) {
    const key = keys.get(entry)
    if (key === undefined) continue
    const member = lock.members.has(entry)
    if (member && !isRoot(entry)) builder.edge(ROOT, key)
    const references = [entry.plain, ...entry.extras.values()].flatMap((node) => node.references)
    for (const reference of [...references, ...[...entry.groups.values()].flat()]) {
      link(key, reference)
      if (isRoot(entry)) link(ROOT, reference)
    }
  }
}

function emitPackage(entry: UvPackage, lock: UvLock, graph: UvGraph, builder: ExtractionBuilder): string | undefined {
  const { value, version, writtenName } = entry
  const member = lock.members.has(entry)
  const location = placeOf(lock.path, lock.tree, get(value, 'version') ?? get(value, 'name') ?? value)
  if (entry.origin === undefined)
    builder.partial(
      `expected a known kind of \`source\` for ${excerpt(writtenName)}`,
      placeOf(lock.path, lock.tree, get(value, 'source') ?? value),
    )
  const purpose = member ? undefined : graph.purposes.get(entry)
  const marker = forkMarker(value) ?? graph.markers.of(entry)
  return builder.add({
    name: writtenName,
    version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
    origin: entry.origin ?? { kind: 'registry' },
    role: 'locks',
    scope: purpose?.scope ?? 'runtime',
    groups: [...(purpose?.groups ?? [])].sort(),
    direct: member || graph.direct.has(entry) ? 'yes' : graph.rooted ? 'no' : 'unknown',
    location,
    text: version === undefined ? writtenName : `${writtenName} ${version}`,
    ...(marker === undefined ? {} : { marker }),
    integrity: hashesOf(value),
  })
}

/** `resolution-markers` of a fork: any of them. */
function forkMarker(value: TreeValue): string | undefined {
  const markers = items(get(value, 'resolution-markers')).flatMap((marker) => string(marker) ?? [])
  return markers.length > 1 ? markers.map((marker) => `(${marker})`).join(' or ') : markers[0]
}

function hashesOf(value: TreeValue): readonly string[] {
  const files = [get(value, 'sdist'), ...items(get(value, 'wheels'))]
  return [...new Set(files.flatMap((file) => string(get(file, 'hash')) ?? []))]
}
