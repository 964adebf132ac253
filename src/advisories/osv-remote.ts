import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { ExternalError } from '../base/errors.ts'
import { type HttpAnswer, httpBytes, httpGet, type HttpOptions, type Validators } from '../base/http.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { type Change, type ChangeList, readChangeList } from './change-list.ts'
import { onDisk } from './disk.ts'
import { type Acquired, type FeedContext, type FeedMarks, type FeedPart, feedName } from './feed.ts'
import { below, type FeedPlace } from './feed-place.ts'
import { loadArchive, noRecords } from './osv-archive.ts'
import { parseRecord } from './parse-record.ts'
import { addFetched, type FetchedRecord, replacedIds } from './fetched-record.ts'
import { compareTimes } from './fields.ts'
import type { ReadRecord } from './record.ts'
import type { SourceState } from './source-state.ts'
import { Tally } from './tally.ts'

/** A part behind an address; OSV buckets are divided by ecosystem. */
export type RemoteFeed = FeedPart & {
  readonly place: Extract<FeedPlace, { kind: 'http' }>
  readonly ecosystem: Ecosystem
}

/**
 * Records are changed in batches without a new `modified` (osv.dev#4486) and, rarely, taken away. Neither shows in the list of
 * changes, so the archive is asked for again when the last whole load is older than this.
 */
const FULL_EVERY_MILLISECONDS = 7 * 86_400_000

/**
 * An OSV bucket over http. First the list of changes: when it is unchanged, or names nothing newer than what is there, that was
 * all. A few newer records are fetched one by one, many as `all.zip`. Without a list only `all.zip` is asked for, with validators.
 * Throws ExternalError EXTERNAL_NETWORK, EXTERNAL_FEED when there is no such ecosystem.
 */
export async function acquireRemote(
  part: RemoteFeed,
  previous: SourceState | undefined,
  context: FeedContext,
): Promise<Acquired> {
  const recent = previous !== undefined && context.now - Date.parse(previous.fullAt) < FULL_EVERY_MILLISECONDS
  const list = await changeList(part, previous, recent, context)
  if (list?.kind === 'unchanged') return { kind: 'unchanged' }
  if (recent && list?.kind === 'ok') {
    const { changes, overflow } = list.value
    if (changes.length === 0) return { kind: 'unchanged' }
    if (!overflow) return changesOf(part, changes, marks(previous, list.validators), context)
  }
  return whole(part, previous, list?.kind === 'ok' ? list : undefined, context)
}

/** Undefined when the feed has no list. Validators are only worth sending when "unchanged" ends the matter. */
async function changeList(
  part: RemoteFeed,
  previous: SourceState | undefined,
  recent: boolean,
  context: FeedContext,
): Promise<Exclude<HttpAnswer<ChangeList>, { kind: 'missing' }> | undefined> {
  const address = recordAddress(part, 'modified_id.csv')
  const options = httpOptions(context, context.limits.indexBytes, recent ? previous?.indexValidators : undefined)
  const answer = await httpGet(address, options, (body) =>
    readChangeList(body, previous?.newest ?? '', context.limits.changes),
  )
  return answer.kind === 'missing' ? undefined : answer
}

async function whole(
  part: RemoteFeed,
  previous: SourceState | undefined,
  list: Extract<HttpAnswer<ChangeList>, { kind: 'ok' }> | undefined,
  context: FeedContext,
): Promise<Acquired> {
  const path = join(context.workspace, `${part.ecosystem}-${crypto.randomUUID()}.zip`)
  const answer = await download(part, path, previous?.validators, context)
  if (answer.kind === 'missing') {
    throw new ExternalError('EXTERNAL_FEED', `there is no all.zip for ${feedName(part)}`, { retryable: false })
  }
  if (answer.kind === 'unchanged') {
    // The archive can lag behind the single records (osv.dev#4567).
    const { changes, overflow } = list?.value ?? { changes: [], overflow: false }
    if (changes.length === 0 || overflow) return { kind: 'unchanged' }
    return changesOf(part, changes, marks(previous, list?.validators), context)
  }
  return {
    kind: 'full',
    async load(build, number) {
      const tally = new Tally(context.now)
      await loadArchive(path, part, context, { build, number, tally, newer: new Set() })
      const lagging = laggingChanges(list?.value, tally.newest)
      const newer = await fetchRecords(part, lagging ?? [], context)
      build.remove(number, replacedIds(newer))
      addFetched(newer, build, number, tally)
      if (tally.total === 0) throw noRecords(part)
      return {
        counts: newer.length === 0 ? tally.counts : { ...tally.counts, ...build.countOf(number) },
        examples: tally.examples,
        newest: tally.newest,
        fullAt: new Date(context.now).toISOString(),
        validators: answer.validators,
        ...(list === undefined || lagging === undefined ? {} : { indexValidators: list.validators }),
      }
    },
  }
}

