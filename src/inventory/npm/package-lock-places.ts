import { entries, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Origin, Scope } from '../../model/package-mention.ts'
import { resolvedOrigin, shownAddress } from './address.ts'
import { resolveFrom } from './folders.ts'
import { excerpt, type Ledger, type PackageFact } from './ledger.ts'
import { hasFlag, linkTargets, placeField, placeFolders, type PlaceFolder } from './package-lock-folders.ts'
import { digests, platformMarker } from './tree-text.ts'
import { lockedVersion } from './version-text.ts'

/** What is learned of places from the entries around them. */
interface Knowledge {
  readonly needs: ReadonlyMap<PlaceFolder, ReadonlySet<PlaceFolder>>
  /** Asked for by the project or a member of its workspace. */
  readonly direct: ReadonlySet<PlaceFolder>
  /** What some package needs, where the file does not list the project (node_modules/.package-lock.json). */
  readonly needed: ReadonlySet<PlaceFolder> | undefined
  /** Asked for by an address instead of a version. */
  readonly byAddress: ReadonlySet<PlaceFolder>
  /** The members that ask for a place, as groups. */
  readonly workspaces: ReadonlyMap<PlaceFolder, readonly string[]>
  /** Names under which folders of the project's own are linked into node_modules. */
  readonly linkNames: ReadonlyMap<PlaceFolder, string>
}

/**
 * Reads `packages` of lock file versions 2 and 3: keys are places (`node_modules/a/node_modules/b`), `""` is the project.
 * `listsProject` is false for node_modules/.package-lock.json, which leaves it out. The dependencies of a place are found as
 * Node.js finds them, by walking up. Time: one look per dependency and level.
 */
export function addPlaces(ledger: Ledger, packages: TreeValue, listsProject: boolean): void {
  const folders = placeFolders(ledger, packages)
  const links = linkTargets(folders)
  const known = knowledge(folders, links, listsProject)
  const keys = new Map<PlaceFolder, string | undefined>()
  for (const folder of folders.values()) {
    if (!isRoot(folder) && !links.has(folder)) keys.set(folder, ledger.add(fact(ledger, folder, known)))
  }
  for (const folder of folders.values()) {
    if (isOwn(folder)) ledger.rootEdge(keys.get(folder))
    for (const need of known.needs.get(folder) ?? []) {
      if (isOwn(folder)) ledger.rootEdge(keys.get(need))
      if (!isRoot(folder)) ledger.edge(keys.get(folder), keys.get(need))
    }
  }
}

function knowledge(
  folders: ReadonlyMap<string, PlaceFolder>,
  links: ReadonlyMap<PlaceFolder, PlaceFolder>,
  listsProject: boolean,
): Knowledge {
  const allNeeds = new Map<PlaceFolder, Set<PlaceFolder>>()
  const direct = new Set<PlaceFolder>()
  const byAddress = new Set<PlaceFolder>()
  const workspaces = new Map<PlaceFolder, string[]>()
  for (const folder of folders.values()) {
    const needs = new Set<PlaceFolder>()
    for (const wanted of wantedEntries(folder)) {
      const found = resolveFrom(folder, wanted.key)
      if (found === undefined) continue
      const place = links.get(found) ?? found
      needs.add(place)
      if (/^https?:/i.test(string(wanted.value) ?? '')) byAddress.add(place)
    }
    allNeeds.set(folder, needs)
    if (!isOwn(folder)) continue
    for (const place of needs) {
      direct.add(place)
      if (!isRoot(folder)) addTo(workspaces, place, `workspace:${folder.value.path}`)
    }
  }
  const linkNames = new Map([...links].map(([link, target]) => [target, link.value.folderName ?? '']))
  const needed = listsProject ? undefined : new Set([...allNeeds.values()].flatMap((needs) => [...needs]))
  return { needs: allNeeds, direct, needed, byAddress, workspaces, linkNames }
}

