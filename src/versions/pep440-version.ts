import { incremented, isDigits, isLetterAt, withoutLeadingZeros } from './characters.ts'
import type { Pep440Version } from './pep440-grammar.ts'
import { scanPep440 } from './pep440-grammar.ts'

/**
 * Reads a version by the grammar of PEP 440, appendix B, with all its spellings: `v1.0-ALPHA.1`, `1.0-1`, `1!2.0.r4`,
 * white space around. Undefined for anything else (legacy strings).
 */
export function parsePep440(version: string): Pep440Version | undefined {
  const text = version.trim()
  const scan = scanPep440(text)
  return scan !== undefined && scan.end === text.length ? scan.version : undefined
}

/**
 * The longest beginning of a text that is a version and does not end inside a word: `2.6.0-NA` -> `2.6.0`,
 * `0.7.4.svn.r2010` -> `0.7.4`, `1.0-release` -> `1.0` (not `1.0-r`, a post release). Undefined when there is none
 * (`trunk`). Bounds of advisories can be such texts.
 */
export function longestValidPrefix(version: string): string | undefined {
  const text = version.trim()
  const scan = scanPep440(text)
  const end = scan?.ends.findLast((end) => !isLetterAt(text, end - 1) || !isLetterAt(text, end))
  return end === undefined ? undefined : text.slice(0, end)
}

/** The normal form of PEP 440: `1.0-ALPHA` -> `1.0a0`. */
export function formatPep440(version: Pep440Version): string {
  const { epoch, release, pre, post, dev, local } = version
  const parts = [
    withoutLeadingZeros(epoch) === '' ? '' : `${plain(epoch)}!`,
    release.map(plain).join('.'),
    pre === undefined ? '' : `${pre.phase}${plain(pre.number)}`,
    post === undefined ? '' : `.post${plain(post)}`,
    dev === undefined ? '' : `.dev${plain(dev)}`,
    local === undefined ? '' : `+${local.map((segment) => (isDigits(segment) ? plain(segment) : segment)).join('.')}`,
  ]
  return parts.join('')
}

/** The release `1.2` with its last number raised: `1.3`. Everything behind the release is dropped. */
export function nextRelease(version: Pep440Version, length = version.release.length): Pep440Version {
  const release = version.release.slice(0, length)
  return { ...bareRelease(version), release: [...release.slice(0, -1), incremented(release.at(-1) ?? '0')] }
}

/** Epoch and release alone. */
export function bareRelease(version: Pep440Version): Pep440Version {
  return { ...version, pre: undefined, post: undefined, dev: undefined, local: undefined }
}

/** A pre-release or a dev release. */
export function isUnstable(version: Pep440Version): boolean {
  return version.pre !== undefined || version.dev !== undefined
}

/** Without leading zeros, `0` for none. */
function plain(digits: string): string {
  return withoutLeadingZeros(digits) || '0'
}
