import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { LimitError } from '../base/errors.ts'
import type { DatabaseBuild } from './build.ts'
import { onDisk, readBounded } from './disk.ts'
import { type Acquired, type FeedContext, type FeedPart, feedName } from './feed.ts'
import type { FeedPlace } from './feed-place.ts'
import { loadArchive, noRecords } from './osv-archive.ts'
import { parseRecord } from './parse-record.ts'
import type { SourceState } from './source-state.ts'
import { Tally } from './tally.ts'

/** A part on disk. */
export type LocalFeed = FeedPart & { readonly place: Exclude<FeedPlace, { kind: 'http' }> }

/** The files of one ecosystem on disk. */
interface LocalFiles {
  readonly archives: readonly string[]
  /** Single records, which stand over what an archive says. Sorted. */
  readonly records: readonly string[]
}

/**
 * An OSV feed on disk: a directory in bucket layout (`ECO/all.zip`, `ECO/*.json`) or one archive. Unchanged when size and
 * time of every file are, or else when the content is. Throws EXTERNAL_DISK.
 */
export async function acquireLocal(
  part: LocalFeed,
  previous: SourceState | undefined,
  context: FeedContext,
): Promise<Acquired> {
  const files = await filesOf(part)
  const stamp = await stampOf(files)
  if (stamp === previous?.stamp) return { kind: 'unchanged' }
  const digest = await digestOf(files, context)
  if (digest === previous?.digest) return { kind: 'unchanged' }
  return {
    kind: 'full',
    async load(build, number) {
      const tally = new Tally(context.now)
      const newer = await loadRecords(files.records, part, context, { build, number, tally })
      for (const archive of files.archives) await loadArchive(archive, part, context, { build, number, tally, newer })
      if (tally.total === 0) throw noRecords(part)
      return {
        counts: tally.counts,
        examples: tally.examples,
        newest: tally.newest,
        fullAt: new Date(context.now).toISOString(),
        stamp,
        digest,
      }
    },
  }
}

/** Does the directory hold anything for this ecosystem? */
export async function holdsEcosystem(directory: string, ecosystem: string): Promise<boolean> {
  const names = await readdir(join(directory, ecosystem)).catch(() => [])
  return names.some((name) => name === 'all.zip' || name.endsWith('.json'))
}

async function filesOf(part: LocalFeed): Promise<LocalFiles> {
  if (part.place.kind === 'file') return { archives: [part.place.path], records: [] }
  const folder = join(part.place.path, part.ecosystem ?? '')
  const names = (await onDisk(folder, () => readdir(folder))).sort()
  return {
    archives: names.filter((name) => name === 'all.zip').map((name) => join(folder, name)),
    records: names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name)),
  }
}

async function stampOf({ archives, records }: LocalFiles): Promise<string> {
  const hash = createHash('sha256')
  for (const path of [...archives, ...records]) {
    const { size, mtimeMs } = await onDisk(path, () => stat(path))
    hash.update(`${basename(path)}\n${size}\n${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

async function digestOf({ archives, records }: LocalFiles, context: FeedContext): Promise<string> {
  const hash = createHash('sha256')
  for (const path of [...archives, ...records]) {
    context.signal.throwIfAborted()
    const content = createHash('sha256')
    await onDisk(path, async () => {
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) content.update(chunk as Buffer)
    })
    hash.update(`${basename(path)}\n${content.digest('hex')}\n`)
  }
  return hash.digest('hex')
}

/** The ids that were loaded, for the archive to pass over. */
async function loadRecords(
  paths: readonly string[],
  part: FeedPart,
  context: FeedContext,
  { build, number, tally }: { readonly build: DatabaseBuild; readonly number: number; readonly tally: Tally },
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const [done, path] of paths.entries()) {
    context.signal.throwIfAborted()
    if (done % 1_000 === 0) context.progress({ step: 'read', feed: feedName(part), done, total: paths.length })
    const bytes = await recordBytes(path, context, tally)
    if (bytes === undefined) continue
    const record = parseRecord(bytes, context.rules)
    tally.add(record, basename(path))
    if (record.kind === 'bad') continue
    ids.add(record.id)
    if (record.kind === 'record') build.addRecord(number, record)
  }
  return ids
}

async function recordBytes(path: string, context: FeedContext, tally: Tally): Promise<Uint8Array | undefined> {
  try {
    return await readBounded(path, context.limits.archive.entryBytes)
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    tally.bad(basename(path), error.message)
    return undefined
  }
}
