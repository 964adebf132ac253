import { incremented, isDigits } from './characters.ts'
import type { SemverVersion } from './semver-version.ts'

/** A version in a range, perhaps without its last numbers: `1.2.x`, `1`, `*`. An absent number is any number. */
export interface PartialVersion {
  readonly major: string | undefined
  readonly minor: string | undefined
  readonly patch: string | undefined
  readonly prerelease: readonly string[]
}

/** Reads `v1.2.3-rc.1+build`, `1.x`, `1.2.*`, `*`, and the loose `1.2.3rc1`. Undefined for anything else. */
export function parsePartial(text: string): PartialVersion | undefined {
  const bare = beforePlus(text.replace(/^[v=]+/i, ''))
  const dash = bare.indexOf('-')
  const parts = (dash === -1 ? bare : bare.slice(0, dash)).split('.')
  const label = dash === -1 ? undefined : bare.slice(dash + 1)
  if (label === undefined && parts.length >= 3) return loosePartial(bare, parts)
  return partial(parts, label)
}

/** The parts with zeros for what is absent. */
export function filled({ major, minor, patch, prerelease }: PartialVersion): SemverVersion {
  return { numbers: [major ?? '0', minor ?? '0', patch ?? '0'], prerelease, build: undefined }
}

/** The lowest version above all of `1.2`: `1.3.0-0`. `length` counts the numbers that stay, the last of them raised. */
export function nextFamily(version: PartialVersion, length: number): SemverVersion {
  const numbers = filled(version).numbers.map((number, index) => {
    if (index < length - 1) return number
    return index === length - 1 ? incremented(number) : '0'
  })
  return { numbers, prerelease: ['0'], build: undefined }
}

/** How many numbers are there: `1.2.x` has two. */
export function written({ major, minor, patch }: PartialVersion): number {
  if (major === undefined) return 0
  if (minor === undefined) return 1
  return patch === undefined ? 2 : 3
}

function beforePlus(text: string): string {
  const plus = text.indexOf('+')
  return plus === -1 ? text : text.slice(0, plus)
}

/** `1.2.3rc.1`: the label begins where the digits of the third number end (node-semver's loose mode, common on npm). */
function loosePartial(bare: string, parts: readonly string[]): PartialVersion | undefined {
  const third = parts[2] ?? ''
  const digits = /^[0-9]+(?=[A-Za-z])/.exec(third)?.[0]
  if (digits === undefined) return partial(parts, undefined)
  const start = (parts[0] ?? '').length + (parts[1] ?? '').length + 2 + digits.length
  return partial([parts[0] ?? '', parts[1] ?? '', digits], bare.slice(start))
}

function partial(parts: readonly string[], label: string | undefined): PartialVersion | undefined {
  const [major = '', minor = 'x', patch = 'x'] = parts
  const isRead = parts.length <= 3 && [major, minor, patch].every((part) => isDigits(part) || isAny(part))
  if (!isRead || (label !== undefined && (parts.length < 3 || !isLabel(label)))) return undefined
  if ((isAny(major) && !isAny(minor)) || (isAny(minor) && !isAny(patch))) return undefined
  const numbers = { major: numberOf(major), minor: numberOf(minor), patch: numberOf(patch) }
  return { ...numbers, prerelease: label === undefined || numbers.patch === undefined ? [] : label.split('.') }
}

function isAny(part: string): boolean {
  return part === '*' || part === 'x' || part === 'X'
}

function numberOf(part: string): string | undefined {
  return isAny(part) ? undefined : part
}

function isLabel(label: string): boolean {
  return label.split('.').every((part) => part !== '' && !/[^0-9A-Za-z-]/.test(part))
}
