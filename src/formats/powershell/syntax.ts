/** A script of PowerShell as a tree: as much of it as tells what it starts, with which values. */
export interface PowerShellScript {
  readonly statements: readonly PsStatement[]
  /** What was not understood; reading went on behind it. */
  readonly issues: readonly PsIssue[]
}

/** Something that was not understood, and where. */
export interface PsIssue {
  readonly message: string
  readonly offset: number
}

export type PsStatement =
  | {
      readonly kind: 'pipeline'
      readonly offset: number
      readonly end: number
      readonly elements: readonly PsElement[]
    }
  /** `$x = …`, `$x += …`, `$env:X = …`, `$x.Member = …` */
  | {
      readonly kind: 'assignment'
      readonly offset: number
      readonly end: number
      readonly target: PsExpression
      readonly operator: string
      readonly value: readonly PsStatement[]
    }
  | {
      readonly kind: 'function'
      readonly offset: number
      readonly end: number
      readonly name: string
      readonly parameters: readonly string[]
      readonly body: readonly PsStatement[]
    }
  /** `foreach ($x in …) { … }` */
  | {
      readonly kind: 'foreach'
      readonly offset: number
      readonly end: number
      readonly variable: string
      readonly list: readonly PsStatement[]
      readonly body: readonly PsStatement[]
    }
  /** Conditions, loops, try, switch: whatever runs their bodies. */
  | {
      readonly kind: 'block'
      readonly offset: number
      readonly end: number
      readonly parts: readonly (readonly PsStatement[])[]
    }

/** One part of a pipeline: a command or an expression. */
export type PsElement =
  | PsCommand
  | { readonly kind: 'value'; readonly offset: number; readonly expression: PsExpression }

/** A command with its words, as it stands in a pipeline. */
export interface PsCommand {
  readonly kind: 'command'
  readonly offset: number
  readonly end: number
  /** The name, or what `&` and `.` are given. */
  readonly name: PsExpression
  /** `&`, `.` or nothing. */
  readonly operator: '' | '&' | '.'
  readonly words: readonly PsWord[]
  readonly redirects: readonly { readonly operator: string; readonly target: PsExpression }[]
}

/** `-Name value`, `-Name:value` or a value on its own. */
export interface PsWord {
  /** With its dash, as written; absent for a value. */
  readonly parameter?: string
  readonly value?: PsExpression
}

export type PsExpression =
  | { readonly kind: 'text'; readonly offset: number; readonly text: string }
  | { readonly kind: 'number'; readonly offset: number; readonly value: number }
  /** A string in which variables and sub-expressions are put. */
  | { readonly kind: 'join'; readonly offset: number; readonly parts: readonly PsExpression[] }
  /** Lower case, without `$` and braces; with the drive: `env:path`. */
  | { readonly kind: 'variable'; readonly offset: number; readonly name: string }
  /** `@(…)`, `a, b` */
  | { readonly kind: 'list'; readonly offset: number; readonly items: readonly PsExpression[] }
  | {
      readonly kind: 'table'
      readonly offset: number
      readonly entries: readonly { readonly key: string; readonly value: PsExpression }[]
    }
  /** `(…)`, `$(…)`, and `{ … }` where `isBlock`. */
  | {
      readonly kind: 'statements'
      readonly offset: number
      readonly statements: readonly PsStatement[]
      readonly isBlock: boolean
    }
  | {
      readonly kind: 'member'
      readonly offset: number
      readonly target: PsExpression
      readonly name: PsExpression
      readonly isStatic: boolean
      readonly arguments?: readonly PsExpression[]
    }
  | { readonly kind: 'index'; readonly offset: number; readonly target: PsExpression; readonly index: PsExpression }
  /** `[type]`, lower case, without blanks and `System.`. */
  | { readonly kind: 'type'; readonly offset: number; readonly name: string }
  | { readonly kind: 'cast'; readonly offset: number; readonly type: string; readonly operand: PsExpression }
  /** Lower case: `-join`, `+`, `..`, `!`. */
  | { readonly kind: 'unary'; readonly offset: number; readonly operator: string; readonly operand: PsExpression }
  | {
      readonly kind: 'binary'
      readonly offset: number
      readonly operator: string
      readonly left: PsExpression
      readonly right: PsExpression
    }
  | { readonly kind: 'nothing'; readonly offset: number }