const WANTED = ['dependencies', 'optionalDependencies', 'peerDependencies']

/** Development dependencies are installed for the project's own folders only. */
function wantedEntries(folder: PlaceFolder): readonly TreeEntry[] {
  const lists = isOwn(folder) ? [...WANTED, 'devDependencies'] : WANTED
  return lists.flatMap((list) => entries(placeField(folder, list)))
}

function addTo<K>(map: Map<K, string[]>, key: K, value: string): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

function fact(ledger: Ledger, folder: PlaceFolder, known: Knowledge): PackageFact {
  const { path, entry } = folder.value
  const versionField = placeField(folder, 'version')
  const written = string(versionField)
  const version = lockedVersion(written)
  if (version === undefined) {
    ledger.note(`expected a version, found ${excerpt(written ?? '')}`, versionField?.offset ?? entry.keyOffset)
  }
  const name = nameOf(folder, known)
  return {
    name,
    version: version ?? { kind: 'unstated' },
    origin: originOf(folder, name, known),
    role: 'locks',
    scope: scopeOf(folder),
    groups: [...installGroups(folder), ...(known.workspaces.get(folder) ?? [])],
    direct: directness(folder, known),
    offset: version?.kind === 'exact' && versionField !== undefined ? versionField.offset : entry.keyOffset,
    text: `${path}: ${written ?? 'no version'}`,
    marker: platformMarker(entry.value),
    integrity: digests(placeField(folder, 'integrity')),
  }
}

/** Without the project in the file, what nobody needs was asked for; what stands at the top may have been. */
function directness(folder: PlaceFolder, known: Knowledge): PackageFact['direct'] {
  if (isOwn(folder) || known.direct.has(folder)) return 'yes'
  if (known.needed === undefined || folder.parent?.value.path !== '') return 'no'
  return known.needed.has(folder) ? 'unknown' : 'yes'
}

/** `name` is written where the folder has another name: an alias, or a folder of the project's own. */
function nameOf(folder: PlaceFolder, known: Knowledge): string {
  const { path, folderName } = folder.value
  const given = string(placeField(folder, 'name')) ?? folderName ?? known.linkNames.get(folder)
  return given ?? path.slice(path.lastIndexOf('/') + 1)
}

function originOf(folder: PlaceFolder, name: string, known: Knowledge): Origin {
  const resolved = string(placeField(folder, 'resolved'))
  if (isOwn(folder)) return { kind: 'local', path: shownAddress(folder.value.path) }
  if (hasFlag(folder, 'link')) return { kind: 'local', path: shownAddress(resolved ?? folder.value.path) }
  // npm leaves it out for bundled packages and under `omit-lockfile-registry-resolved`.
  if (resolved === undefined) return { kind: 'registry' }
  const origin = resolvedOrigin(resolved, name)
  return origin.kind === 'registry' && known.byAddress.has(folder)
    ? { kind: 'url', url: shownAddress(resolved) }
    : origin
}

/** npm writes `devOptional` for what development and an optional dependency share: an install without development has it. */
function scopeOf(folder: PlaceFolder): Scope {
  if (hasFlag(folder, 'dev')) return 'development'
  return hasFlag(folder, 'optional') || hasFlag(folder, 'devOptional') ? 'optional' : 'runtime'
}

function installGroups(folder: PlaceFolder): readonly string[] {
  const bundled = hasFlag(folder, 'inBundle') || hasFlag(folder, 'bundled')
  const flagged = ['peer', 'extraneous'].filter((flag) => hasFlag(folder, flag))
  return [...(bundled ? ['bundled'] : []), ...flagged].map((flag) => `group:${flag}`)
}

function isRoot(folder: PlaceFolder): boolean {
  return folder.value.path === ''
}

/** The project, a workspace member or a `file:` folder: its development dependencies count, and what it asks for is direct. */
function isOwn(folder: PlaceFolder): boolean {
  return folder.value.folderName === undefined
}
