import { ExternalError, LimitError } from '../base/errors.ts'
import { readAhead } from '../formats/zip-source.ts'
import type { ZipEntry } from '../formats/zip-entry.ts'
import { readEntry, zipEntries } from '../formats/zip.ts'
import type { ByteSource } from '../base/bytes.ts'
import type { DatabaseBuild } from './build.ts'
import { withFile } from './disk.ts'
import { type FeedContext, feedName, type FeedPart } from './feed.ts'
import { parseRecord } from './parse-record.ts'
import type { Tally } from './tally.ts'

/** About 700 records of the real npm feed: one read of the disk for that many. */
const WINDOW_BYTES = 1024 * 1024
const PROGRESS_EVERY = 1_000

/**
 * Loads an `all.zip`, one record at a time, so that memory does not grow with it. A record that is too large or not understood
 * is counted; a damaged archive throws FormatError, because then nothing says how much is missing. Ids in `newer` are passed over.
 */
export function loadArchive(
  path: string,
  part: FeedPart,
  context: FeedContext,
  into: {
    readonly build: DatabaseBuild
    readonly number: number
    readonly tally: Tally
    readonly newer: ReadonlySet<string>
  },
): Promise<void> {
  return withFile(path, context.limits.archiveBytes, async (file) => {
    const members = readAhead(file, WINDOW_BYTES)
    let done = 0
    for await (const entry of zipEntries(file, context.limits.archive)) {
      if (!entry.name.endsWith('.json')) continue
      if (done++ % PROGRESS_EVERY === 0) {
        context.signal.throwIfAborted()
        context.progress({ step: 'read', feed: feedName(part), done })
      }
      const bytes = await entryBytes(members, entry, context, into.tally)
      if (bytes === undefined) continue
      const record = parseRecord(bytes, context.rules)
      if (record.kind === 'record' && into.newer.has(record.id)) continue
      into.tally.add(record, entry.name)
      if (record.kind === 'record') into.build.addRecord(into.number, record)
    }
  })
}

/** The error of a feed in which nothing is a record: a wrong address, an error page in an archive. What was there before stays. */
export function noRecords(part: FeedPart): ExternalError {
  return new ExternalError('EXTERNAL_FEED', `${feedName(part)} holds no OSV record`, { retryable: false })
}

async function entryBytes(
  members: ByteSource,
  entry: ZipEntry,
  context: FeedContext,
  tally: Tally,
): Promise<Uint8Array | undefined> {
  try {
    return await readEntry(members, entry, context.limits.archive)
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    tally.bad(entry.name, error.message)
    return undefined
  }
}
