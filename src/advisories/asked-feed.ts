import { ExternalError, FormatError, LimitError } from '../base/errors.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import type { Acquired, FeedContext } from './feed.ts'
import type { KnownPart } from './feed-parts.ts'
import { acquireFile } from './file-feed.ts'
import { acquireLocal } from './osv-local.ts'
import { acquireRemote } from './osv-remote.ts'
import type { RecordRules } from './record.ts'
import type { KnownSource, SourceState } from './source-state.ts'

/** A feed, what the database has of it, and what asking it brought. */
export interface AskedFeed {
  readonly part: KnownPart
  readonly rules: string
  readonly previous: KnownSource | undefined
  readonly answer: Acquired | { readonly kind: 'failed'; readonly error: ExternalError }
}

/**
 * Asks a feed for what is new. What the feed does wrong is kept in the answer; an abort, the operator's mistakes and bugs are thrown.
 */
export async function askFeed(
  part: KnownPart,
  known: readonly KnownSource[],
  context: FeedContext,
): Promise<AskedFeed> {
  const previous = known.find(
    ({ kind, label, ecosystem }) =>
      kind === part.kind &&
      label === part.place.label &&
      ecosystem === (part.kind === 'osv' ? part.ecosystem : undefined),
  )
  const rules = part.kind === 'osv' ? rulesKey(context.rules, part.ecosystem) : ''
  // Records that another rule left out were never stored: they come only with a load as a whole.
  const comparable = previous?.state.rules === rules ? previous.state : undefined
  try {
    return { part, rules, previous, answer: await acquire(part, comparable, context) }
  } catch (error) {
    return { part, rules, previous, answer: { kind: 'failed', error: asFailure(error, context) } }
  }
}

function acquire(part: KnownPart, previous: SourceState | undefined, context: FeedContext): Promise<Acquired> {
  if (part.kind !== 'osv') return acquireFile(part, previous, context)
  const narrowed =
    part.ecosystem === undefined ? context : { ...context, rules: onlyFrom(context.rules, part.ecosystem) }
  return isRemote(part) ? acquireRemote(part, previous, narrowed) : acquireLocal(part, previous, narrowed)
}

type OsvPart = Extract<KnownPart, { kind: 'osv' }>

function isRemote(part: OsvPart): part is Extract<OsvPart, { place: { kind: 'http' } }> {
  return part.place.kind === 'http'
}

/** A record for two ecosystems is in both folders of a bucket; each takes its own, or the packages would be there twice. */
function onlyFrom(rules: RecordRules, ecosystem: Ecosystem): RecordRules {
  return { ...rules, ecosystems: [ecosystem] }
}

function rulesKey(rules: RecordRules, ecosystem: Ecosystem | undefined): string {
  const ecosystems = ecosystem === undefined ? [...rules.ecosystems].sort() : [ecosystem]
  return JSON.stringify([ecosystems, [...rules.deny].sort(), [...rules.allow].sort()])
}

/** What a feed may do wrong is its failure; an abort, the operator's mistake and our bugs are not. */
export function asFailure(error: unknown, context: FeedContext): ExternalError {
  context.signal.throwIfAborted()
  if (error instanceof ExternalError) return error
  if (error instanceof FormatError || error instanceof LimitError) {
    return new ExternalError('EXTERNAL_FEED', error.message, { retryable: false, cause: error })
  }
  throw error
}
