import { createPublicKey, type KeyObject } from 'node:crypto'
import { UsageError } from '../../../base/errors.ts'
import { excerpt } from '../../../base/escape.ts'
import { parsePurl } from '../../../formats/purl.ts'
import { isSignedBy, keyId, signed } from '../names/snapshot-signature.ts'
import { type AllowedEntry, APPROVERS } from './allow-list.ts'
import { approvalStatement } from './approval-statement.ts'

/** Who approves, and with what. */
export interface Approver {
  readonly who: string
  /** Private, Ed25519. */
  readonly key: KeyObject
}

/** What is to be allowed. */
export interface ProposedEntry extends Omit<AllowedEntry, 'approvals'> {}

const DAY = 24 * 3_600_000
/** Longer than that nobody remembers why. */
const LONGEST_DAYS = 366
const LONGEST_REASON = 1_000
const LONGEST_NAME = 100

/**
 * A new entry with the first approval; it allows nothing until a second person has signed. `now` in milliseconds. Throws USAGE_ARGUMENTS for a key that
 * is no private Ed25519 key, and for an entry that says too little: no reason, no package URL, a time that is past or more than a year away.
 */
export function proposedEntry(proposed: ProposedEntry, approver: Approver, now: number): AllowedEntry {
  const { purl, sha256, reason, expires } = proposed
  if (parsePurl(purl)?.version === undefined)
    throw wrong(`expected a package URL with a version, found ${excerpt(purl, 120)}`, 'For example pkg:pypi/foo@1.2.3.')
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw wrong(`expected a SHA-256 in 64 hexadecimal digits, found ${excerpt(sha256, 80)}`)
  requireLine('a reason', reason, LONGEST_REASON)
  const until = Date.parse(expires)
  if (Number.isNaN(until) || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(expires))
    throw wrong(`expected a time of the form 2027-01-31T00:00:00Z, found ${excerpt(expires, 40)}`)
  if (until <= now) throw wrong(`expected a time to come, found ${expires}`, 'Name the day until which it may be used.')
  if (until > now + LONGEST_DAYS * DAY)
    throw wrong(`expected at most a year, found ${expires}`, 'Approve it again when the year is over.')
  return signedBy({ purl, sha256, reason, expires, approvals: [] }, approver)
}

/**
 * The entry with one more approval. Throws USAGE_ARGUMENTS where the person or the key has approved already, where the entry is over, and where an
 * approval that stands there was made with one of `keys` and does not fit: then somebody has changed the entry.
 */
export function approvedEntry(
  entry: AllowedEntry,
  approver: Approver,
  keys: readonly KeyObject[],
  now: number,
): AllowedEntry {
  if (Date.parse(entry.expires) <= now)
    throw wrong(`the approval of ${shown(entry)} ended on ${entry.expires}`, 'Propose it anew.')
  for (const approval of entry.approvals) {
    if (isSamePerson(approval.who, approver.who))
      throw wrong(
        `${excerpt(approver.who, 80)} has approved ${shown(entry)} already`,
        'Somebody else has to look at it.',
      )
    if (approval.key === keyId(requirePrivate(approver.key)))
      throw wrong(
        `this key has approved ${shown(entry)} already, as ${excerpt(approval.who, 80)}`,
        'Two people sign with two keys.',
      )
    const key = keys.find((one) => keyId(one) === approval.key)
    if (
      key !== undefined &&
      !isSignedBy(approvalStatement(entry, approval.who), Buffer.from(approval.signature, 'base64'), key)
    )
      throw wrong(
        `the entry for ${shown(entry)} is not the one that ${excerpt(approval.who, 80)} signed`,
        'Propose it anew.',
      )
  }
  if (entry.approvals.length >= APPROVERS)
    throw wrong(`${shown(entry)} has been approved by ${APPROVERS} already`, 'There is nothing to do.')
  return signedBy(entry, approver)
}

/** Names of one person: case, white space and forms of letters do not count. */
export function isSamePerson(a: string, b: string): boolean {
  const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  return plain(a) === plain(b)
}

function signedBy(entry: AllowedEntry, { who, key }: Approver): AllowedEntry {
  requireLine('the name of the approver', who, LONGEST_NAME)
  const signature = Buffer.from(signed(approvalStatement(entry, who), requirePrivate(key))).toString('base64')
  return { ...entry, approvals: [...entry.approvals, { who, key: keyId(createPublicKey(key)), signature }] }
}

function requirePrivate(key: KeyObject): KeyObject {
  if (key.type === 'private' && key.asymmetricKeyType === 'ed25519') return key
  throw wrong(
    `expected a private Ed25519 key to sign with, found a ${key.type} key`,
    'Make one with `openssl genpkey -algorithm ed25519 -out my.key`.',
  )
}

/** Control characters would let a reason look like another one. */
function requireLine(what: string, text: string, longest: number): void {
  if (text.trim() === '') throw wrong(`expected ${what}, found none`)
  if (text.length > longest) throw wrong(`expected ${what} of at most ${longest} characters, found ${text.length}`)
  if (excerpt(text, longest * 10) !== text) throw wrong(`expected ${what} in one line without invisible characters`)
}

function shown({ purl, sha256 }: AllowedEntry): string {
  return `${excerpt(purl, 120)} (${sha256.slice(0, 12)}…)`
}

function wrong(message: string, hint?: string): UsageError {
  return new UsageError('USAGE_ARGUMENTS', message, hint)
}
