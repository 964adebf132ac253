import type { ReleaseView } from './release-view.ts'

/** Did only the last of three numbers move (`1.14.0` -> `1.14.1`)? False where it cannot be told. */
export function isPatch(before: ReleaseView, after: ReleaseView): boolean {
  const [old, now] = [numbersOf(versionOf(before)), numbersOf(versionOf(after))]
  return old !== undefined && now !== undefined && old[0] === now[0] && old[1] === now[1] && old[2] !== now[2]
}

/** By the registry, else by the manifest of an artefact; empty where neither says. */
export function versionOf({ registry, artefacts }: ReleaseView): string {
  return registry?.version ?? artefacts.flatMap(({ manifest }) => manifest?.version ?? [])[0] ?? ''
}

function numbersOf(version: string): readonly string[] | undefined {
  const found = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[^\d.]|$)/.exec(version)
  return found === null ? undefined : found.slice(1, 4)
}
