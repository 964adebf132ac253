import type { Advisory } from '../../../model/advisory.ts'

/**
 * The scoped package (`@scope/name`) that a record of the unscoped `name` speaks of in its summary or its references; undefined where it speaks of
 * none, or of `name` itself as well.
 */
export function scopedNamesake({ summary, references }: Advisory, name: string): string | undefined {
  if (name.startsWith('@') || name.length > 214) return undefined
  const own = summary.split(/[\s,;()'"`]+/).includes(name)
  const told = [summary, ...references.map(decoded)].flatMap((text) => namesIn(text.slice(0, 1_000)))
  const other = told.find((one) => one.slice(one.indexOf('/') + 1) === name)
  return own ? undefined : other
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/@[a-z0-9~][\w.~-]{0,100}\/[\w.~-]{1,214}/gi)].map(([found]) => found)
}

/** Addresses write `%40scope%2Fname` as well. */
function decoded(address: string): string {
  return address.replaceAll(/%40/gi, '@').replaceAll(/%2f/gi, '/')
}
