import type { Limits } from '../base/limits.ts'
import { type MarkerProblem, parseMarker } from './pep508-marker.ts'

/** A dependency specifier of PEP 508, for example `torch[opt]>=2,<3 ; sys_platform == "linux"`. Offsets count in the text given. */
export interface Requirement {
  /** As written. */
  readonly name: string
  readonly nameOffset: number
  readonly extras: readonly string[]
  readonly specifiers: readonly Specifier[]
  /** The specifier set as written, without parentheses; empty when there is none. */
  readonly specifier: string
  /** `name @ url`. Excludes specifiers. */
  readonly url?: { readonly text: string; readonly offset: number }
  /** Kept as written even when it breaks the grammar: a package is not lost over a typo in its condition. */
  readonly marker?: { readonly text: string; readonly problem?: MarkerProblem }
}

/** One clause of a specifier set; `offset` is where the version begins, behind the operator. */
export interface Specifier {
  readonly operator: SpecifierOperator
  readonly version: string
  readonly offset: number
}

export type SpecifierOperator = (typeof OPERATORS)[number]

/** What was expected where the grammar was left. `name` is there when the package is named all the same: `torch==${VERSION}`. */
export interface RequirementProblem {
  readonly expected: string
  readonly offset: number
  readonly name?: { readonly text: string; readonly offset: number }
}

export type ParsedRequirement =
  | { readonly kind: 'requirement'; readonly requirement: Requirement }
  | { readonly kind: 'problem'; readonly problem: RequirementProblem }

/** Longest first: `===` begins with `==`. */
const OPERATORS = ['===', '~=', '==', '!=', '<=', '>=', '<', '>'] as const

interface Cursor {
  readonly text: string
  readonly longest: number
  at: number
  expected: string | undefined
}

/**
 * Reads one dependency specifier (PEP 508, with the trailing commas and the parentheses that `packaging` accepts).
 * Never throws; every character is looked at a bounded number of times.
 */
