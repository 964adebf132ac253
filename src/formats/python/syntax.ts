/** Syntax trees of Python, as much as reading what a module does needs. `at` is an offset in the text. Chains are flat or lean left. */
export type Expression =
  | { readonly kind: 'name'; readonly at: number; readonly name: string }
  /** `bytes`: one character a byte. */
  | { readonly kind: 'text'; readonly at: number; readonly value: string; readonly bytes: boolean }
  /** An f-string: texts and fields in order. */
  | { readonly kind: 'template'; readonly at: number; readonly parts: readonly Expression[] }
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'literal'; readonly at: number; readonly value: 'True' | 'False' | 'None' | '...' }
  | {
      readonly kind: 'sequence'
      readonly at: number
      readonly items: readonly Expression[]
      readonly immutable: boolean
    }
  | { readonly kind: 'dict'; readonly at: number; readonly entries: readonly DictEntry[] }
  | Call
  | Attribute
  | Subscript
  | { readonly kind: 'slice'; readonly at: number; readonly bounds: readonly (Expression | undefined)[] }
  | Lambda
  | Comprehension
  | {
      readonly kind: 'conditional'
      readonly at: number
      readonly test: Expression
      readonly yes: Expression
      readonly no: Expression
    }
  /** Operands of one precedence: `first`, then each operator with what stands behind it. Comparisons and `and`, `or` too. */
  | { readonly kind: 'operation'; readonly at: number; readonly first: Expression; readonly rest: readonly Operand[] }
  /** One or more prefix operators, outermost first. */
  | { readonly kind: 'unary'; readonly at: number; readonly operators: readonly string[]; readonly operand: Expression }
  | { readonly kind: 'named'; readonly at: number; readonly target: Expression; readonly value: Expression }
  | { readonly kind: 'star'; readonly at: number; readonly value: Expression }
  /** `yield`, `await`, and the backticks of Python 2 (`repr`). */
  | {
      readonly kind: 'wrapped'
      readonly at: number
      readonly by: 'yield' | 'await' | 'repr'
      readonly value: Expression | undefined
    }

export interface Operand {
  readonly operator: string
  readonly operand: Expression
}

export interface DictEntry {
  /** Absent: `**value`. */
  readonly key: Expression | undefined
  readonly value: Expression
}

export interface Call {
  readonly kind: 'call'
  readonly at: number
  readonly of: Expression
  readonly args: readonly Argument[]
}

/** `value`, `name=value`, `*value` or `**value`. */
export interface Argument {
  readonly name: string | undefined
  readonly star: '' | '*' | '**'
  readonly value: Expression
}

export interface Attribute {
  readonly kind: 'attribute'
  readonly at: number
  readonly of: Expression
  readonly name: string
}

export interface Subscript {
  readonly kind: 'subscript'
  readonly at: number
  readonly of: Expression
  readonly index: Expression
}

export interface Lambda {
  readonly kind: 'lambda'
  readonly at: number
  readonly parameters: readonly Parameter[]
  readonly body: Expression
}

export interface Parameter {
  /** A name, or a tuple of names in Python 2. */
  readonly target: Expression
  readonly star: '' | '*' | '**'
  readonly annotation: Expression | undefined
  readonly initial: Expression | undefined
}

export interface Comprehension {
  readonly kind: 'comprehension'
  readonly at: number
  /** One, or key and value. */
  readonly elements: readonly Expression[]
  readonly clauses: readonly ComprehensionClause[]
}

export interface ComprehensionClause {
  readonly target: Expression
  readonly source: Expression
  readonly conditions: readonly Expression[]
}

export type Statement =
  | { readonly kind: 'import'; readonly at: number; readonly names: readonly ImportedName[] }
  | {
      readonly kind: 'from-import'
      readonly at: number
      /** Without the leading dots; empty for `from . import x`. */
      readonly module: string
      readonly level: number
      /** `*` for everything. */
      readonly names: readonly ImportedName[]
    }
  /** `a = b = value`, `a: b = value`, `a: b`, `a += value` (with an operator). */
  | {
      readonly kind: 'assign'
      readonly at: number
      readonly targets: readonly Expression[]
      readonly annotation: Expression | undefined
      readonly operator: string
      readonly value: Expression | undefined
    }
  /** Expression statements and those that only hold expressions: `return`, `raise`, `assert`, `del`, `print` and `exec` of Python 2. */
  | {
      readonly kind: 'simple'
      readonly at: number
      readonly keyword: '' | 'return' | 'raise' | 'assert' | 'del' | 'print' | 'exec' | 'type'
      readonly values: readonly Expression[]
    }
  | { readonly kind: 'global'; readonly at: number; readonly names: readonly string[]; readonly nonlocal: boolean }
  | FunctionDefinition
  | ClassDefinition
  | { readonly kind: 'if'; readonly at: number; readonly branches: readonly Branch[]; readonly otherwise: Block }
  | {
      readonly kind: 'while'
      readonly at: number
      readonly test: Expression
      readonly body: Block
      readonly otherwise: Block
    }
  | {
      readonly kind: 'for'
      readonly at: number
      readonly target: Expression
      readonly source: Expression
      readonly body: Block
      readonly otherwise: Block
    }
  | { readonly kind: 'with'; readonly at: number; readonly items: readonly WithItem[]; readonly body: Block }
  | {
      readonly kind: 'try'
      readonly at: number
      readonly body: Block
      readonly handlers: readonly Handler[]
      readonly otherwise: Block
      readonly final: Block
    }
  | { readonly kind: 'match'; readonly at: number; readonly subject: Expression; readonly cases: readonly MatchCase[] }

export type Block = readonly Statement[]

export interface ImportedName {
  readonly at: number
  readonly name: string
  readonly alias: string | undefined
}

export interface FunctionDefinition {
  readonly kind: 'function'
  readonly at: number
  readonly name: string
  readonly decorators: readonly Expression[]
  readonly parameters: readonly Parameter[]
  readonly returns: Expression | undefined
  readonly body: Block
}

export interface ClassDefinition {
  readonly kind: 'class'
  readonly at: number
  readonly name: string
  readonly decorators: readonly Expression[]
  readonly bases: readonly Argument[]
  readonly body: Block
}

export interface Branch {
  readonly test: Expression
  readonly body: Block
}

export interface WithItem {
  readonly value: Expression
  readonly target: Expression | undefined
}

export interface Handler {
  readonly type: Expression | undefined
  readonly target: Expression | undefined
  readonly body: Block
}

export interface MatchCase {
  /** Read as an expression; what looks like a call is a class pattern. */
  readonly pattern: Expression
  readonly guard: Expression | undefined
  readonly body: Block
}

/** A part of the text that was not read: lines from `from` to `to` as offsets, and why. */
export interface Unread {
  readonly from: number
  readonly to: number
  readonly message: string
  readonly reason: 'syntax' | 'limit'
}
