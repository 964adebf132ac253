import { isDigits, withoutLeadingZeros } from './characters.ts'
import type { Pep440Version } from './pep440-grammar.ts'
import { BEHIND, END, numberKey } from './sort-key.ts'

/** Valid versions begin with 1, legacy strings with 0. */
const VALID = '1'

/** Behind every number, where a post number or the beginning of a local label could stand. */
const TOP = '2'

/** The sort key of a version by PEP 440, "Summary of permitted suffixes and relative ordering". */
export function pep440Key(version: Pep440Version): string {
  return preKey(version) + postKey(version.post) + devKey(version.dev) + localKey(version.local)
}

/** Just behind a version and its local labels; with `andPosts` behind its post releases too. */
export function pep440KeyBehind(version: Pep440Version, andPosts: boolean): string {
  if (version.local !== undefined) return pep440Key(version) + BEHIND
  if (andPosts) return preKey(version) + TOP
  return preKey(version) + postKey(version.post) + devKey(version.dev) + TOP
}

/** Everything up to and with the pre-release. `1.0.dev1` comes before `1.0a1`, `1.0a1` before `1.0`. */
function preKey(version: Pep440Version): string {
  const base = `${VALID}${numberKey(version.epoch)}${releaseKey(version.release)}${END}`
  const { pre, post, dev } = version
  if (pre !== undefined) return base + PHASE_KEYS[pre.phase] + numberKey(pre.number)
  return base + (dev !== undefined && post === undefined ? '0' : '4')
}

const PHASE_KEYS = { a: '1', b: '2', rc: '3' } as const

/** Trailing zeros do not count: `1.0` is `1`. */
function releaseKey(release: readonly string[]): string {
  let length = release.length
  while (length > 0 && withoutLeadingZeros(release[length - 1] ?? '') === '') length -= 1
  let key = ''
  for (let index = 0; index < length; index += 1) key += numberKey(release[index] ?? '')
  return key
}

function postKey(post: string | undefined): string {
  return post === undefined ? '0' : `1${numberKey(post)}`
}

function devKey(dev: string | undefined): string {
  return dev === undefined ? '1' : `0${numberKey(dev)}`
}

/** No label comes first; words come before numbers; the shorter of two like beginnings comes first. */
function localKey(local: readonly string[] | undefined): string {
  if (local === undefined) return '0'
  return `1${local.map(segmentKey).join('')}0`
}

function segmentKey(segment: string): string {
  return isDigits(segment) ? `2${numberKey(segment)}` : `1${segment}${END}`
}
