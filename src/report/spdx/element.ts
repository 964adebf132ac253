import { spdxName } from './identifier.ts'

/** An element of an SPDX 3 graph. */
export interface SpdxElement {
  readonly type: string
  readonly spdxId: string
  readonly [property: string]: unknown
}

/** Makes an element of a type with a name that `kind` and `key` decide, and its properties. */
export type ElementMaker = (
  type: string,
  kind: string,
  key: string | readonly unknown[],
  properties: Readonly<Record<string, unknown>>,
) => SpdxElement

/** Elements of one document: their names begin with its namespace. */
export function elementMaker(namespace: string): ElementMaker {
  return (type, kind, key, properties) => ({
    type,
    spdxId: `${namespace}#${spdxName(kind, key)}`,
    creationInfo: '_:creationinfo',
    ...properties,
  })
}

/** A relationship; it is named by what it joins. */
export function relationship(
  make: ElementMaker,
  from: string,
  word: string,
  to: readonly string[],
  properties: Readonly<Record<string, unknown>> = {},
  type = 'Relationship',
): SpdxElement {
  return make(type, `Relationship-${word}`, [type, from, to, properties], {
    from,
    relationshipType: word,
    to,
    ...properties,
  })
}
