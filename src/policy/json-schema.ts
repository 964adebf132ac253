import { ASSAY_YAML } from './schema.ts'
import type { RecordShape, Shape } from './shape.ts'
import { SYNTAX_PATTERNS } from './syntax.ts'

/** A JSON Schema, as far as one is written here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/**
 * The JSON Schema (draft 7, the one editors read) of assay.yaml, made of the same table its mistakes are found with.
 * `src/policy/assay.schema.json` is this object; a test compares the two.
 */
export function assayYamlSchema(): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'assay.yaml', ...schemaOf(ASSAY_YAML) }
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'record':
      return recordSchema(shape)
    case 'list':
      return listSchema(shape)
    case 'text':
      return textSchema(shape)
    case 'choice':
      return { description: shape.doc, type: 'string', enum: shape.values }
    case 'flag':
      return { description: shape.doc, type: 'boolean' }
    case 'number': {
      const { doc, whole, minimum, maximum } = shape
      return { description: doc, type: whole ? 'integer' : 'number', minimum, maximum }
    }
  }
}

function recordSchema({ doc, fields, required, anyOf }: RecordShape): JsonSchema {
  return {
    description: doc,
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((field) => ({ required: [field] })) }),
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)])),
  }
}

function listSchema({ doc, of, maxItems, orOne }: Shape & { kind: 'list' }): JsonSchema {
  const list = { type: 'array', maxItems, items: schemaOf(of) }
  return orOne === true ? { description: doc, oneOf: [schemaOf(of), list] } : { description: doc, ...list }
}

function textSchema({ doc, syntax, maxLength }: Shape & { kind: 'text' }): JsonSchema {
  const pattern = syntax === undefined ? undefined : SYNTAX_PATTERNS[syntax]
  return {
    description: doc,
    type: 'string',
    minLength: 1,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  }
}
