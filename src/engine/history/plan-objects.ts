import type { Limits } from '../../base/limits.ts'
import type { GapLog } from '../../scan/sources/git-history/gap.ts'
import type { ObjectIndex } from '../../scan/sources/git-history/object-index.ts'
import type { BlobOutcome } from './blob-outcome.ts'
import type { Enumeration } from './enumerate.ts'
import { sayPointer, sayTooLarge } from './gap-sentences.ts'
import type { HistoryCounts } from './history-inspection.ts'
import type { HistoryMemory } from './history-memory.ts'
import type { BlobBatch } from './serve-blobs.ts'

/** What is left to be looked at. */
export interface Plan {
  /** Numbers of objects, in the order of the packs. */
  readonly waiting: Uint32Array
  /** What is remembered of others. */
  readonly found: Map<number, BlobOutcome>
  readonly counts: Omit<HistoryCounts, 'refs' | 'looked'>
}

/** A blob that is larger is not looked at; packs of Git hold none above 4 GiB on most servers. */
const LARGEST_STREAMED = 4 * 1024 * 1024 * 1024

/** Leaves out what is not asked for, what is remembered, and, as a gap, what is too large. */
export function planObjects(
  { index, wanted }: Enumeration,
  { messages, limits }: { readonly messages: boolean; readonly limits: Limits },
  gaps: GapLog,
  memory: HistoryMemory | undefined,
): Plan {
  const waiting = new Uint32Array(index.length)
  const found = new Map<number, BlobOutcome>()
  const counts = { blobs: 0, messages: 0, remembered: 0, bytes: 0 }
  let length = 0
  for (let number = 0; number < index.length; number++) {
    const isBlob = index.kind(number) === 'blob'
    if (!wanted(number) || (!isBlob && !messages)) continue
    if (isBlob) counts.blobs++
    else counts.messages++
    const path = index.path(number)
    const seen = memory?.seen(index.id(number), path)
    const outcome = seen === 'found' ? memory?.outcome(index.hex(number), path) : undefined
    if (outcome !== undefined) found.set(number, outcome)
    if (seen === 'pointer') sayPointer(gaps, path)
    const largest = isBlob ? LARGEST_STREAMED : limits.fileBytes
    if (outcome !== undefined || seen === 'clean' || seen === 'pointer') counts.remembered++
    else if (index.size(number) > largest) sayTooLarge(gaps, path === '' ? index.hex(number) : path)
    else {
      waiting[length++] = number
      counts.bytes += index.size(number)
    }
  }
  return { waiting: waiting.subarray(0, length), found, counts }
}

/** Objects that are looked at together, by their numbers. */
export interface NumberedBatch extends BlobBatch {
  readonly numbers: readonly number[]
}

/** Most of one batch. Large, because each starts a Git, and neighbours in a pack share their deltas. */
const [MOST_OBJECTS, MOST_BYTES] = [4096, 16 * 1024 * 1024]

/** Of a small history, so many batches for each worker, so that all have something to do. */
const SHARES = 4

/** What is to be looked at in batches; a blob that is too large to be held comes alone. */
export function* batchesOf(
  index: ObjectIndex,
  { waiting, counts }: Plan,
  workers: number,
  limits: Limits,
): Iterable<NumberedBatch> {
  const mostObjects = Math.max(64, Math.min(MOST_OBJECTS, Math.ceil(waiting.length / (SHARES * workers))))
  const mostBytes = Math.max(256 * 1024, Math.min(MOST_BYTES, Math.ceil(counts.bytes / (SHARES * workers))))
  let numbers: number[] = []
  let bytes = 0
  for (const number of waiting) {
    const size = index.size(number)
    if (size > limits.fileBytes) {
      yield { ...batchOf(index, [number]), large: size }
      continue
    }
    numbers.push(number)
    bytes += size
    if (numbers.length < mostObjects && bytes < mostBytes) continue
    yield batchOf(index, numbers)
    numbers = []
    bytes = 0
  }
  if (numbers.length > 0) yield batchOf(index, numbers)
}

function batchOf(index: ObjectIndex, numbers: readonly number[]): NumberedBatch {
  return { numbers, ids: numbers.map(index.hex), kinds: numbers.map(index.kind), paths: numbers.map(index.path) }
}
