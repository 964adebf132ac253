import type { Tree } from '../../formats/tree.ts'
import { packageName } from '../../model/package-name.ts'
import type { ExtractionBuilder } from '../python/extraction-builder.ts'
import { placeOf } from '../python/tree-place.ts'
import { condaTwin } from './twin.ts'
import { type LockedPackage, platformMarker, purposeOf } from './locked-package.ts'

/** What holds for all packages of one lock. */
export interface LockSetting {
  readonly path: string
  readonly tree: Tree
  readonly builder: ExtractionBuilder
  /** Every platform of the lock. */
  readonly platforms: ReadonlySet<string>
  /** The name of the main environment or category, and what the others are called in groups. */
  readonly main: string
  readonly label: string
}

/** Honest locks hold a name once for each platform; more would make n² edges. */
const MOST_ALIKE = 64

/**
 * Records the packages of a lock and who needs whom. A Python package may need what conda installs, under the name it has on
 * PyPI: names are looked up in the ecosystem of the one who needs, then in the other.
 */
export function addLocked(packages: readonly LockedPackage[], setting: LockSetting): void {
  const { builder, path, tree } = setting
  const keys = new Map<LockedPackage, string>()
  const byName = new Map<string, string[]>()
  for (const one of packages) {
    const { ecosystem, name, version, origin, integrity, twin } = one
    const marker = platformMarker(one.platforms, setting.platforms)
    const key = builder.add({
      ecosystem,
      name,
      version: version === undefined ? { kind: 'unstated' } : { kind: 'exact', version },
      origin,
      role: 'locks',
      ...purposeOf(one.uses, setting.main, setting.label),
      direct: 'unknown',
      location: placeOf(path, tree, one),
      text: one.text,
      ...(marker === undefined ? {} : { marker }),
      integrity,
      ...(twin === undefined ? {} : { twin }),
    })
    if (key === undefined) continue
    keys.set(one, key)
    for (const alias of namesOf(one)) {
      const alike = byName.get(alias)
      if (alike === undefined) byName.set(alias, [key])
      else if (alike.length < MOST_ALIKE) alike.push(key)
    }
  }
  for (const one of packages) {
    const from = keys.get(one)
    if (from === undefined) continue
    for (const need of one.needs) for (const to of byName.get(place(one.ecosystem, need)) ?? []) builder.edge(from, to)
  }
}

function namesOf({ ecosystem, name, twin }: LockedPackage): readonly string[] {
  const own = place(ecosystem, name)
  if (ecosystem === 'PyPI') return [own]
  const other = twin ?? condaTwin(name)
  return other === undefined || other === 'none' ? [own] : [own, place('PyPI', other.name)]
}

function place(ecosystem: LockedPackage['ecosystem'], name: string): string {
  return `${ecosystem}\n${packageName(ecosystem, name)}`
}
