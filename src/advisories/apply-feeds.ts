import type { ExternalError } from '../base/errors.ts'
import type { AdvisoryState } from '../model/advisory.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import { asFailure, type AskedFeed } from './asked-feed.ts'
import { DatabaseBuild } from './build.ts'
import type { FeedContext } from './feed.ts'
import { addFetched, replacedIds } from './fetched-record.ts'
import { compareTimes } from './fields.ts'
import type { FeedKind, KnownSource, SourceState } from './source-state.ts'
import type { AdvisoriesStatus } from './status.ts'
import { Tally } from './tally.ts'
import { moveIntoPlace } from './workspace.ts'

/** What an update did with one feed. */
export interface FeedReport {
  readonly kind: FeedKind
  /** Address without secrets, or path as given. */
  readonly label: string
  readonly ecosystem?: Ecosystem
  /** `loaded` as a whole; `changed` by single records; `unchanged`; `failed`: what the database had of it stays. */
  readonly outcome: 'loaded' | 'changed' | 'unchanged' | 'failed'
  /** How many records were fetched one by one. */
  readonly changes: number
  /** What the database now has of it; absent when it failed and there was nothing before. */
  readonly holds?: SourceState
  readonly error?: ExternalError
}

/** Where the build happens and where its outcome goes. */
export interface BuildPaths {
  readonly target: string
  /** The database that `before` was read from. */
  readonly previous: string
  readonly unfinished: string
}

/**
 * Writes what the feeds brought into a new database and puts it in place. Writes nothing when nothing is new, and throws the first
 * failure when no feed answered.
 */
export async function applyFeeds(
  asked: readonly AskedFeed[],
  before: AdvisoriesStatus | undefined,
  context: FeedContext,
  paths: BuildPaths,
): Promise<{ readonly changed: boolean; readonly state: AdvisoryState; readonly feeds: readonly FeedReport[] }> {
  const kept = otherKinds(asked, before)
  const dropped = before !== undefined && before.sources.length !== kept.length + knownCount(asked)
  if (before !== undefined && !dropped && !asked.some(bringsSomething)) return untouched(asked, before.state)
  const build = new DatabaseBuild(paths.unfinished, before === undefined ? undefined : paths.previous)
  try {
    const feeds: FeedReport[] = []
    for (const [index, feed] of asked.entries()) feeds.push(await applyFeed(feed, index + 1, build, context))
    for (const [index, source] of kept.entries()) keep(source, asked.length + index + 1, build)
    if (!dropped && !feeds.some(({ outcome }) => outcome === 'loaded' || outcome === 'changed')) {
      return nothingNew(feeds, before)
    }
    context.signal.throwIfAborted()
    context.progress({ step: 'index', feed: 'the database', done: 0 })
    const state = build.finish(new Date(context.now).toISOString(), reachOf(feeds, kept))
    await moveIntoPlace(paths.unfinished, paths.target)
    return { changed: true, state, feeds }
  } finally {
    build.close()
  }
}

function bringsSomething({ answer }: AskedFeed): boolean {
  return answer.kind === 'full' || answer.kind === 'changes'
}

/** Sources of kinds that this update does not speak of. */
function otherKinds(asked: readonly AskedFeed[], before: AdvisoriesStatus | undefined): readonly KnownSource[] {
  return before?.sources.filter(({ kind }) => asked.every(({ part }) => part.kind !== kind)) ?? []
}

function knownCount(asked: readonly AskedFeed[]): number {
  return asked.filter(({ previous }) => previous !== undefined).length
}

function untouched(
  asked: readonly AskedFeed[],
  state: AdvisoryState,
): { readonly changed: false; readonly state: AdvisoryState; readonly feeds: readonly FeedReport[] } {
  const feeds = asked.map((feed) => reportOf(feed, feed.answer.kind === 'failed' ? { error: feed.answer.error } : {}))
  throwIfAllFailed(feeds)
  return { changed: false, state, feeds }
}

