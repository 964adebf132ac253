import type { FileFacts } from '../artefact-facts.ts'

/** Files of an artefact against the ones they should be made of. */
export interface ContentMismatch {
  /** In both, with other bytes. */
  readonly other: readonly FileFacts[]
  /** Without a counterpart. */
  readonly lone: readonly FileFacts[]
  /** How many have one. */
  readonly matched: number
}

/** Compares digests; `counterpart` gives the digest of the file that it should be. */
export function contentMismatch(
  files: readonly FileFacts[],
  counterpart: (path: string) => string | undefined,
): ContentMismatch {
  const compared = files.map((file) => ({ file, digest: counterpart(file.path) }))
  return {
    other: compared.flatMap(({ file, digest }) => (digest === undefined || digest === file.sha256 ? [] : [file])),
    lone: compared.flatMap(({ file, digest }) => (digest === undefined ? [file] : [])),
    matched: compared.filter(({ digest }) => digest !== undefined).length,
  }
}

/**
 * Was the whole turned into something else on the way (ends of lines on Windows, a formatter, a transpiler), so that single differences say
 * nothing? Digests cannot tell ends of lines apart from other changes; an attacker changes one file or two, a conversion nearly all.
 */
export function isConverted({ other, matched }: ContentMismatch): boolean {
  return other.length > 3 && other.length > matched * CONVERTED_SHARE
}

const CONVERTED_SHARE = 0.4
