import type { ByteSource } from '../../../base/bytes.ts'
import type { ZipReading } from '../../../formats/lenient-zip-types.ts'
import type { SevenZipName } from '../../../formats/sevenzip-files.ts'
import type { TarEntry } from '../../../formats/tar.ts'
import type { ArchiveKind } from './archive-kind.ts'
import type { Identification } from './model-kind.ts'

/** How a part was found. Two readers of the same file may follow two of these and see different things. */
export type Reading =
  | 'whole'
  /** A zip member on which directory and local header agree. */
  | 'both'
  /** A zip member as the central directory tells it. */
  | 'central'
  /** A zip member as its local header tells it. */
  | 'local'
  | 'tar'
  | 'unpacked'
  /** Unpacked up to the point where a limit ended it. */
  | 'unpacked-part'
  /** The pickle behind the header of an array of objects. */
  | 'objects'
  /** Bytes between the members of an archive. */
  | 'gap'
  /** Bytes behind the end of what was read. */
  | 'trailing'

/** A part of the file, at any depth, with everything its bytes can be read as. Containers come before what is in them. */
export interface ContainerMember {
  readonly type: 'member'
  /** Labels from the outside in, empty for the file itself; foreign text, never a path to open. */
  readonly path: readonly string[]
  readonly reading: Reading
  /** All of them hold at once; none means the bytes are not known. */
  readonly kinds: readonly Identification[]
  /** Valid until the next event is asked for. */
  readonly source: ByteSource
  /** Of its first byte in the file; undefined for what was unpacked. */
  readonly fileOffset: number | undefined
  readonly depth: number
  /** What the archive around it says of it; absent for the file itself, for streams, gaps and what stands behind an end. */
  readonly entry?: ArchiveEntry
}

/** A member as its archive lists it; in `ContainerArchive.entries` it is the same object. */
export type ArchiveEntry = ZipReading | TarEntry | SevenZipName

/** What an archive is, once its members are known; comes before them. */
export interface ContainerArchive {
  readonly type: 'archive'
  readonly path: readonly string[]
  readonly format: 'zip' | 'tar'
  readonly kinds: readonly ArchiveKind[]
  /** Names in all readings, at most 1,000. */
  readonly names: readonly string[]
  /** All of them, with empty files, folders, links and devices, which are no parts: in the order of the archive. */
  readonly entries: readonly (ZipReading | TarEntry)[]
}

/** Something that is not as an honest writer leaves it, or that was not looked at. */
export interface ContainerNote {
  readonly type: 'note'
  /**
   * `not-inspected`: the result is incomplete. `disagreement`: two readers see two things. `damage`: a strict reader stops
   * here, and what would stand behind could not be looked at. `unusual`: links, devices, paths that lead outside, bytes behind the end.
   */
  readonly kind: 'not-inspected' | 'disagreement' | 'damage' | 'unusual'
  /** Stable, for rules; for example `zip-name-mismatch` or `limit-ratio`. */
  readonly code: string
  readonly message: string
  readonly path: readonly string[]
  /** In the innermost container that is named by `path`. */
  readonly byte: number | undefined
}

export type ContainerEvent = ContainerMember | ContainerArchive | ContainerNote
