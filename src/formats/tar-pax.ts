import { bufferOf } from './source-part.ts'

/** What an extended header overrides in the entry behind it. */
export interface PaxOverrides {
  readonly path?: string
  readonly linkPath?: string
  readonly size?: number
  /** A file with holes (GNU.sparse.*): its data is not its content. */
  readonly sparse?: true
}

/** More records than any writer needs: keys are stated for each entry. */
const MOST_RECORDS = 10_000

/**
 * Reads the records of a pax extended header (`LENGTH KEY=VALUE\n`, POSIX.1-2001). What comes before a broken record stands;
 * `problem` says what was broken. Never throws, one pass.
 */
export function paxOverrides(data: Uint8Array): { readonly overrides: PaxOverrides; readonly problem?: string } {
  const bytes = bufferOf(data)
  const found: { path?: string; linkPath?: string; size?: number; sparse?: true } = {}
  let problem: string | undefined
  let at = 0
  for (let records = 0; at < bytes.length && bytes[at] !== 0; records++) {
    const record = recordAt(bytes, at)
    if (record === undefined || records === MOST_RECORDS) {
      return { overrides: found, problem: `a pax record is broken at byte ${at} of its header` }
    }
    at = record.end
    if (record.key === 'path' || record.key === 'GNU.sparse.name') found.path = record.value
    else if (record.key === 'linkpath') found.linkPath = record.value
    else if (record.key === 'size') {
      // Padded with zeros it is a number to Python and Go: a reader that takes the header's instead goes on elsewhere.
      const size = /^\d{1,40}$/.test(record.value) ? Number(record.value) : Number.NaN
      if (Number.isSafeInteger(size)) found.size = size
      else problem = 'a pax size that is no number: readers go on at different places'
    }
    if (record.key.startsWith('GNU.sparse.')) found.sparse = true
  }
  return problem === undefined ? { overrides: found } : { overrides: found, problem }
}

function recordAt(
  bytes: Buffer,
  at: number,
): { readonly key: string; readonly value: string; readonly end: number } | undefined {
  // The length counts itself; 20 digits are more than any file has bytes.
  const blank = bytes.subarray(at, at + 21).indexOf(0x20)
  const digits = blank < 0 ? '' : bytes.toString('latin1', at, at + blank)
  if (!/^\d{1,15}$/.test(digits)) return undefined
  const end = at + Number(digits)
  const keyStart = at + blank + 1
  const equals = bytes.indexOf(0x3d, keyStart)
  if (end > bytes.length || equals < 0 || equals >= end || bytes[end - 1] !== 0x0a) return undefined
  return { key: bytes.toString('utf8', keyStart, equals), value: bytes.toString('utf8', equals + 1, end - 1), end }
}
