import type { AnyNode, Program, Statement } from './syntax.ts'
import type { FunctionInfo, Scope, Value } from './values.ts'

/** Where evaluation stands. */
export interface Frame {
  readonly scope: Scope
  /** The function whose code this is; undefined for the top level. */
  readonly function: FunctionInfo | undefined
  /** `this`. */
  readonly self: Value
  /** In generated code: the place of the call that runs it. */
  readonly fixedAt: number | undefined
  /** How many generated texts in one another. */
  readonly level: number
}

/** A node whose turn comes later, because the stack would not hold it now. */
export interface Postponed {
  readonly node: AnyNode
  readonly frame: Frame
}

/** Statements that run where something else is evaluated: code made of text, static blocks of classes. */
export interface InnerStatements {
  readonly body: readonly Statement[]
  readonly frame: Frame
  /** Of a text: what its last expression is goes under its tree. */
  readonly text?: { readonly program: Program; readonly source: string }
}
