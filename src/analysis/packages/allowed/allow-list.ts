/** What stands in `assay-allowed.json`: plain data, one entry for each sequence of bytes that two people answer for. */
export interface AllowList {
  readonly schemaVersion: 1
  readonly allowed: readonly AllowedEntry[]
}

/** The decision on one artefact. It says nothing of other artefacts of the same release. */
export interface AllowedEntry {
  /** For people: the digest decides. */
  readonly purl: string
  /** Of the artefact, in lower-case hexadecimal. */
  readonly sha256: string
  readonly reason: string
  /** RFC 3339 in UTC. */
  readonly expires: string
  readonly approvals: readonly Approval[]
}

/** One person's word: a signature over all of the entry and the person's name. */
export interface Approval {
  readonly who: string
  /** keyId() of the key it is signed with. */
  readonly key: string
  /** Ed25519, in base64. */
  readonly signature: string
}

/** How many different people are needed. */
export const APPROVERS = 2

export const NOTHING_ALLOWED: AllowList = { schemaVersion: 1, allowed: [] }