/** Every load failed half-way: what was built is as good as what is there, and is thrown away. */
function nothingNew(feeds: readonly FeedReport[], before: AdvisoriesStatus | undefined): ReturnType<typeof untouched> {
  throwIfAllFailed(feeds)
  const [failed] = feeds.flatMap(({ error }) => error ?? [])
  if (before === undefined) throw failed ?? new TypeError('nothing was loaded into a database that was not there')
  return { changed: false, state: before.state, feeds }
}

function throwIfAllFailed(feeds: readonly FeedReport[]): void {
  const [first] = feeds
  if (first?.error !== undefined && feeds.every(({ error }) => error !== undefined)) throw first.error
}

async function applyFeed(
  feed: AskedFeed,
  number: number,
  build: DatabaseBuild,
  context: FeedContext,
): Promise<FeedReport> {
  const { answer, part, previous, rules } = feed
  if (answer.kind === 'failed') return carryOver(feed, number, build, { error: answer.error })
  if (answer.kind === 'unchanged') return carryOver(feed, number, build, {})
  try {
    const state =
      answer.kind === 'full' ? await answer.load(build, number) : changed(answer, previous, number, build, context)
    const source = { number, ...identityOf(feed), state: { ...state, rules } }
    build.addSource(source)
    const outcome = answer.kind === 'full' ? 'loaded' : 'changed'
    const changes = answer.kind === 'full' ? 0 : answer.records.length
    return { ...identityOf(feed), outcome, changes, holds: source.state }
  } catch (error) {
    const failure = asFailure(error, context)
    build.removeAll(part.kind, number)
    return carryOver(feed, number, build, { error: failure })
  }
}

function changed(
  answer: Extract<AskedFeed['answer'], { kind: 'changes' }>,
  previous: KnownSource | undefined,
  number: number,
  build: DatabaseBuild,
  context: FeedContext,
): Omit<SourceState, 'rules'> {
  if (previous === undefined) throw new TypeError('changes to a feed that the database does not hold')
  const tally = new Tally(context.now, previous.state)
  build.carry(previous, number, replacedIds(answer.records))
  addFetched(answer.records, build, number, tally)
  return {
    ...answer.marks,
    counts: { ...tally.counts, ...build.countOf(number) },
    examples: tally.examples,
    newest: tally.newest,
    fullAt: previous.state.fullAt,
  }
}

function carryOver(
  feed: AskedFeed,
  number: number,
  build: DatabaseBuild,
  problem: { readonly error?: ExternalError },
): FeedReport {
  if (feed.previous !== undefined) keep(feed.previous, number, build)
  return reportOf(feed, problem)
}

function keep(source: KnownSource, number: number, build: DatabaseBuild): void {
  build.carry(source, number)
  build.addSource({ ...source, number })
}

function reportOf(feed: AskedFeed, problem: { readonly error?: ExternalError }): FeedReport {
  return {
    ...identityOf(feed),
    ...problem,
    outcome: problem.error === undefined ? 'unchanged' : 'failed',
    changes: 0,
    ...(feed.previous === undefined ? {} : { holds: feed.previous.state }),
  }
}

function identityOf({ part }: AskedFeed): Pick<KnownSource, 'kind' | 'label' | 'ecosystem'> {
  const ecosystem = part.kind === 'osv' ? part.ecosystem : undefined
  return { kind: part.kind, label: part.place.label, ...(ecosystem === undefined ? {} : { ecosystem }) }
}

/**
 * How far the data reaches: the newest record of the ecosystem that lags furthest behind. A fresh npm feed must not make a
 * PyPI feed of last year look fresh.
 */
function reachOf(feeds: readonly FeedReport[], kept: readonly KnownSource[]): string | null {
  const newest = new Map<string, string>()
  const see = (ecosystem: Ecosystem | undefined, time: string): void => {
    const key = ecosystem ?? ''
    const known = newest.get(key)
    if (time !== '' && (known === undefined || compareTimes(time, known) > 0)) newest.set(key, time)
  }
  for (const { kind, ecosystem, holds } of feeds) if (kind === 'osv') see(ecosystem, holds?.newest ?? '')
  for (const { kind, ecosystem, state } of kept) if (kind === 'osv') see(ecosystem, state.newest)
  return [...newest.values()].sort(compareTimes)[0] ?? null
}
