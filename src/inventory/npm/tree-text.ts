import { entries, get, items, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'

/** The longest honest digest (sha512 in hex) is far below. */
const LONGEST_DIGEST = 256
/** A digest per algorithm; nobody writes more. */
const MOST_DIGESTS = 8

const PLATFORM_FIELDS = ['os', 'cpu', 'libc']
const MOST_PLATFORMS = 20

/** The last entry of each key of an object, for repeated questions: get() searches anew each time. */
export function entryMap(value: TreeValue | undefined): ReadonlyMap<string, TreeEntry> {
  return new Map(entries(value).map((candidate) => [candidate.key, candidate]))
}

/** The digests of an SRI text (W3C Subresource Integrity: separated by white space). */
export function digests(value: TreeValue | undefined): readonly string[] {
  const text = string(value)
  if (text === undefined || text.length > MOST_DIGESTS * LONGEST_DIGEST) return []
  return text.split(/\s+/).filter((digest) => digest !== '' && digest.length <= LONGEST_DIGEST)
}

/** The texts of an array, or of a single scalar. */
export function strings(value: TreeValue | undefined): readonly string[] {
  const single = string(value)
  if (single !== undefined) return [single]
  return items(value).flatMap((item) => string(item) ?? [])
}

/** The platforms a package is for, as one condition: `os=darwin cpu=x64,arm64`; undefined when it is for all. */
export function platformMarker(fields: TreeValue | undefined): string | undefined {
  const parts: string[] = []
  for (const field of PLATFORM_FIELDS) {
    const value = get(fields, field)
    if (value !== undefined) parts.push(`${field}=${strings(value).slice(0, MOST_PLATFORMS).join(',')}`)
  }
  return parts.length === 0 ? undefined : parts.join(' ')
}
