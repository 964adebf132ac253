/**
 * Soft readers for JSON from a feed: the value when it has the expected type, else undefined. A feed that breaks its own
 * schema must cost the field, not the record, and the record, not the update (7 of 2,661 real records break it).
 */
export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A string that is not empty and at most `longest` UTF-16 units. */
export function textOf(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined
}

/** Different texts of a list, in its order, at most `most`. */
export function textsOf(value: unknown, most: number, longest: number): string[] {
  const texts = new Set<string>()
  for (const item of listOf(value)) {
    const text = textOf(item, longest)
    if (text !== undefined) texts.add(text)
    if (texts.size === most) break
  }
  return [...texts]
}

/** RFC 3339 as OSV writes it: UTC with `Z`. An offset is turned into UTC; anything else is no time. */
export function timeOf(value: unknown): string | undefined {
  const text = textOf(value, 40)
  if (text === undefined || Number.isNaN(Date.parse(text))) return undefined
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) return text
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?[+-]\d\d:\d\d$/.test(text)
    ? new Date(text).toISOString()
    : undefined
}

/** Orders times of timeOf() whatever the length of their fraction: `…56Z` comes before `…56.5Z`, which text order turns round. */
export function compareTimes(a: string, b: string): number {
  const [left, right] = [sortable(a), sortable(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function sortable(time: string): string {
  return time.slice(0, 19) + time.slice(20, -1).padEnd(9, '0')
}