export function parseRequirement(text: string, limits: Pick<Limits, 'nameLength'>): ParsedRequirement {
  const cursor: Cursor = { text, longest: limits.nameLength, at: 0, expected: undefined }
  skipSpace(cursor)
  const nameOffset = cursor.at
  const name = readName(cursor)
  if (name === undefined) return problemAt(cursor)
  skipSpace(cursor)
  const named = /[[(=<>!~;@]/.test(text.charAt(cursor.at)) ? { name: { text: name, offset: nameOffset } } : {}

  const extras = readExtras(cursor)
  if (extras === undefined) return problemAt(cursor, named)
  skipSpace(cursor)
  if (text[cursor.at] === '@') {
    const url = readUrl(cursor)
    if (url === undefined) return problemAt(cursor, named)
    return finish(cursor, { name, nameOffset, extras, specifiers: [], specifier: '', url }, named)
  }
  const set = readSpecifierSet(cursor)
  if (set === undefined) return problemAt(cursor, named)
  return finish(cursor, { name, nameOffset, extras, ...set }, named)
}

/**
 * Is it a distribution name (PEP 508 `identifier`): ASCII letters and digits, `.`, `_` and `-` between them? Names of
 * everything that is reported go through here, so none can carry a line break, an escape sequence or a path.
 */
export function isPackageName(text: string, limits: Pick<Limits, 'nameLength'>): boolean {
  return text.length <= limits.nameLength && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text)
}

type Named = Pick<RequirementProblem, 'name'>

function problemAt(cursor: Cursor, named: Named = {}): ParsedRequirement {
  const expected = cursor.expected ?? 'a dependency specifier'
  return { kind: 'problem', problem: { expected, offset: cursor.at, ...named } }
}

/** The marker or the end of the text. */
function finish(cursor: Cursor, requirement: Requirement, named: Named): ParsedRequirement {
  skipSpace(cursor)
  if (cursor.at === cursor.text.length) return { kind: 'requirement', requirement }
  if (cursor.text[cursor.at] !== ';') {
    cursor.expected = requirement.specifiers.length > 0 ? '`,`, `;` or the end' : 'a version specifier, `;` or the end'
    return problemAt(cursor, named)
  }
  const marker = cursor.text.slice(cursor.at + 1).trim()
  const parsed = parseMarker(marker)
  const problem = parsed.kind === 'problem' ? { problem: parsed.problem } : {}
  return { kind: 'requirement', requirement: { ...requirement, marker: { text: marker, ...problem } } }
}

function readName(cursor: Cursor): string | undefined {
  const start = cursor.at
  let end = start
  for (let i = start; i < cursor.text.length && isNameCharacter(cursor.text.charCodeAt(i)); i++) {
    if (isAlphanumeric(cursor.text.charCodeAt(i))) end = i + 1
    else if (i === start) break
  }
  if (end === start) return fail(cursor, 'a package name')
  if (end - start > cursor.longest) return fail(cursor, `a package name of at most ${cursor.longest} characters`)
  cursor.at = end
  return cursor.text.slice(start, end)
}

function readExtras(cursor: Cursor): readonly string[] | undefined {
  if (!accept(cursor, '[')) return []
  const extras: string[] = []
  skipSpace(cursor)
  if (accept(cursor, ']')) return extras
  for (;;) {
    skipSpace(cursor)
    const extra = readName(cursor)
    if (extra === undefined) return fail(cursor, 'the name of an extra')
    extras.push(extra)
    skipSpace(cursor)
    if (accept(cursor, ']')) return extras
    if (!accept(cursor, ',')) return fail(cursor, '`,` or `]`')
  }
}

/** Up to white space; a `;` right behind the URL and before white space separates a marker, as people write it. */
function readUrl(cursor: Cursor): Requirement['url'] | undefined {
  cursor.at++
  skipSpace(cursor)
  const offset = cursor.at
  while (cursor.at < cursor.text.length && !isSpace(cursor.text.charCodeAt(cursor.at))) cursor.at++
  if (cursor.at > offset && cursor.text[cursor.at - 1] === ';') cursor.at--
  if (cursor.at === offset) return fail(cursor, 'a URL')
  return { text: cursor.text.slice(offset, cursor.at), offset }
}

function readSpecifierSet(cursor: Cursor): Pick<Requirement, 'specifiers' | 'specifier'> | undefined {
  const parenthesised = accept(cursor, '(')
  skipSpace(cursor)
  const start = cursor.at
  let end = start
  const specifiers: Specifier[] = []
  for (;;) {
    const operator = readOperator(cursor)
    if (operator === undefined) break
    const specifier = readVersion(cursor, operator)
    if (specifier === undefined) return undefined
    specifiers.push(specifier)
    end = cursor.at
    skipSpace(cursor)
    if (!accept(cursor, ',')) break
    skipSpace(cursor)
  }
  if (parenthesised && !accept(cursor, ')')) return fail(cursor, '`)`')
  return { specifiers, specifier: cursor.text.slice(start, end) }
}

function readOperator(cursor: Cursor): SpecifierOperator | undefined {
  const operator = OPERATORS.find((candidate) => cursor.text.startsWith(candidate, cursor.at))
  if (operator !== undefined) cursor.at += operator.length
  return operator
}

/** `===` compares any text (PEP 440, "Arbitrary equality"); the others take the characters PEP 508 gives a version. */
function readVersion(cursor: Cursor, operator: SpecifierOperator): Specifier | undefined {
  skipSpace(cursor)
  const offset = cursor.at
  const belongs = operator === '===' ? isArbitraryCharacter : isVersionCharacter
  while (cursor.at < cursor.text.length && belongs(cursor.text.charCodeAt(cursor.at))) cursor.at++
  if (cursor.at === offset) return fail(cursor, `a version behind \`${operator}\``)
  const length = cursor.at - offset
  if (length > cursor.longest) {
    cursor.at = offset
    return fail(cursor, `a version of at most ${cursor.longest} characters`)
  }
  return { operator, version: cursor.text.slice(offset, cursor.at), offset }
}

function accept(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false
  cursor.at++
  return true
}

/** The innermost expectation stands: it names the token that is wrong. */
function fail(cursor: Cursor, expected: string): undefined {
  cursor.expected ??= expected
  return undefined
}

function skipSpace(cursor: Cursor): void {
  while (isSpace(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}

/** `-`, `.`, `_` besides. */
function isNameCharacter(code: number): boolean {
  return isAlphanumeric(code) || code === 45 || code === 46 || code === 95
}

/** `*`, `+`, `!` besides. */
function isVersionCharacter(code: number): boolean {
  return isNameCharacter(code) || code === 42 || code === 43 || code === 33
}

/** Anything but white space, `;`, `,` and `)`. */
function isArbitraryCharacter(code: number): boolean {
  return !isSpace(code) && code !== 59 && code !== 44 && code !== 41
}
