import type { Limits } from '../base/limits.ts'
import type { MappedText } from './mapped-text.ts'

/** A span of offsets, the end not included. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/** A word as the shell passes it on: quotes and escapes undone, known variables put in. */
export interface ShellWord extends MappedText {
  /** Where it stands in the text given to the lexer, quotes included. */
  readonly span: TextSpan
  /** Parts of `text` that only the run can tell (`$1`, `$(date)`); there they stand as written, cut to 120 characters. */
  readonly unknown: readonly TextSpan[]
  readonly quoted: boolean
}

/** `NAME=value` before a command or on its own. */
export interface ShellAssignment {
  readonly name: string
  readonly value: ShellWord
}

/** `>file`, `2>&1`, `<<<text`. */
export interface ShellRedirect {
  readonly operator: string
  readonly target: ShellWord
  readonly offset: number
  /** Does the operator stand directly behind a word, as in `foo>1.0`? */
  readonly attached: boolean
}

/** The body of a here-document, raw; `expands` is false when the delimiter was quoted. */
export interface HereDocument {
  readonly body: MappedText
  readonly delimiter: string
  readonly expands: boolean
  /** `<<-`: leading tabs do not count. */
  readonly strips: boolean
}

/** One simple command of POSIX.1-2024 "Shell Command Language" 2.9.1. */
export interface ShellCommand {
  readonly assignments: readonly ShellAssignment[]
  readonly words: readonly ShellWord[]
  readonly redirects: readonly ShellRedirect[]
  readonly hereDocuments: readonly HereDocument[]
  /** What joins it to the command before it in the same list. */
  readonly after: ShellSeparator
  /** The value a variable has when it runs, where that is known; its own assignments are not in it. `PWD` follows `cd`. */
  readonly variable: VariableLookup
}

/** The value of a variable; undefined when it is not known. */
export type VariableLookup = (name: string) => string | undefined

export type ShellSeparator = ';' | '&&' | '||' | '|' | '&'

/** Something the lexer could not follow to its end. */
export interface ShellIssue {
  readonly message: string
  readonly offset: number
}

export interface ShellScript {
  /** In the order in which they end; the commands of a substitution come before the one it stands in. */
  readonly commands: readonly ShellCommand[]
  readonly issues: readonly ShellIssue[]
}

export interface ShellOptions {
  readonly limits: Limits
  /** Values known from outside: ARG and ENV of a Dockerfile. */
  readonly variable?: VariableLookup
  /** The escape character: `\` in POSIX shells, a backtick in PowerShell, `^` in cmd.exe. */
  readonly escape?: '\\' | '`' | '^'
}
