import { isDigitAt, isDigits, withoutLeadingZeros } from './characters.ts'

/** The parts of a version as npm reads it. Numbers are digits as written, of any length. */
export interface SemverVersion {
  /** At least one number; three in a version by the letter of SemVer. */
  readonly numbers: readonly string[]
  /** Empty for a release. */
  readonly prerelease: readonly string[]
  readonly build: string | undefined
}

/**
 * Reads anything that begins with a number, the way node-semver does in loose mode and beyond: `v1.2.3`, `=1.2`,
 * `1.2.3beta`, `1.2.3.4`. Undefined for anything else. Linear.
 */
export function parseSemver(version: string): SemverVersion | undefined {
  const text = version.replace(LEADING, '')
  const end = endOfNumbers(text)
  if (end === 0) return undefined
  const plus = text.indexOf('+', end)
  const tail = text.slice(end, plus === -1 ? undefined : plus).trim()
  const label = tail.startsWith('-') || tail.startsWith('.') ? tail.slice(1) : tail
  return {
    numbers: text.slice(0, end).split('.'),
    prerelease: label === '' ? [] : label.split('.'),
    build: plus === -1 ? undefined : text.slice(plus + 1).trim(),
  }
}

/** Is it a version by the letter of SemVer 2.0.0? A leading `v` and white space around are allowed, as npm does. */
export function isSemver(version: string): boolean {
  const text = version.trim()
  const bare = text.startsWith('v') ? text.slice(1) : text
  const parsed = /^[0-9]/.test(bare) ? parseSemver(bare) : undefined
  if (parsed === undefined || formatSemver(parsed) !== bare) return false
  return (
    parsed.numbers.length === 3 &&
    parsed.numbers.every(isStrictNumber) &&
    parsed.prerelease.every((part) => (isDigits(part) ? isStrictNumber(part) : isIdentifier(part))) &&
    (parsed.build === undefined || parsed.build.split('.').every(isIdentifier))
  )
}

/** The parts written again with their separators. */
export function formatSemver(version: SemverVersion): string {
  const prerelease = version.prerelease.length === 0 ? '' : `-${version.prerelease.join('.')}`
  return `${version.numbers.join('.')}${prerelease}${version.build === undefined ? '' : `+${version.build}`}`
}

/** The number at an index, without leading zeros; zero where it is missing. */
export function semverNumber(version: SemverVersion, index: number): string {
  return withoutLeadingZeros(version.numbers[index] ?? '') || '0'
}

const LEADING = /^[v=\s]+/i

/** The index behind `1`, `1.2`, `1.2.3`, and so on; zero when the text does not begin with a digit. */
function endOfNumbers(text: string): number {
  let end = 0
  let at = 0
  while (isDigitAt(text, at)) {
    while (isDigitAt(text, at)) at += 1
    end = at
    if (text[at] !== '.') break
    at += 1
  }
  return end
}

/** SemVer 2.0.0, item 2: no leading zeros. */
function isStrictNumber(digits: string): boolean {
  return digits === '0' || !digits.startsWith('0')
}

/** SemVer 2.0.0, items 9 and 10. */
function isIdentifier(text: string): boolean {
  return text !== '' && !/[^0-9A-Za-z-]/.test(text)
}
