import { FormatError } from '../../base/errors.ts'
import {
  boolean,
  entries,
  get,
  getPath,
  items,
  scalarText,
  string,
  type Tree,
  type TreeValue,
} from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { placeOf } from '../python/tree-place.ts'
import { addLocked } from './add-locked.ts'
import { condaFileOrigin, type LockedPackage, pypiFileOrigin } from './locked-package.ts'

/** conda-lock.yml, version 1: one entry for every package and platform, of conda and of pip. */
export const condaLock: Extractor = {
  id: 'conda/conda-lock',
  title: 'conda-lock.yml: conda and pip packages of all platforms',
  files: ['**/conda-lock.yml', '**/conda-lock.yaml', '**/*.conda-lock.yml', '**/*.conda-lock.yaml'],
  extract: async (file) => {
    const tree = await file.read(yamlDocument)
    const builder = new ExtractionBuilder('conda/conda-lock', await file.read(limitsInForce))
    const version = get(tree.root, 'version')
    if (version === undefined && get(tree.root, 'package') === undefined) {
      throw new FormatError('FORMAT_SHAPE', 'expected `version` and `package` of conda-lock, found neither', {
        line: 1,
      })
    }
    if (scalarText(version) !== '1') {
      const message = `expected version 1 of conda-lock, found ${excerpt(scalarText(version) ?? 'none')}; read as 1`
      builder.diagnostic({
        code: 'FORMAT_VERSION',
        level: 'warning',
        message,
        location: placeOf(file.path, tree, version ?? tree.root),
      })
    }
    readCondaLock(tree, file.path, builder)
    return builder.finish()
  },
}

/** The list `package` of conda-lock and of pixi.lock before version 4, which is the same with lists for maps. */
export function readCondaLock(tree: Tree, path: string, builder: ExtractionBuilder): void {
  const packages = new Map<string, LockedPackage>()
  const platforms = new Set(
    items(getPath(tree.root, 'metadata', 'platforms')).flatMap((one) => string(one) ?? string(get(one, 'name')) ?? []),
  )
  for (const item of items(get(tree.root, 'package'))) {
    const one = readPackage(item, builder)
    if (one === undefined) {
      builder.partial('expected a package with `name`, `version` and `manager`', placeOf(path, tree, item))
      continue
    }
    const platform = string(get(item, 'platform'))
    const identity = [one.ecosystem, one.name, one.version, one.origin.kind].join('\n')
    const known = packages.get(identity) ?? one
    packages.set(identity, known)
    if (platform !== undefined) known.platforms.add(platform)
    if (platform !== undefined) platforms.add(platform)
    for (const use of one.uses) known.uses.add(use)
  }
  addLocked([...packages.values()], { path, tree, builder, platforms, main: 'main', label: 'group' })
}

function readPackage(item: TreeValue, builder: ExtractionBuilder): LockedPackage | undefined {
  const name = scalarText(get(item, 'name'))
  const version = get(item, 'version')
  const written = scalarText(version)
  const manager = string(get(item, 'manager'))
  if (name === undefined || version === undefined || written === undefined) return undefined
  if (manager !== 'conda' && manager !== 'pip') return undefined
  const url = string(get(item, 'url')) ?? ''
  const digests = entries(get(item, 'hash')).flatMap(({ key, value }) => {
    const digest = scalarText(value)
    return digest === undefined ? [] : [`${key}:${digest}`]
  })
  const isConda = manager === 'conda'
  return {
    ecosystem: isConda ? 'conda' : 'PyPI',
    name,
    version: written,
    origin: isConda ? condaFileOrigin(url, builder.limits) : pypiFileOrigin(url, builder.limits),
    integrity: digests,
    offset: version.offset,
    text: `${name} ${written}`,
    needs: needsOf(get(item, 'dependencies')),
    platforms: new Set(),
    uses: usesOf(item),
  }
}

/** `{python: '>=3.11'}` in conda-lock, `['python >=3.11']` in pixi. */
function needsOf(dependencies: TreeValue | undefined): readonly string[] {
  if (dependencies?.kind === 'array') return dependencies.items.flatMap((one) => firstWord(string(one)) ?? [])
  return entries(dependencies).map(({ key }) => key)
}

/** The name in front of a MatchSpec or a requirement. */
export function firstWord(spec: string | undefined): string | undefined {
  return spec === undefined ? undefined : /^\s{0,9}([A-Za-z0-9_][\w.-]{0,200})/.exec(spec)?.[1]
}

/** `category: dev`, or `categories: [main, dev]` of newer releases; `optional` alone says that it is not of the main set. */
function usesOf(item: TreeValue): Set<string> {
  const listed = items(get(item, 'categories')).flatMap((one) => string(one) ?? [])
  const single = string(get(item, 'category')) ?? (boolean(get(item, 'optional')) === true ? 'optional' : 'main')
  return new Set(listed.length > 0 ? listed : [single])
}
