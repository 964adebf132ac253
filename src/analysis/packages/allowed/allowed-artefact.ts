import type { KeyObject } from 'node:crypto'
import { excerpt } from '../../../base/escape.ts'
import type { AllowedArtefact } from '../../../model/package-assessment.ts'
import { isSignedBy, keyId } from '../names/snapshot-signature.ts'
import { type AllowList, type AllowedEntry, type Approval, APPROVERS } from './allow-list.ts'
import { approvalStatement } from './approval-statement.ts'
import { isSamePerson } from './approve-entry.ts'

/** `refused`: somebody wanted to allow these bytes, and the entry does not hold; `because` is a sentence for people. */
export type AllowAnswer =
  | { readonly kind: 'allowed'; readonly allowed: AllowedArtefact }
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'none' }

/**
 * Have two different people, whose public keys the operator trusts, allowed exactly these bytes, and does it hold at `now` (milliseconds)? The digest
 * decides, never name and version: other artefacts of the release are not covered. Known malware is allowed in this way and in no other.
 */
export function allowedArtefact(list: AllowList, keys: readonly KeyObject[], sha256: string, now: number): AllowAnswer {
  const answers = list.allowed
    .filter((entry) => entry.sha256 === sha256.toLowerCase())
    .map((entry) => answerOf(entry, keys, now))
  return answers.find(({ kind }) => kind === 'allowed') ?? answers[0] ?? { kind: 'none' }
}

function answerOf(entry: AllowedEntry, keys: readonly KeyObject[], now: number): AllowAnswer {
  const expires = Date.parse(entry.expires)
  if (Number.isNaN(expires)) return refused(entry, `does not say until when it holds (${excerpt(entry.expires, 40)})`)
  if (expires <= now)
    return refused(entry, `ended on ${excerpt(entry.expires, 40)}; two people have to approve it anew`)
  const trusted = new Map(keys.map((key) => [keyId(key), key]))
  const checked = entry.approvals.map((approval) => ({ approval, wrong: faultOf(entry, approval, trusted) }))
  const approvals = different(checked.flatMap(({ approval, wrong }) => (wrong === undefined ? [approval] : [])))
  if (approvals.length < APPROVERS) {
    const [fault] = checked.flatMap(({ wrong }) => wrong ?? [])
    return refused(entry, fault ?? missing(entry.approvals, approvals))
  }
  const { reason } = entry
  return {
    kind: 'allowed',
    allowed: { sha256: entry.sha256, reason, approvedBy: approvals.map(({ who }) => who), expires: entry.expires },
  }
}

function refused({ purl }: AllowedEntry, what: string): AllowAnswer {
  return { kind: 'refused', because: `The approval of ${excerpt(purl, 120)} ${what}.` }
}

function faultOf(
  entry: AllowedEntry,
  { who, key, signature }: Approval,
  trusted: ReadonlyMap<string, KeyObject>,
): string | undefined {
  const known = trusted.get(key)
  if (known === undefined)
    return `is signed as ${excerpt(who, 80)} with a key that is not trusted (${excerpt(key, 12)})`
  return isSignedBy(approvalStatement(entry, who), Buffer.from(signature, 'base64'), known)
    ? undefined
    : `is not what ${excerpt(who, 80)} signed: package, digest, reason, end or name have been changed`
}

/** One person with two keys, and one key with two names, count once. */
function different(approvals: readonly Approval[]): readonly Approval[] {
  const kept: Approval[] = []
  for (const approval of approvals.slice(0, MOST_APPROVALS)) {
    if (!kept.some((one) => one.key === approval.key || isSamePerson(one.who, approval.who))) kept.push(approval)
  }
  return kept
}

const MOST_APPROVALS = 20

function missing(all: readonly Approval[], counted: readonly Approval[]): string {
  const [only] = counted
  if (only === undefined) return 'is signed by nobody'
  const who = excerpt(only.who, 80)
  return all.length > 1
    ? `has been given by ${who} more than once; two different people with two keys are needed`
    : `has been given by ${who} alone; a second person has to approve it (\`assay package approve\`)`
}