function download(
  part: RemoteFeed,
  path: string,
  validators: Validators | undefined,
  context: FeedContext,
): Promise<HttpAnswer<void>> {
  const options = httpOptions(context, context.limits.archiveBytes, validators)
  return httpGet(recordAddress(part, 'all.zip'), options, async (body) => {
    const file = await onDisk(path, () => open(path, 'w'))
    let done = 0
    try {
      for await (const chunk of body) {
        await onDisk(path, () => file.writeFile(chunk))
        done += chunk.length
        context.progress({ step: 'fetch', feed: feedName(part), done })
      }
    } finally {
      await file.close()
    }
  })
}

/**
 * What the list knows to be newer than the archive that was just loaded; undefined when that is more than is fetched one by one.
 * Then the archive's newest time stays the mark and the list is not called seen, so that the next update asks from there.
 */
function laggingChanges(list: ChangeList | undefined, newest: string): readonly Change[] | undefined {
  if (list === undefined) return []
  const changes = list.changes.filter(({ modified }) => compareTimes(modified, newest) > 0)
  return list.overflow && changes.length === list.changes.length ? undefined : changes
}

async function changesOf(
  part: RemoteFeed,
  changes: readonly Change[],
  found: FeedMarks,
  context: FeedContext,
): Promise<Acquired> {
  return { kind: 'changes', records: await fetchRecords(part, changes, context), marks: found }
}

/** A few at a time, in the order of the list. A record that is listed and not there is bad, not fatal. */
async function fetchRecords(
  part: RemoteFeed,
  changes: readonly Change[],
  context: FeedContext,
): Promise<readonly FetchedRecord[]> {
  const records: FetchedRecord[] = []
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  let next = 0
  let bytes = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < changes.length; index = next++) {
      const change = changes[index]
      if (change === undefined) return
      const options = { ...httpOptions(context, context.limits.archive.entryBytes, undefined), signal }
      const answer = await httpBytes(recordAddress(part, `${change.id}.json`), options)
      bytes += answer.kind === 'ok' ? answer.value.length : 0
      if (bytes > context.limits.changesBytes) throw tooMuch(part, context)
      records[index] = { modified: change.modified, record: recordOf(change, answer, context) }
      context.progress({ step: 'fetch', feed: feedName(part), done: index + 1, total: changes.length })
    }
  }
  const guarded = (): Promise<void> =>
    work().catch((error: unknown) => {
      stop.abort(error)
      throw error
    })
  await Promise.all(Array.from({ length: context.limits.concurrency }, guarded))
  return records
}

function recordOf(change: Change, answer: HttpAnswer<Uint8Array>, context: FeedContext): ReadRecord {
  if (answer.kind !== 'ok') return { kind: 'bad', id: change.id, problem: 'listed as changed, but not there' }
  const record = parseRecord(answer.value, context.rules)
  if (record.kind === 'bad') return { ...record, id: change.id }
  return record.id === change.id ? record : { kind: 'bad', id: change.id, problem: `holds ${record.id.slice(0, 80)}` }
}

function tooMuch(part: FeedPart, context: FeedContext): ExternalError {
  return new ExternalError(
    'EXTERNAL_FEED',
    `the changes of ${feedName(part)} have more than ${context.limits.changesBytes} bytes`,
    { retryable: false },
  )
}

function marks(previous: SourceState | undefined, indexValidators: Validators | undefined): FeedMarks {
  return {
    ...(previous?.validators === undefined ? {} : { validators: previous.validators }),
    ...(indexValidators === undefined ? {} : { indexValidators }),
  }
}

function recordAddress(part: RemoteFeed, file: string): string {
  return below(part.place.address, part.ecosystem, file)
}

function httpOptions(context: FeedContext, maxBytes: number, validators: Validators | undefined): HttpOptions {
  return { ...context.http, maxBytes, signal: context.signal, ...(validators === undefined ? {} : { validators }) }
}
