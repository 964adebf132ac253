import type { ByteSource } from '../../../base/bytes.ts'
import type { Decoders } from '../../../formats/compressed.ts'
import type { ContainerBudget } from './budget.ts'
import type { ArchiveEntry, ContainerEvent, ContainerNote, Reading } from './container-event.ts'

/** A part that is about to be looked at. */
export interface Part {
  readonly path: readonly string[]
  readonly reading: Reading
  readonly source: ByteSource
  readonly fileOffset: number | undefined
  readonly depth: number
  readonly entry?: ArchiveEntry
}

/** What all readers of one inspection share. */
export interface InspectionContext {
  readonly budget: ContainerBudget
  readonly decoders: Decoders
  /** Looks at a part and everything in it. */
  readonly inspect: (part: Part) => Events
  /** Notes of spent limits given so far, and those kept back. */
  readonly limitNotes: { given: number; kept: number }
}

/** Reads one kind of container. Throws LimitError where the budget ends and FormatError where the container does. */
export type Events = AsyncGenerator<ContainerEvent, void, void>

/** A part of `part`; `offset` is the place of `source` in it, or undefined when it was unpacked. */
export function inside(
  part: Part,
  label: string,
  reading: Reading,
  source: ByteSource,
  offset: number | undefined,
): Part {
  const known = offset !== undefined && part.fileOffset !== undefined
  return {
    path: [...part.path, label],
    reading,
    source,
    fileOffset: known ? part.fileOffset + offset : undefined,
    depth: part.depth + 1,
  }
}

/** A note about `part`. */
export function noteOn(
  part: Pick<Part, 'path'>,
  note: Omit<ContainerNote, 'type' | 'path' | 'byte'>,
  byte?: number,
): ContainerNote {
  return { type: 'note', ...note, path: part.path, byte }
}
