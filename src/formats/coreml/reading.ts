import type { MessageRange, WireField, WireReader } from '../protobuf/wire.ts'
import type { CoremlName } from './model.ts'

/** What travels through one reading of a file. */
export interface CoremlReading {
  readonly wire: WireReader
  readonly kinds: Set<string>
  readonly classes: CoremlName[]
  readonly linked: CoremlName[]
  readonly blobs: Map<string, CoremlName>
  readonly opaque: CoremlName[]
  readonly texts: CoremlName[]
}

const LONGEST_TEXT = 4096
/** Kept of one list; what is more says nothing new. */
export const MOST_NAMES = 1_000

/** The messages and texts with this number in a message, in order. */
export async function children(
  { wire }: CoremlReading,
  message: MessageRange,
  number: number,
): Promise<readonly WireField[]> {
  return (await wire.fields(message)).filter((field) => field.number === number && field.wire === 'bytes')
}

/** The text with this number; the last one counts. */
export async function textAt(reading: CoremlReading, message: MessageRange, number: number): Promise<string> {
  const field = (await children(reading, message, number)).at(-1)
  return field === undefined ? '' : reading.wire.text(field, LONGEST_TEXT)
}
