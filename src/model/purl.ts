import type { Ecosystem } from './ecosystem.ts'

/** A package URL (ECMA-427), for example `pkg:pypi/torch@2.1.0%2Bcu118`. */
export type Purl = `pkg:${string}`

/**
 * The package URL of a package. `name` is normalised as packageName() does; `version` is left out when it is not known.
 * Each segment is percent-encoded, so a hostile name cannot add a segment, a qualifier or a line.
 */
export function purlOf(ecosystem: Ecosystem, name: string, version?: string): Purl {
  const path = name.split('/').map(encodeSegment).join('/')
  const suffix = version === undefined ? '' : `@${encodeSegment(version)}`
  return `pkg:${ecosystem.toLowerCase()}/${path}${suffix}`
}

function encodeSegment(text: string): string {
  // encodeURIComponent throws on a lone surrogate; toWellFormed replaces it first. `:` stays as the specification writes it.
  return encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':')
}
