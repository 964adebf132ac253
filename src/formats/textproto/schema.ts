/** One field of a message: its number and what it holds; a table for a message. */
export interface TextSchemaField {
  readonly number: number
  readonly holds: 'text' | 'number' | TextSchema
}

/** The fields of a message that matter, by name; all others are passed over. */
export type TextSchema = ReadonlyMap<string, TextSchemaField>

/** A schema from `{ name: [number, holds] }`. */
export function textSchema(
  fields: Readonly<Record<string, readonly [number: number, holds: TextSchemaField['holds']]>>,
): TextSchema {
  return new Map(Object.entries(fields).map(([name, [number, holds]]) => [name, { number, holds }]))
}
