import { FormatError } from '../../base/errors.ts'
import { distributionFile } from '../../formats/requirements-distribution.ts'
import { entries, get, items, scalarText, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { PackageMention } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { readCondaPackage } from '../commands/conda-package.ts'
import type { Extractor } from '../extractor.ts'
import { excerpt, ExtractionBuilder } from '../python/extraction-builder.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { placeOf } from '../python/tree-place.ts'
import { addLocked } from './add-locked.ts'
import { firstWord, readCondaLock } from './conda-lock.ts'
import { condaFileOrigin, type LockedPackage, pypiFileOrigin } from './locked-package.ts'

const NEWEST_KNOWN = 6

/**
 * pixi.lock: versions 4 to 6 list packages once and name them by address in every environment and platform; versions 1 to 3
 * are laid out as conda-lock is. `purls` say which PyPI project a conda package is; an empty list says that it is none.
 */
export const pixiLock: Extractor = {
  id: 'conda/pixi-lock',
  title: 'pixi.lock: conda and PyPI packages of all environments and platforms',
  files: ['**/pixi.lock'],
  extract: async (file) => {
    const tree = await file.read(yamlDocument)
    const builder = new ExtractionBuilder('conda/pixi-lock', await file.read(limitsInForce))
    const field = get(tree.root, 'version')
    const version = Number(scalarText(field) ?? Number.NaN)
    if (!Number.isInteger(version) || version < 1) {
      throw new FormatError('FORMAT_SHAPE', 'expected `version` of a pixi.lock, found none', { line: 1 })
    }
    if (version > NEWEST_KNOWN) {
      const message = `version ${version} is newer than ${NEWEST_KNOWN}; read as ${NEWEST_KNOWN}`
      builder.diagnostic({
        code: 'FORMAT_VERSION',
        level: 'warning',
        message,
        location: placeOf(file.path, tree, field ?? tree.root),
      })
    }
    if (version < 4) readCondaLock(tree, file.path, builder)
    else readPackages(tree, file.path, builder)
    return builder.finish()
  },
}

function readPackages(tree: Tree, path: string, builder: ExtractionBuilder): void {
  const packages = new Map<string, LockedPackage>()
  for (const item of items(get(tree.root, 'packages'))) {
    const address = addressOf(item)
    const one = address === undefined ? undefined : readPackage(item, address, builder)
    if (one === undefined)
      builder.partial('expected a package with `conda` or `pypi` and its address', placeOf(path, tree, item))
    else packages.set(address?.url ?? '', one)
  }
  const platforms = new Set<string>()
  for (const environment of entries(get(tree.root, 'environments'))) {
    for (const { key: platform, value } of entries(get(environment.value, 'packages'))) {
      platforms.add(platform)
      for (const reference of items(value)) {
        const one = packages.get(addressOf(reference)?.url ?? '')
        if (one === undefined) reportMissing(reference, tree, path, builder)
        one?.platforms.add(platform)
        one?.uses.add(environment.key)
      }
    }
  }
  addLocked([...packages.values()], { path, tree, builder, platforms, main: 'default', label: 'env' })
}

function reportMissing(reference: TreeValue, tree: Tree, path: string, builder: ExtractionBuilder): void {
  const shown = excerpt(addressOf(reference)?.url ?? 'no address')
  builder.partial(`expected an address of the list \`packages\`, found ${shown}`, placeOf(path, tree, reference))
}

interface Address {
  readonly kind: 'conda' | 'pypi'
  readonly url: string
  readonly value: TreeValue
}

/** `conda: …` and `pypi: …` in version 6 and in every environment; `kind` with `url` or `path` in versions 4 and 5. */
function addressOf(item: TreeValue): Address | undefined {
  const kind = string(get(item, 'kind'))
  for (const candidate of ['conda', 'pypi'] as const) {
    const value = get(item, candidate) ?? (kind === candidate ? (get(item, 'url') ?? get(item, 'path')) : undefined)
    const url = string(value)
    if (value !== undefined && url !== undefined) return { kind: candidate, url, value }
  }
  return undefined
}

function readPackage(
  item: TreeValue,
  { kind, url, value }: Address,
  builder: ExtractionBuilder,
): LockedPackage | undefined {
  const { limits } = builder
  const file = kind === 'conda' ? condaFile(url, builder) : distributionFile(url, limits)
  const name = scalarText(get(item, 'name')) ?? file?.name
  if (name === undefined) return undefined
  const stated = get(item, 'version')
  const version = scalarText(stated) ?? file?.version
  const twin = kind === 'conda' ? twinOf(get(item, 'purls')) : undefined
  return {
    ecosystem: kind === 'conda' ? 'conda' : 'PyPI',
    name,
    version,
    origin: kind === 'conda' ? condaFileOrigin(url, limits) : pypiFileOrigin(url, limits),
    integrity: ['sha256', 'md5'].flatMap((algorithm) => {
      const digest = scalarText(get(item, algorithm))
      return digest === undefined ? [] : [`${algorithm}:${digest}`]
    }),
    offset: stated?.offset ?? value.offset + versionPlace(url, version),
    text: `${name} ${version ?? ''}`.trim(),
    needs: items(get(item, kind === 'conda' ? 'depends' : 'requires_dist')).flatMap(
      (one) => firstWord(string(one)) ?? [],
    ),
    platforms: new Set(),
    uses: new Set(),
    ...(twin === undefined ? {} : { twin }),
  }
}

/** In `name-version-build`; a version such as `64` stands in other places, too. */
function versionPlace(url: string, version: string | undefined): number {
  return version === undefined ? 0 : Math.max(0, url.lastIndexOf(`-${version}`) + 1)
}

function condaFile(
  url: string,
  { limits }: ExtractionBuilder,
): { readonly name: string; readonly version: string } | undefined {
  const read = readCondaPackage(url, [], limits)
  if (read.kind !== 'claims' || read.claims.version.kind !== 'exact') return undefined
  return { name: read.claims.name, version: read.claims.version.version }
}

/** The first purl that names a PyPI project; `[]` says that there is none, no list says nothing. */
function twinOf(purls: TreeValue | undefined): PackageMention['twin'] {
  if (purls?.kind !== 'array') return undefined
  if (purls.items.length === 0) return 'none'
  const names = purls.items.flatMap((one) => /^pkg:pypi\/([A-Za-z0-9][\w.-]{0,200})/.exec(string(one) ?? '')?.[1] ?? [])
  const [name] = names
  if (name === undefined) return undefined
  return { ecosystem: 'PyPI', name: packageName('PyPI', name), because: `the lock file names pkg:pypi/${name}` }
}
