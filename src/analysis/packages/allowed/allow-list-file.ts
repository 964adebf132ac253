import { FormatError, LimitError } from '../../../base/errors.ts'
import { excerpt } from '../../../base/escape.ts'
import { type AllowList, type AllowedEntry, type Approval } from './allow-list.ts'

const MOST_BYTES = 16 * 1024 * 1024
const MOST_ENTRIES = 10_000
const MOST_APPROVALS = 20
const LONGEST = 2_000

/**
 * Reads `assay-allowed.json`. Throws LIMIT_SIZE and LIMIT_ENTRIES, FORMAT_SYNTAX for what is no JSON, FORMAT_VERSION for another version, FORMAT_SHAPE
 * for an entry that is not understood: of a list of decisions nothing is passed over.
 */
export function readAllowList(bytes: Uint8Array): AllowList {
  if (bytes.length > MOST_BYTES) throw new LimitError('LIMIT_SIZE', `${bytes.length} bytes, the limit is ${MOST_BYTES}`)
  const root = fieldsOf(parsed(bytes), 'a list of allowed artefacts')
  if (root['schemaVersion'] !== 1)
    throw new FormatError(
      'FORMAT_VERSION',
      `expected schemaVersion 1, found ${excerpt(JSON.stringify(root['schemaVersion'] ?? null), 40)}`,
    )
  const allowed = listOf(root['allowed'], 'allowed', MOST_ENTRIES)
  return { schemaVersion: 1, allowed: allowed.map((item, index) => entryOf(item, `allowed[${index}]`)) }
}

/** The file for a list: the newest entry last, one line for each value, so that a review shows what was added. */
export function allowListText({ allowed }: AllowList): string {
  return `${JSON.stringify({ schemaVersion: 1, allowed }, undefined, 2)}\n`
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new FormatError('FORMAT_SYNTAX', 'expected JSON in UTF-8')
  }
}

function entryOf(item: unknown, place: string): AllowedEntry {
  const fields = fieldsOf(item, place)
  const sha256 = textOf(fields, 'sha256', place)
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw wrong(`${place}.sha256`, '64 hexadecimal digits in lower case')
  return {
    purl: textOf(fields, 'purl', place),
    sha256,
    reason: textOf(fields, 'reason', place),
    expires: textOf(fields, 'expires', place),
    approvals: listOf(fields['approvals'], `${place}.approvals`, MOST_APPROVALS).map((one, index) =>
      approvalOf(one, `${place}.approvals[${index}]`),
    ),
  }
}

function approvalOf(item: unknown, place: string): Approval {
  const fields = fieldsOf(item, place)
  return {
    who: textOf(fields, 'who', place),
    key: textOf(fields, 'key', place),
    signature: textOf(fields, 'signature', place),
  }
}

function fieldsOf(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>
  throw wrong(place, 'an object')
}

function listOf(value: unknown, place: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(place, 'a list')
  if (value.length > most)
    throw new LimitError('LIMIT_ENTRIES', `${place} has ${value.length} entries, the limit is ${most}`)
  return value
}

function textOf(fields: Readonly<Record<string, unknown>>, name: string, place: string): string {
  const value = fields[name]
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST) return value
  throw wrong(`${place}.${name}`, `a text of at most ${LONGEST} characters`)
}

function wrong(place: string, what: string): FormatError {
  return new FormatError('FORMAT_SHAPE', `${place}: expected ${what}`)
}
