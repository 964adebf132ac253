import type { LegacyGgml } from '../../../formats/gguf/dialect.ts'
import { notRead } from '../not-read.ts'
import type { ModelObservation } from '../observation.ts'

/** What is known of a single-file format of ggml before GGUF: only its kind, because its layout depends on the program that wrote it. */
export function judgeLegacyGgml(kind: LegacyGgml | undefined): readonly ModelObservation[] {
  if (kind === undefined) return []
  return notRead(
    `The ${kind.toUpperCase()} file`,
    `${kind.toUpperCase()} is one of the formats before GGUF (August 2023): its header has no names, each program reads it in its own order, and the readers of that time check no length.`,
  )
}
