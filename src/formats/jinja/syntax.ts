/**
 * A Jinja template as a tree. Chains of operators and of `.name`, `[key]`, `(…)`, `|filter`, `is test` are flat lists, so
 * that a template with a million dots is a long list and not a deep tree. Offsets count UTF-16 units of the template.
 */
export type Expression =
  | { readonly kind: 'constant'; readonly offset: number; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly offset: number; readonly name: string }
  | { readonly kind: 'list'; readonly offset: number; readonly items: readonly Expression[] }
  | {
      readonly kind: 'dict'
      readonly offset: number
      readonly entries: readonly { readonly key: Expression; readonly value: Expression }[]
    }
  | {
      readonly kind: 'chain'
      readonly offset: number
      readonly operands: readonly Expression[]
      readonly operators: readonly string[]
    }
  | {
      readonly kind: 'unary'
      readonly offset: number
      readonly operator: 'not' | '-' | '+'
      readonly operand: Expression
    }
  | {
      readonly kind: 'conditional'
      readonly offset: number
      readonly test: Expression
      readonly whenTrue: Expression
      readonly otherwise: Expression | undefined
    }
  | { readonly kind: 'postfix'; readonly offset: number; readonly base: Expression; readonly steps: readonly Step[] }

/** What is done to a value, one after the other. */
export type Step =
  | { readonly kind: 'attribute'; readonly offset: number; readonly name: string }
  | { readonly kind: 'item'; readonly offset: number; readonly key: Expression }
  | { readonly kind: 'slice'; readonly offset: number; readonly parts: readonly (Expression | undefined)[] }
  | { readonly kind: 'call'; readonly offset: number; readonly args: readonly Argument[] }
  | { readonly kind: 'filter'; readonly offset: number; readonly name: string; readonly args: readonly Argument[] }
  | {
      readonly kind: 'test'
      readonly offset: number
      readonly name: string
      readonly args: readonly Argument[]
      readonly negated: boolean
    }

export interface Argument {
  readonly name: string | undefined
  readonly value: Expression
}

export type Statement =
  | { readonly kind: 'text'; readonly offset: number; readonly text: string }
  | { readonly kind: 'output'; readonly offset: number; readonly value: Expression }
  | {
      readonly kind: 'if'
      readonly offset: number
      readonly branches: readonly Branch[]
      readonly otherwise: readonly Statement[]
    }
  | {
      readonly kind: 'for'
      readonly offset: number
      readonly targets: readonly string[]
      readonly iterable: Expression
      readonly test: Expression | undefined
      readonly body: readonly Statement[]
      readonly otherwise: readonly Statement[]
    }
  | { readonly kind: 'set'; readonly offset: number; readonly targets: readonly string[]; readonly value: Expression }
  | {
      readonly kind: 'set-block'
      readonly offset: number
      readonly targets: readonly string[]
      readonly filters: readonly Step[]
      readonly body: readonly Statement[]
    }
  | {
      readonly kind: 'macro'
      readonly offset: number
      readonly name: string
      readonly parameters: readonly { readonly name: string; readonly value: Expression | undefined }[]
      readonly body: readonly Statement[]
    }
  | { readonly kind: 'call'; readonly offset: number; readonly value: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: 'with'
      readonly offset: number
      readonly assignments: readonly { readonly target: string; readonly value: Expression }[]
      readonly body: readonly Statement[]
    }
  /** `filter`, `block`, `autoescape`, and `generation` of transformers. */
  | {
      readonly kind: 'block'
      readonly offset: number
      readonly name: string
      readonly filters: readonly Step[]
      readonly body: readonly Statement[]
    }
  /** `include`, `import`, `from`, `extends`: another template by name. */
  | { readonly kind: 'load'; readonly offset: number; readonly name: string; readonly value: Expression }
  | { readonly kind: 'do'; readonly offset: number; readonly value: Expression }
  | { readonly kind: 'jump'; readonly offset: number; readonly name: 'break' | 'continue' }

export interface Branch {
  readonly offset: number
  readonly test: Expression
  readonly body: readonly Statement[]
}
