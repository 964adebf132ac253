/**
 * What a document may hold, as data: from one table come the checks with their positions, the JSON Schema for editors and
 * the reference in docs/policy.md.
 */
export type Shape =
  | { readonly kind: 'text'; readonly doc: string; readonly syntax?: Syntax; readonly maxLength?: number }
  | { readonly kind: 'choice'; readonly doc: string; readonly values: readonly string[] }
  | { readonly kind: 'flag'; readonly doc: string }
  | {
      readonly kind: 'number'
      readonly doc: string
      readonly whole: boolean
      readonly minimum: number
      readonly maximum: number
    }
  | {
      readonly kind: 'list'
      readonly doc: string
      readonly of: Shape
      readonly maxItems: number
      readonly orOne?: boolean
    }
  | RecordShape

export interface RecordShape {
  readonly kind: 'record'
  readonly doc: string
  readonly fields: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
  /** At least one of these must be there. */
  readonly anyOf?: readonly string[]
}

/** What a text must look like. The pattern is the one editors get; `check` in syntax.ts may demand more. */
export type Syntax =
  | 'identifier'
  | 'date'
  | 'glob'
  | 'condition'
  | 'fingerprint'
  | 'component'
  | 'digest'
  | 'global'
  | 'key'

/** A list of texts that may also be written as the one text itself. */
export function texts(doc: string, item: string, maxItems: number, syntax?: Syntax): Shape {
  const of: Shape = { kind: 'text', doc: item, ...(syntax === undefined ? {} : { syntax }) }
  return { kind: 'list', doc, of, maxItems, orOne: true }
}

/** One text. */
export function text(doc: string, syntax?: Syntax, maxLength?: number): Shape {
  return {
    kind: 'text',
    doc,
    ...(syntax === undefined ? {} : { syntax }),
    ...(maxLength === undefined ? {} : { maxLength }),
  }
}
