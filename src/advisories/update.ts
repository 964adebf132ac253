import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { ExternalError, UsageError } from '../base/errors.ts'
import { isHttpAddress } from '../base/http.ts'
import type { AdvisoryState } from '../model/advisory.ts'
import { ADVISORY_ECOSYSTEMS, type Ecosystem } from '../model/ecosystem.ts'
import { applyFeeds, type FeedReport } from './apply-feeds.ts'
import { type AskedFeed, askFeed } from './asked-feed.ts'
import type { FeedContext, FeedProgress } from './feed.ts'
import { FEED_LIMITS, type FeedLimits } from './feed-limits.ts'
import { type AdvisorySources, feedParts } from './feed-parts.ts'
import { REBUILD_VENDORS } from './record.ts'
import { type AdvisoriesStatus, advisoriesStatus } from './status.ts'
import { pin, withWorkspace } from './workspace.ts'

/** What an update needs; everything else has a default. */
export interface UpdateOptions {
  /** Of the database file. Its directory is made when it is missing. */
  readonly path: string
  /** Of a kind that is given, these are all: what came from elsewhere goes. Of a kind that is not given, everything stays. */
  readonly sources: AdvisorySources
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly onProgress?: (event: FeedProgress) => void
  readonly ecosystems?: readonly Ecosystem[]
  /** Beginnings of record ids to leave out; REBUILD_VENDORS without it. */
  readonly deny?: readonly string[]
  /** Beginnings of record ids to take although `deny` names them. */
  readonly allow?: readonly string[]
  readonly limits?: Partial<FeedLimits>
  readonly http?: Partial<FeedContext['http']>
}

/** What an update did. */
export interface UpdateReport {
  /** Was the file replaced? */
  readonly changed: boolean
  /** The file that was there was damaged and has been built anew. */
  readonly repaired: boolean
  readonly state: AdvisoryState
  /** One per feed and ecosystem, in the order of the options. A failed one kept what the database had of it. */
  readonly feeds: readonly FeedReport[]
}

/**
 * Brings the database up to date. The file is replaced in one step by a complete one, or stays as it is: after a failure of every
 * feed (that error is thrown), after an abort (the reason of `signal` is thrown), and when nothing is new.
 * Throws ExternalError (EXTERNAL_NETWORK, EXTERNAL_FEED, EXTERNAL_DISK) and UsageError USAGE_SOURCE.
 */
export async function updateAdvisories(options: UpdateOptions): Promise<UpdateReport> {
  const { path, signal = new AbortController().signal } = options
  const now = options.clock.now()
  const ecosystems = options.ecosystems ?? ADVISORY_ECOSYSTEMS
  const parts = await feedParts(options.sources, ecosystems)
  signal.throwIfAborted()
  return withWorkspace(path, now, async (workspace) => {
    const pinned = join(workspace, 'previous.db')
    const { status, repaired } = await previousDatabase(path, pinned, options.clock)
    const context: FeedContext = {
      rules: { ecosystems, deny: options.deny ?? REBUILD_VENDORS, allow: options.allow ?? [] },
      limits: { ...FEED_LIMITS, ...options.limits },
      http: options.http ?? {},
      signal,
      now,
      workspace,
      progress: (event) => options.onProgress?.(event),
    }
    const asked: AskedFeed[] = []
    for (const part of parts) asked.push(await askFeed(part, status?.sources ?? [], context))
    const applied = await applyFeeds(asked, status, context, {
      target: path,
      previous: pinned,
      unfinished: join(workspace, 'new.db'),
    })
    return { ...applied, repaired }
  })
}

/** As updateAdvisories(), from files and directories only. Throws USAGE_SOURCE for an address. */
export async function importAdvisories(options: UpdateOptions): Promise<UpdateReport> {
  const { osv = [], kev = '', epss = '' } = options.sources
  if ([...osv, kev, epss].some(isHttpAddress)) {
    throw new UsageError(
      'USAGE_SOURCE',
      'import reads files and directories, found an address',
      'Use `update` for addresses.',
    )
  }
  return updateAdvisories(options)
}

/** A damaged database is not carried over, in whole or in part: every feed is loaded as if there were none. */
async function previousDatabase(
  path: string,
  pinned: string,
  clock: Clock,
): Promise<{ readonly status: AdvisoriesStatus | undefined; readonly repaired: boolean }> {
  if (!(await pin(path, pinned))) return { status: undefined, repaired: false }
  try {
    const status = advisoriesStatus(pinned, clock)
    return status.intact ? { status, repaired: false } : { status: undefined, repaired: true }
  } catch (error) {
    if (error instanceof ExternalError && error.code === 'EXTERNAL_DATABASE')
      return { status: undefined, repaired: true }
    throw error
  }
}
