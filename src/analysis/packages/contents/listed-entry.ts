import type { ZipReading } from '../../../formats/lenient-zip-types.ts'
import type { TarEntry } from '../../../formats/tar.ts'
import type { ContainerArchive } from '../../models/containers/container-event.ts'
import { memberPath } from './member-path.ts'

/** An entry of an archive in the words that all formats share. */
export interface ListedEntry {
  readonly entry: ZipReading | TarEntry
  /** As written. */
  readonly name: string
  /** The name in words of the package, below a folder in parentheses where installers do not write it. */
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'device'
  /** As stated. */
  readonly size: number
  /** Where a link of a tar leads, as written. */
  readonly linkName: string
  readonly mode: number
  readonly hidden: boolean
  /** The path without the folder in parentheses, where several files of the archive have it; empty where it stands alone. */
  readonly sharedPath: string
}

/**
 * The entries of an archive, each file under a path of its own. The plain path belongs to the file that pip and npm leave behind when they
 * are done: of several members of a name the last one of the directory that most readers take. The others are hidden.
 */
export function listEntries(archive: Pick<ContainerArchive, 'entries'>): readonly ListedEntry[] {
  const { entries } = archive
  const isWalked = entries.every((entry) => isTar(entry) || entry.directory === undefined)
  const paths = entries.map(({ name }) => memberPath(name))
  const last = new Map<string, number>()
  for (const [index, entry] of entries.entries())
    if (otherView(entry, isWalked) === '' && typeOf(entry) !== 'directory') last.set(paths[index] ?? '', index)
  const replaced = new Map<string, number>()
  return entries.map((entry, index): ListedEntry => {
    const path = paths[index] ?? ''
    const type = typeOf(entry)
    const view = otherView(entry, isWalked)
    const isReplaced = view === '' && type !== 'directory' && last.get(path) !== index
    if (isReplaced) replaced.set(path, (replaced.get(path) ?? 0) + 1)
    const folder = isReplaced ? `(replaced ${replaced.get(path)})/` : view === '' ? '' : `(${view})/`
    const { name, size } = entry
    const linkName = isTar(entry) ? entry.linkName : ''
    const mode = (entry.mode ?? 0) & 0o7777
    const sharedPath = view === '' && type !== 'directory' && replaced.has(path) ? path : ''
    return { entry, name, path: `${folder}${path}`, type, size, linkName, mode, hidden: folder !== '', sharedPath }
  })
}

/** Is it an entry of a tar? */
export function isTar(entry: ZipReading | TarEntry): entry is TarEntry {
  return 'linkName' in entry
}

/** What reader sees it that is not the usual one; empty for what all see. */
function otherView(entry: ZipReading | TarEntry, isWalked: boolean): string {
  if (isTar(entry) || isWalked || entry.directory === 0) return ''
  return entry.directory === undefined ? 'local header' : `directory ${entry.directory + 1}`
}

function typeOf(entry: ZipReading | TarEntry): ListedEntry['type'] {
  if (!isTar(entry)) return entry.symlink ? 'symlink' : isFolder(entry) ? 'directory' : 'file'
  if (entry.type === 'fifo') return 'device'
  return entry.type === 'sparse' || entry.type === 'other' ? 'file' : entry.type
}

/** A folder that holds bytes is a file to some reader. */
function isFolder({ directoryMark, size, packedSize }: ZipReading): boolean {
  return directoryMark && size === 0 && packedSize <= 2
}
