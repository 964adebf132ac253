import { entries, get, items, string, type TreeValue } from '../../formats/tree.ts'
import type { Scope } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { excerpt } from './extraction-builder.ts'
import { MAIN, type Manifest, readRequirement } from './pyproject-manifest.ts'
import { placeOf } from './tree-place.ts'

/** More groups than this around one requirement are cut: chains of includes would otherwise repeat every name in every group. */
const LISTED_GROUPS = 256

/**
 * `[dependency-groups]` (PEP 735). A requirement belongs to the group it stands in and to every group that includes
 * that one, however far; names of groups are compared normalised. Cycles and unknown names become diagnostics.
 */
export function readDependencyGroups(manifest: Manifest): void {
  const groups = new Map(
    entries(get(manifest.tree.root, 'dependency-groups')).map(({ key, value }) => [packageName('PyPI', key), value]),
  )
  const includedBy = inclusions(groups, manifest)
  for (const [name, list] of groups) {
    const around = withIncluding(name, list, includedBy, manifest)
    const purpose = { ...MAIN, scope: scopeOf(around), groups: around.map((group) => `group:${group}`).sort() }
    if (list.kind !== 'array')
      manifest.builder.partial(
        `expected an array in the dependency group ${excerpt(name)}`,
        placeOf(manifest.path, manifest.tree, list),
      )
    for (const item of items(list)) if (item.kind !== 'object') readRequirement(item, purpose, manifest)
  }
}

/** From a group to those that include it. */
function inclusions(
  groups: ReadonlyMap<string, TreeValue>,
  manifest: Manifest,
): ReadonlyMap<string, readonly string[]> {
  const includedBy = new Map<string, string[]>()
  for (const [name, list] of groups) {
    for (const item of items(list)) {
      if (item.kind !== 'object') continue
      const included = string(get(item, 'include-group'))
      const target = included === undefined ? undefined : packageName('PyPI', included)
      if (target === undefined || !groups.has(target)) reportUnknown(included, item, manifest)
      else if (includedBy.get(target)?.push(name) === undefined) includedBy.set(target, [name])
    }
  }
  return includedBy
}

function reportUnknown(included: string | undefined, item: TreeValue, manifest: Manifest): void {
  const found = included === undefined ? 'a table without it' : `the unknown group ${excerpt(included)}`
  manifest.builder.partial(
    `expected \`include-group\` with a group of this file, found ${found}`,
    placeOf(manifest.path, manifest.tree, item),
  )
}

/** The group itself and all that include it, directly or through others. */
function withIncluding(
  name: string,
  list: TreeValue,
  includedBy: ReadonlyMap<string, readonly string[]>,
  manifest: Manifest,
): readonly string[] {
  const place = placeOf(manifest.path, manifest.tree, list)
  const found = new Set([name])
  let cyclic = false
  for (const group of found) {
    for (const outer of includedBy.get(group) ?? []) {
      cyclic ||= outer === name
      if (found.size < LISTED_GROUPS) found.add(outer)
    }
    if (found.size >= LISTED_GROUPS) {
      manifest.builder.partial(
        `more than ${LISTED_GROUPS} groups include ${excerpt(name)}; the others are not listed`,
        place,
      )
      break
    }
  }
  if (cyclic) manifest.builder.partial(`the dependency group ${excerpt(name)} includes itself`, place)
  return [...found]
}

/** Groups are for working on the project and never part of what is published (PEP 735); the name `build` says a little more. */
function scopeOf(groups: readonly string[]): Scope {
  return groups.every((group) => group === 'build') ? 'build' : 'development'
}
