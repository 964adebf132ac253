import type { ArchiveEntry, ContainerMember } from '../../models/containers/container-event.ts'
import type { Identification, ModelKind } from '../../models/containers/model-kind.ts'
import { type ArtefactLayout, pathInPackage } from './artefact-layout.ts'
import { type ListedEntry, listEntries } from './listed-entry.ts'
import type { ContainerArchive } from '../../models/containers/container-event.ts'
import { baseName, memberPath } from './member-path.ts'

/** A container on the way from the artefact to the member that is being looked at. */
export interface Frame {
  readonly label: string
  /** Its path in the package; empty for what is the package itself, in all its wrappings. */
  readonly path: string
  /** The format that the usual reader takes it for; undefined where it is no container. */
  readonly format: ModelKind | undefined
  readonly hidden: boolean
  /** Compressions that only a trial speaks for: half of all noise begins like one. */
  readonly trials: readonly ModelKind[]
  /** Of the archive whose members are coming. */
  listing: Listing | undefined
}

/** An archive whose members are coming. */
export interface Listing {
  readonly byEntry: ReadonlyMap<ArchiveEntry, ListedEntry>
  /** The last of each name. */
  readonly byName: ReadonlyMap<string, ListedEntry>
  /** Entries that came as a part or that a note was about. */
  readonly seen: Set<ArchiveEntry>
  /** Of each path that several members have. */
  readonly shared: ReadonlyMap<string, SharedPath>
  /** Folder in parentheses of a reading that is not the usual one. */
  readonly view: string
}

/** A path that several members have, and what they hold: their digests as far as they were read, and where links lead. */
export interface SharedPath {
  readonly members: number
  readonly contents: string[]
}

/** The names of an archive, and under which of its readings they stand. */
export function listingOf(archive: ContainerArchive, frame: Frame): Listing {
  const entries = listEntries(archive)
  const isUsual = frame.format === undefined || archive.format === frame.format || !FORMATS.has(frame.format)
  return {
    byEntry: new Map(entries.map((entry) => [entry.entry, entry])),
    byName: new Map(entries.map((entry) => [entry.name, entry])),
    seen: new Set(),
    shared: sharedPaths(entries),
    view: isUsual ? '' : `(as ${archive.format})/`,
  }
}

function sharedPaths(entries: readonly ListedEntry[]): ReadonlyMap<string, SharedPath> {
  const all = Map.groupBy(
    entries.filter(({ sharedPath }) => sharedPath !== ''),
    ({ sharedPath }) => sharedPath,
  )
  return new Map(
    [...all].map(([path, members]) => {
      const links = members.flatMap(({ linkName }) => (linkName === '' ? [] : [`link to ${linkName}`]))
      return [path, { members: members.length, contents: links }]
    }),
  )
}

const FORMATS: ReadonlySet<ModelKind> = new Set<ModelKind>([
  'zip',
  'tar',
  '7z',
  'rar',
  'gzip',
  'zlib',
  'bzip2',
  'xz',
  'lzma',
  'zstd',
  'lz4',
  'joblib-zfile',
  'lzip',
  'compress',
  'snappy',
])

/** The formats of containers that these bytes can be read as, without those that only a trial speaks for. */
export function containerFormats(kinds: readonly Identification[]): readonly ModelKind[] {
  return kinds.filter(({ kind, certainty }) => FORMATS.has(kind) && certainty !== 'trial').map(({ kind }) => kind)
}

/** The compressions that only a trial speaks for. */
export function trialFormats(kinds: readonly Identification[]): readonly ModelKind[] {
  return kinds.filter(({ kind, certainty }) => FORMATS.has(kind) && certainty === 'trial').map(({ kind }) => kind)
}

/** What stands in a stream of compression: the file it was, or another wrapping. */
export function isStreamContent({ reading, entry, path }: ContainerMember): boolean {
  return path.length > 0 && entry === undefined && (reading === 'unpacked' || reading === 'unpacked-part')
}

/** Begins like an archive: then a stream around it is only its wrapping. */
export function isWrapped(kinds: readonly Identification[]): boolean {
  return kinds.some(
    ({ kind, certainty }) => kind === 'tar' || kind === '7z' || (kind === 'zip' && certainty === 'magic'),
  )
}

/** Where a label in `frame` is in the package, and whether the usual installer puts it there. */
export function placeIn(
  frame: Frame,
  label: string,
  listed: ListedEntry | undefined,
  layout: ArtefactLayout | undefined,
): { readonly path: string; readonly hidden: boolean } {
  const own = listed?.path ?? memberPath(label)
  const inside = (path: string): string => (frame.path === '' ? path : `${frame.path}/${path}`)
  const view = frame.listing?.view ?? ''
  if (listed?.hidden === true) {
    // Behind the folder in parentheses the path goes on as if it were the usual one.
    const slash = own.indexOf('/')
    const rest = (view === '' ? atTop(frame, own.slice(slash + 1), layout) : undefined) ?? own.slice(slash + 1)
    return { path: inside(`${view}${own.slice(0, slash)}/${rest}`), hidden: true }
  }
  // Another reader knows nothing of the folder that the usual one takes away.
  if (view !== '') return { path: inside(`${view}${own}`), hidden: true }
  const path = atTop(frame, own, layout)
  if (path === undefined) return { path: inside(`(not installed)/${own}`), hidden: true }
  return { path: inside(path), hidden: frame.hidden }
}

function atTop(frame: Frame, path: string, layout: ArtefactLayout | undefined): string | undefined {
  return frame.path === '' && layout !== undefined ? pathInPackage(layout, path) : path
}

/** The name of what a compressed file holds: `a.js` of `a.js.gz`. */
export function contentName(path: string): string {
  const name = baseName(path).replace(/\.(?:gz|bz2|xz|lzma|zst|zstd|lz4|z|lz)$/i, '')
  return name === baseName(path) || name === '' ? 'content' : name
}
