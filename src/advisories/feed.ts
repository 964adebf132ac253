import type { HttpOptions } from '../base/http.ts'
import type { Ecosystem } from '../model/ecosystem.ts'
import type { DatabaseBuild } from './build.ts'
import type { FeedLimits } from './feed-limits.ts'
import type { FeedPlace } from './feed-place.ts'
import type { FetchedRecord } from './fetched-record.ts'
import type { RecordRules } from './record.ts'
import type { FeedKind, SourceState } from './source-state.ts'

/** One thing to load: a kind of feed from one place, for OSV one ecosystem of it. */
export interface FeedPart {
  readonly kind: FeedKind
  readonly place: FeedPlace
  readonly ecosystem?: Ecosystem
}

/** What happens, for a progress line. `done` and `total` count bytes when fetching and records when reading. */
export interface FeedProgress {
  readonly step: 'fetch' | 'read' | 'index'
  readonly feed: string
  readonly done: number
  readonly total?: number
}

/** What every feed needs to know. */
export interface FeedContext {
  readonly rules: RecordRules
  readonly limits: FeedLimits
  readonly http: Omit<HttpOptions, 'maxBytes' | 'validators' | 'signal'>
  readonly signal: AbortSignal
  /** Milliseconds since 1970; one moment for the whole update. */
  readonly now: number
  /** A directory of this update alone, removed at its end. */
  readonly workspace: string
  progress(event: FeedProgress): void
}

/** What asking a feed brought. Nothing of it is in a database yet. */
export type Acquired =
  | { readonly kind: 'unchanged' }
  /** These records are new or changed; the rest stays. `state` is what is remembered of the feed afterwards. */
  | { readonly kind: 'changes'; readonly records: readonly FetchedRecord[]; readonly marks: FeedMarks }
  /** All of it, read when it is loaded. Throws ExternalError EXTERNAL_FEED when what came is not a feed. */
  | { readonly kind: 'full'; load(build: DatabaseBuild, number: number): Promise<LoadedState> }

/** What is remembered of a feed that was loaded; the rules are added by who knows them. */
export type LoadedState = Omit<SourceState, 'rules'>

/** How to recognise this state of the feed next time. */
export type FeedMarks = Pick<SourceState, 'validators' | 'indexValidators' | 'stamp' | 'digest'>

/** `PyPI from https://…` or the label alone. */
export function feedName(part: FeedPart): string {
  return part.ecosystem === undefined ? part.place.label : `${part.ecosystem} from ${part.place.label}`
}
