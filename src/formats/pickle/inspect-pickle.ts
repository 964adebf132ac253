import type { ByteSource } from '../../base/bytes.ts'
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts'
import { readStreams, type ReadStreams } from './read-streams.ts'
import type { Interest } from './global-table.ts'
import type { PickleReading, PickleReport, ReadingReport } from './report.ts'
import { readingReport } from './reading-report.ts'

/** How to read a pickle. */
export interface PickleOptions {
  /** Where the first stream begins; 0 when absent. */
  readonly start?: number
  /** Where the data ends; the end of the source when absent. */
  readonly end?: number
  readonly limits?: Limits
  /** Which calls matter to the caller; `sample` for all when absent. Must be pure. */
  readonly interestOf?: (module: string, name: string) => Interest
  readonly signal?: AbortSignal
  /** How much is read at once, 1 MiB when absent; at least 128. Tests use small ones. */
  readonly windowBytes?: number
}

/**
 * Follows every pickle in the bytes on an abstract machine: protocols 0 to 5, one after the other, without loading,
 * importing or calling anything. Time is linear in the size, memory is flat (about 20 MiB and 8 bytes for each memo entry).
 * Where loaders disagree about the same bytes there is one reading for each. A broken stream keeps what was found before.
 * Throws nothing on content; what the source or an aborted signal throws goes through.
 */
export async function inspectPickle(source: ByteSource, options: PickleOptions = {}): Promise<PickleReport> {
  const range = { start: options.start ?? 0, limit: Math.min(options.end ?? source.size, source.size) }
  const task = { source, range, limits: options.limits ?? DEFAULT_LIMITS, options }
  const plain = await readStreams(task, 'plain')
  const others: ReadingReport[] = []
  for (const reading of otherReadings(plain)) others.push(await readingReport(source, await readStreams(task, reading)))
  return {
    offset: range.start,
    size: range.limit - range.start,
    readings: [await readingReport(source, plain), ...others],
  }
}

/** The readings that can give something else than the plain one. */
function otherReadings(plain: ReadStreams): readonly PickleReading[] {
  const readings: PickleReading[] = []
  if (differsWhenCarried(plain)) readings.push('carried-memo')
  if (plain.machine.framesDisagree) readings.push('buffered-frames')
  if (plain.arrays > 0) readings.push('arrays-as-opcodes')
  return readings
}

/**
 * Can one Unpickler that keeps its memo see something else than one for each stream? Only when a later stream asks the
 * memo for something, and then only when it counts entries (MEMOIZE) or asks for one that it did not write.
 */
function differsWhenCarried(plain: ReadStreams): boolean {
  return plain.streamCount > 1 && plain.machine.interpreter.asksCarriedMemo
}
