import type { Clock } from '../base/clock.ts'
import type { Terminal } from './terminal.ts'

/** One option of a command: what the parser takes and what `--help` says. */
export interface Option {
  /** Without the dashes, for example `format`. */
  readonly name: string
  readonly short?: string
  /** The word for its value in the help, for example `FILE`; absent for a switch. */
  readonly value?: string
  readonly multiple?: boolean
  readonly help: string
}

/** One worked example of a command. */
export interface Example {
  readonly command: string
  readonly does: string
}

/** A value given on the command line, in the order it stood there. */
export interface GivenOption {
  readonly name: string
  /** Empty for a switch. */
  readonly value: string
}

/** The parsed command line of one command. */
export interface Arguments {
  readonly positionals: readonly string[]
  readonly given: readonly GivenOption[]
  /** Was the switch given? */
  has(name: string): boolean
  /** The last value of an option. */
  value(name: string): string | undefined
  /** All values of an option, in order. */
  values(name: string): readonly string[]
}

/** What the world outside gives a command. */
export interface Context {
  readonly terminal: Terminal
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What is piped in; read by whoever is given `-`. */
  input(): AsyncIterable<Uint8Array>
  /** Absolute path of the current folder. */
  readonly folder: string
  readonly clock: Clock
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  readonly version: string
}

/** A command: data first, behaviour last. `--help` is made of it. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** One line per form, for example `assay scan [DIR|FILE]`. */
  readonly usage: readonly string[]
  /** Paragraphs of the long help. */
  readonly about: readonly string[]
  readonly options: readonly Option[]
  readonly examples: readonly Example[]
  /** Resolves to the exit code. Throws UsageError, ExternalError. */
  run(args: Arguments, context: Context): Promise<number>
}
