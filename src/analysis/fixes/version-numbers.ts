import { incremented, withoutLeadingZeros } from '../../versions/characters.ts'

/** The numbers at the head of a version of any ecosystem: `1!2.0.1rc1` is epoch `1!`, numbers 2, 0, 1 and the rest `rc1`. */
export interface VersionNumbers {
  /** With its `!`; empty when there is none. */
  readonly epoch: string
  readonly numbers: readonly string[]
  readonly rest: string
}

/** Undefined for a text that does not begin with a number. */
export function versionNumbers(version: string): VersionNumbers | undefined {
  const found = /^v?([0-9]+!)?([0-9]+(?:\.[0-9]+)*)(.*)$/i.exec(version.trim())
  if (found === null) return undefined
  return { epoch: found[1] ?? '', numbers: (found[2] ?? '').split('.'), rest: found[3] ?? '' }
}

/** The first `length` numbers, with zeros where there are fewer: `2.3.1`, 2 -> `2.3`. */
export function family({ epoch, numbers }: VersionNumbers, length: number): string {
  return epoch + firstNumbers(numbers, length).join('.')
}

/** The family behind it: `2.3.1`, 2 -> `2.4`. */
export function nextFamily({ epoch, numbers }: VersionNumbers, length: number): string {
  const own = firstNumbers(numbers, length)
  return epoch + [...own.slice(0, -1), incremented(own.at(-1) ?? '0')].join('.')
}

/**
 * Does the step leave what the versions promise to keep? Another epoch or first number; in SemVer below 1.0 another second
 * one, too (semver.org, 4).
 */
export function isMajorStep(from: string, to: string, semver: boolean): boolean {
  const [a, b] = [versionNumbers(from), versionNumbers(to)]
  if (a === undefined || b === undefined) return false
  const kept = semver && isZero(a.numbers[0]) && isZero(b.numbers[0]) ? 2 : 1
  return a.epoch !== b.epoch || !sameNumbers(firstNumbers(a.numbers, kept), firstNumbers(b.numbers, kept))
}

/** How many numbers say something: the zeros at the end of `2.0.0` do not. At least one. */
export function precision({ numbers }: VersionNumbers): number {
  return Math.max(1, numbers.findLastIndex((number) => !isZero(number)) + 1)
}

function firstNumbers(numbers: readonly string[], length: number): readonly string[] {
  return Array.from({ length }, (_, index) => numbers[index] ?? '0')
}

function sameNumbers(a: readonly string[], b: readonly string[]): boolean {
  return a.every((number, index) => withoutLeadingZeros(number) === withoutLeadingZeros(b[index] ?? ''))
}

/** An absent number is zero. */
export function isZero(number: string | undefined): boolean {
  return withoutLeadingZeros(number ?? '0') === ''
}
