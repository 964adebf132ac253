import type { PackageVerdict, StoryFactor } from '../../../model/package-assessment.ts'
import type { BehaviourPlace } from '../behaviour.ts'
import type { Exposure } from './exposure.ts'
import type { Weighed } from './weights.ts'

/** The last part of a story's id. */
export type StoryName =
  | 'known-malware'
  | 'steals-secrets'
  | 'steals-browser-or-wallet'
  | 'spies'
  | 'reports-home'
  | 'runs-downloaded-code'
  | 'runs-hidden-code'
  | 'reverse-shell'
  | 'persists'
  | 'spreads'
  | 'poisons-assistants'
  | 'replaces-addresses'
  | 'mines'
  | 'destroys'
  | 'starts-bundled-program'
  | 'unreadable'
  | 'suspicious-release'
  | 'manifest-confusion'
  | 'impersonates'
  | 'own-rule'

/** One step of a story before it is told. */
export interface DraftStep {
  readonly text: string
  readonly place?: BehaviourPlace
  readonly evidence: string
}

/** A story that somebody could tell of the facts: what it weighs is settled, its words are made when it is told. */
export interface StoryDraft {
  readonly name: StoryName
  /** Absent where no code runs: a release, a record. */
  readonly exposure?: Exposure
  /** Names the story in its package, without versions, lines or paths. */
  readonly key: string
  readonly artefact: string
  readonly threat: Weighed
  readonly capability: Weighed
  /** Further factors, as they multiply. */
  readonly factors: readonly StoryFactor[]
  /** The gravest verdict that the pattern may reach, whatever it weighs. */
  readonly ceiling: PackageVerdict
  /** What must be new for the story to be new: kinds of behaviour, hosts, hooks. */
  readonly subjects: readonly string[]
  readonly paths: readonly string[]
  /** It tells what single acts of its file would tell as well. */
  readonly covers?: true
  /** Of data that leaves: the way out, and what leaves by it. A story with all of it and more makes this one needless. */
  readonly leaving?: { readonly by: string; readonly what: readonly string[] }
  /** What speaks against being sure. */
  readonly doubts: readonly string[]
  /** The sentence behind the moment, without a full stop, and the steps. */
  tell(): { readonly sentence: string; readonly steps: readonly DraftStep[] }
}
