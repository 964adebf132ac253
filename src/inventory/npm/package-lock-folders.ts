import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { boolean, entries, get, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import type { Folder } from './folders.ts'
import { excerpt, type Ledger } from './ledger.ts'

/** Longest path of a place; operating systems end at 4096. */
const LONGEST_PLACE = 4096
/** How far up a workspace folder looks for a folder that the file lists; honest ones are three or four deep. */
const FARTHEST_UP = 20
const STEP = '/node_modules/'

/** An entry of `packages`: a folder below which packages are installed. */
export interface Place {
  readonly path: string
  readonly entry: TreeEntry
  /** The name it is installed under; undefined for the root and for folders of the project's own. */
  readonly folderName: string | undefined
}

export type PlaceFolder = Folder<Place>

/**
 * Every entry of `packages` as a folder under its parent, by path; `""`, the project, is always there. Linear in the length
 * of the keys: each climbs a bounded number of steps.
 */
export function placeFolders(ledger: Ledger, packages: TreeValue): Map<string, PlaceFolder> {
  const places = new Map<string, TreeEntry>([['', emptyRoot(packages)]])
  for (const entry of entries(packages)) if (isReadable(ledger, entry)) places.set(entry.key, entry)
  const folders = new Map<string, PlaceFolder>()
  // Parents before children: a parent's path is a prefix, so it is shorter.
  for (const entry of [...places.values()].sort((a, b) => a.key.length - b.key.length)) {
    const { parentPath, folderName } = splitPlace(entry.key)
    const parent = entry.key === '' ? undefined : nearest(folders, parentPath)
    const value = { path: entry.key, entry, folderName }
    const folder: PlaceFolder = { value, parent, children: new Map() }
    folders.set(entry.key, folder)
    if (folderName !== undefined) parent?.children.set(folderName, folder)
  }
  return folders
}

function emptyRoot(packages: TreeValue): TreeEntry {
  return { key: '', keyOffset: packages.offset, value: { kind: 'object', offset: packages.offset, entries: [] } }
}

function isReadable(ledger: Ledger, entry: TreeEntry): boolean {
  if (entry.value.kind !== 'object') {
    ledger.note(`expected an object for ${excerpt(entry.key)}, found ${entry.value.kind}`, entry.value.offset)
    return false
  }
  if (entry.key.length <= LONGEST_PLACE && entry.key.split(STEP).length <= DEFAULT_LIMITS.depth) return true
  ledger.note(`place ${excerpt(entry.key)} is deeper than any npm installs`, entry.keyOffset)
  return false
}

/** `node_modules/a/node_modules/@s/b` is `@s/b` below `node_modules/a`; `packages/web` is itself, below whatever holds it. */
function splitPlace(path: string): { readonly parentPath: string; readonly folderName: string | undefined } {
  const step = path.lastIndexOf(STEP)
  if (step >= 0) return { parentPath: path.slice(0, step), folderName: path.slice(step + STEP.length) }
  if (path.startsWith(STEP.slice(1))) return { parentPath: '', folderName: path.slice(STEP.length - 1) }
  return { parentPath: upOne(path), folderName: undefined }
}

function upOne(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function nearest(folders: ReadonlyMap<string, PlaceFolder>, path: string): PlaceFolder | undefined {
  let at = path
  for (let i = 0; i < FARTHEST_UP && at !== ''; i++) {
    const folder = folders.get(at)
    if (folder !== undefined) return folder
    at = upOne(at)
  }
  return folders.get('')
}

/** A field of a place. */
export function placeField(folder: PlaceFolder, name: string): TreeValue | undefined {
  return get(folder.value.entry.value, name)
}

/** Is a flag of a place set? */
export function hasFlag(folder: PlaceFolder, name: string): boolean {
  return boolean(placeField(folder, name)) === true
}

/** The places that are only links into another: workspace members and `file:` folders are linked into node_modules. */
export function linkTargets(folders: ReadonlyMap<string, PlaceFolder>): ReadonlyMap<PlaceFolder, PlaceFolder> {
  const targets = new Map<PlaceFolder, PlaceFolder>()
  for (const folder of folders.values()) {
    if (!hasFlag(folder, 'link')) continue
    const target = folders.get(string(placeField(folder, 'resolved')) ?? '')
    if (target !== undefined && target.value.path !== '' && !hasFlag(target, 'link')) targets.set(folder, target)
  }
  return targets
}
