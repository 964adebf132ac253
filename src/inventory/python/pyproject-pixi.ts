import { boolean, entries, get, getPath, items, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Origin, VersionClaim } from '../../model/package-mention.ts'
import { channelOrigin, readCondaPackage } from '../commands/conda-package.ts'
import { isDevelopmentName } from './development-name.ts'
import { excerpt } from './extraction-builder.ts'
import { MAIN, type Manifest, type Purpose } from './pyproject-manifest.ts'
import { readSpecifierEntry } from './specifier-entry.ts'
import { tableOrigin, tableText } from './table-origin.ts'
import { placeOf } from './tree-place.ts'

/** `[tool.pixi]` of pyproject.toml. */
export function readPixi(manifest: Manifest): void {
  readPixiTables(getPath(manifest.tree.root, 'tool', 'pixi'), manifest)
}

/**
 * The packages of a pixi manifest: `dependencies` (conda) and `pypi-dependencies` of the default environment, of features and
 * of the targets (platforms) of either; `host-dependencies` and `build-dependencies` of packages that are built.
 */
export function readPixiTables(pixi: TreeValue | undefined, manifest: Manifest): void {
  const channels = channelsOf(get(pixi, 'workspace') ?? get(pixi, 'project'))
  readTables(pixi, { ...MAIN, channels }, manifest)
  for (const { key, value } of entries(get(pixi, 'feature'))) {
    const scope = isDevelopmentName(key) ? 'development' : 'optional'
    const own = channelsOf(value)
    const purpose = { ...MAIN, scope, groups: [`feature:${key}`], channels: [...own, ...channels] } as const
    readTables(value, purpose, manifest)
  }
}

interface PixiPurpose extends Purpose {
  /** Searched for conda packages, first one first. */
  readonly channels: readonly string[]
  readonly condition?: string
}

/** `channels = ["conda-forge", {channel = "pytorch", priority = 1}]` */
function channelsOf(table: TreeValue | undefined): readonly string[] {
  return items(get(table, 'channels')).flatMap((channel) => string(channel) ?? string(get(channel, 'channel')) ?? [])
}

const CONDA_TABLES = [
  { key: 'dependencies', scope: undefined },
  { key: 'host-dependencies', scope: 'build' },
  { key: 'build-dependencies', scope: 'build' },
  { key: 'run-dependencies', scope: undefined },
] as const

function readTables(table: TreeValue | undefined, purpose: PixiPurpose, manifest: Manifest): void {
  readOne(table, purpose, manifest)
  for (const target of entries(get(table, 'target')))
    readOne(target.value, { ...purpose, condition: `platform ${target.key}` }, manifest)
}

function readOne(
  table: TreeValue | undefined,
  { channels, condition, ...purpose }: PixiPurpose,
  manifest: Manifest,
): void {
  const around = condition === undefined ? {} : { condition }
  for (const entry of entries(get(table, 'pypi-dependencies'))) readSpecifierEntry(entry, purpose, manifest, around)
  for (const { key, scope } of CONDA_TABLES) {
    const own = { ...purpose, scope: scope ?? purpose.scope, channels, ...around }
    for (const entry of entries(get(table, key))) readCondaEntry(entry, own, manifest)
  }
}

/** `name = ">=1.2,<2"` or `name = {version = …, build = …, channel = …}`; `{path = …}` and `{git = …}` are built here. */
function readCondaEntry(entry: TreeEntry, purpose: PixiPurpose, { builder, path, tree }: Manifest): void {
  const { key, keyOffset, value } = entry
  const written = value.kind === 'object' ? get(value, 'version') : value
  const text = string(written)
  const inherited = boolean(get(value, 'workspace')) === true
  const source = tableOrigin(value, () => undefined)
  if (text === undefined && value.kind !== 'object')
    builder.partial(`expected a version of ${excerpt(key)}`, placeOf(path, tree, value))
  const read = readCondaPackage(`${key} ${text ?? '*'}`, [], builder.limits)
  if (read.kind === 'problem' && text !== undefined)
    builder.partial(`expected ${read.expected}, found ${excerpt(text)}`, placeOf(path, tree, written ?? value))
  const channel = string(get(value, 'channel'))
  const origin: Origin =
    source.kind === 'registry' ? channelOrigin(channel === undefined ? purpose.channels : [channel]) : source
  const { channels: _, condition, ...rest } = purpose
  builder.add({
    ...rest,
    ecosystem: 'conda',
    name: key,
    version: claimOf(read.kind === 'claims' ? read.claims.version : undefined, origin, inherited),
    origin,
    location: text === undefined ? placeOf(path, tree, { offset: keyOffset }) : placeOf(path, tree, written ?? value),
    text: tableText(key, text, origin),
    ...(condition === undefined ? {} : { marker: condition }),
    integrity: [],
  })
}

function claimOf(version: VersionClaim | undefined, origin: Origin, inherited: boolean): VersionClaim {
  if (version === undefined || inherited) return { kind: 'unstated' }
  return version.kind === 'any' && origin.kind !== 'registry' ? { kind: 'unstated' } : version
}
