import type { BehaviourKind, Taint, TaintSource } from '../behaviour.ts'
import type { Spot } from './script-findings.ts'
import type { ScriptValue } from './script-value.ts'
import type { PlacedCommand } from './shell-list.ts'
import type { ShellState, ShellText } from './shell-state.ts'

/** A program that a script starts, with what its arguments and its standard input hold. */
export interface ShellCall {
  /** Bare name in lower case; `?` when only the run can tell. */
  readonly program: string
  readonly words: readonly ScriptValue[]
  /** The texts of the words. */
  readonly texts: readonly string[]
  readonly stdin: ScriptValue
}

/** What the rules need to know of the script in which a program is started. */
export interface CallContext {
  /** What a file holds: written by the script, a place of secrets, or a file of which nothing is known. */
  file(path: string): ScriptValue
  /** Names a source that stands at the call. */
  taint(source: TaintSource, subject: string, ...through: readonly string[]): Taint
}

/** The same, for what changes the script's state. */
export interface CommandScope extends CallContext {
  readonly state: ShellState
  readonly text: ShellText
  readonly placed: PlacedCommand
  readonly spot: Spot
  /** Something is piped into it. */
  readonly isPiped: boolean
  tell(kind: BehaviourKind, subject: string, inputs?: readonly Taint[], evidence?: string): void
  assign(name: string, value: ScriptValue): void
}

/** Where the output of a command goes, and what comes into it. */
export interface Redirects {
  readonly stdin: ScriptValue
  readonly outputs: readonly { readonly path: string; readonly appends: boolean }[]
  /** Its standard output goes to nobody. */
  readonly isSilent: boolean
  /** How many of its outputs go to /dev/null. */
  readonly silences: number
  /** The host of a connection that it reads from or writes to, as `/dev/tcp/host/port`. */
  readonly connection: string | undefined
}
