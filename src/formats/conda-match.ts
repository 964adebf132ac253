import type { Limits } from '../base/limits.ts'
import { type CondaBracket, splitBrackets } from './conda-match-brackets.ts'

/** What a MatchSpec of conda asks for, for example `conda-forge::numpy=1.26=py311*`. Offsets count in the text given. */
export interface CondaMatch {
  /** As written. */
  readonly name: string
  readonly nameOffset: number
  /** In front of `::` or in brackets, for example `conda-forge/linux-64`. */
  readonly channel?: string
  readonly version: CondaVersion
  /** A build string, may hold `*`. */
  readonly build?: string
}

/**
 * `exact`: `==1.2`, `1.2`, `=1.2=build`. `range`: `=1.2` (which is `1.2.*`), `>=1,<2`, `1.2|1.3`, `1.2.*`, as written without
 * spaces. `offset` is where the version begins, behind a leading operator.
 */
export type CondaVersion =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact' | 'range'; readonly text: string; readonly offset: number }

export type ParsedCondaMatch =
  | { readonly kind: 'match'; readonly match: CondaMatch }
  /** A package file by path or address. */
  | { readonly kind: 'file'; readonly file: CondaFile }
  | { readonly kind: 'problem'; readonly expected: string; readonly offset: number; readonly name?: string }

/** A `.conda` or `.tar.bz2` file; its name states name, version and build (`name-version-build`, read from the right). */
export interface CondaFile {
  readonly location: string
  readonly name: string
  readonly version: string
  readonly build: string
  /** md5 or sha256 behind `#`, as in `@EXPLICIT` lists. */
  readonly hash?: string
}

/**
 * Reads one MatchSpec as conda's `MatchSpec` does: `name`, `name=1.2`, `name==1.2`, `name=1.2=build`, `name 1.2 build`,
 * `name>=1,<2`, `channel::name`, `name[version='>=1',build=py*]`, addresses of package files. A comment behind ` #` is left
 * out. Never throws, linear.
 */
export function parseCondaMatch(written: string, limits: Pick<Limits, 'nameLength'>): ParsedCondaMatch {
  const text = withoutComment(written)
  const file = condaFile(text.trim(), limits)
  if (file !== undefined) return { kind: 'file', file }
  const { head, brackets } = splitBrackets(text)
  const colons = head.lastIndexOf('::')
  const start = firstInk(head, colons < 0 ? 0 : colons + 2)
  const end = nameEnd(head, start)
  const name = head.slice(start, end)
  if (!isCondaName(name, limits)) return { kind: 'problem', expected: 'the name of a conda package', offset: start }
  const rest = readVersionAndBuild(head, end)
  const channel = brackets.get('channel')?.text ?? (colons < 0 ? undefined : head.slice(0, colons).trim())
  const build = brackets.get('build')?.text ?? rest.build
  const version = versionInBrackets(brackets.get('version')) ?? rest.version
  if (version.kind !== 'any' && !isVersionText(version.text, limits)) {
    return { kind: 'problem', expected: `a version of ${name}`, offset: version.offset, name }
  }
  const match = { name, nameOffset: start, version, ...optional('channel', channel), ...optional('build', build) }
  return { kind: 'match', match }
}

/** Is it a name conda allows: letters, digits, `.`, `_` and `-`? */
export function isCondaName(text: string, limits: Pick<Limits, 'nameLength'>): boolean {
  return text.length <= limits.nameLength && /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text)
}

/** Name, version and build of a package file; undefined for anything else. */
function condaFile(location: string, limits: Pick<Limits, 'nameLength'>): CondaFile | undefined {
  const hash = location.indexOf('#')
  const address = hash < 0 ? location : location.slice(0, hash)
  const ending = ['.conda', '.tar.bz2'].find((candidate) => address.endsWith(candidate))
  if (ending === undefined) return undefined
  const slash = Math.max(address.lastIndexOf('/'), address.lastIndexOf('\\'))
  const parts = address.slice(slash + 1, -ending.length).split('-')
  const build = parts.pop()
  const version = parts.pop()
  const name = parts.join('-')
  if (build === undefined || version === undefined || !isCondaName(name, limits)) return undefined
  return {
    location: address,
    name,
    version,
    build,
    ...optional('hash', hash < 0 ? undefined : location.slice(hash + 1)),
  }
}

function withoutComment(text: string): string {
  const comment = text.search(/(?:^|\s)#/)
  return comment < 0 ? text : text.slice(0, comment)
}

function firstInk(text: string, from: number): number {
  const found = text.slice(from).search(/\S/)
  return found < 0 ? text.length : from + found
}

function nameEnd(text: string, start: number): number {
  const found = text.slice(start).search(/[\s=<>!~]/)
  return found < 0 ? text.length : start + found
}

interface VersionAndBuild {
  readonly version: CondaVersion
  readonly build?: string
}

/**
 * What stands behind the name. The build begins at the first `=` or space that follows no operator and has no operator
 * behind it (conda, `_parse_version_plus_build`).
 */
function readVersionAndBuild(head: string, from: number): VersionAndBuild {
  const start = firstInk(head, from)
  const text = head.slice(start).trimEnd()
  const split = buildStart(text)
  const build = split < 0 ? undefined : text.slice(split + 1).trim()
  const written = split < 0 ? text : text.slice(0, split)
  return { version: readVersion(written, start, build !== undefined), ...optional('build', build) }
}

function buildStart(text: string): number {
  const lastOperator = Math.max(...[...'-=,|<>~'].map((character) => text.lastIndexOf(character)))
  for (let i = Math.max(1, lastOperator); i < text.length - 1; i++) {
    const isSeparator = text[i] === '=' || text[i] === ' '
    if (isSeparator && !'=!|,<>~'.includes(text.charAt(i - 1))) return i
  }
  return -1
}

function readVersion(written: string, offset: number, hasBuild: boolean): CondaVersion {
  const text = written.replaceAll(/\s+/g, '')
  if (text === '' || /^=*\*$/.test(text)) return { kind: 'any' }
  const operator = /^[=<>!~]*/.exec(text)?.[0] ?? ''
  const bare = text.slice(operator.length)
  const place = offset + (/[^=<>!~\s]/.exec(written)?.index ?? 0)
  // `1!2.0` has an epoch, `1!=2` does not.
  const isPlain = !/[*,|<>=!~]/.test(bare.replace(/^\d{1,20}!(?!=)/, ''))
  // A single `=` is a prefix, unless a build follows; without any operator the version is exact.
  const isExact = isPlain && (operator === '' || operator === '==' || (operator === '=' && hasBuild))
  return isExact ? { kind: 'exact', text: bare, offset: place } : { kind: 'range', text, offset: place }
}

function versionInBrackets(bracket: CondaBracket | undefined): CondaVersion | undefined {
  return bracket === undefined ? undefined : readVersion(bracket.text, bracket.offset, false)
}

function isVersionText(text: string, limits: Pick<Limits, 'nameLength'>): boolean {
  return text.length <= limits.nameLength && /^[A-Za-z0-9_.+!*,|<>=~^$()-]+$/.test(text) && !text.includes('$')
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [P in K]: string })
}
