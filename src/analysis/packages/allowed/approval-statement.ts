import type { AllowedEntry } from './allow-list.ts'

/**
 * The bytes that an approver signs: a JSON array without white space, so that no two statements have the same bytes (JSON.stringify of strings is one
 * to one). The first word keeps the signature from being taken for one over anything else.
 */
export function approvalStatement(
  { purl, sha256, reason, expires }: Omit<AllowedEntry, 'approvals'>,
  who: string,
): Uint8Array {
  return Buffer.from(JSON.stringify(['assay-allowed/1', purl, sha256, reason, expires, who]), 'utf8')
}
