import type { CodeOf } from '../../base/error-catalogue.ts'
import type { LineIndex } from '../../formats/line-index.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { at, type Location } from '../../model/location.ts'
import {
  type Extraction,
  type MentionEdge,
  type MentionRole,
  type Origin,
  type PackageMention,
  ROOT,
  type Scope,
  type VersionClaim,
} from '../../model/package-mention.ts'
import { withoutCredentials } from './address.ts'
import { isNpmName } from './package-name.ts'

/** What one place of a file says of a package. */
export interface PackageFact {
  readonly name: string
  readonly version: VersionClaim
  readonly origin: Origin
  readonly role: MentionRole
  readonly scope: Scope
  readonly direct: PackageMention['direct']
  /** Of the version token, else of the name. */
  readonly offset: number
  /** What stands there; cut here. */
  readonly text: string
  readonly groups?: readonly string[] | undefined
  readonly marker?: string | undefined
  readonly integrity?: readonly string[] | undefined
  /** The version is the published one, the code is not: a patch of the project's own is applied. */
  readonly patched?: boolean | undefined
}

/**
 * A mention that may still grow. The sets are made when a second place adds to it: most packages have one place, and a hostile
 * file can add to one package a million times.
 */
interface Growing {
  readonly mention: { -readonly [K in keyof PackageMention]: PackageMention[K] }
  groups?: Set<string>
  integrity?: Set<string>
}

const NONE: readonly string[] = []

/** Enough to see what is wrong with a file; a hostile one could cause millions. */
const MOST_DIAGNOSTICS = 50
const LONGEST_TEXT = 200
const LONGEST_EXCERPT = 120
const LONGEST_GROUP = 200

const NEAREST_FIRST: readonly Scope[] = ['runtime', 'optional', 'build', 'development']
const SUREST_FIRST: readonly PackageMention['direct'][] = ['yes', 'unknown', 'no']

/**
 * Gathers what one file says. A lock file places the same package several times: places with the same name, version and
 * origin become one mention, which is for production as soon as one place is. A class because it lives as long as one extraction.
 */
export class Ledger {
  readonly #path: string
  readonly #source: string
  readonly #lines: LineIndex
  readonly #mentions = new Map<string, Growing>()
  readonly #locked = new Map<string, Growing>()
  readonly #keyUses = new Map<string, number>()
  readonly #edges = new Map<string, Set<string>>()
  readonly #diagnostics: Diagnostic[] = []
  #unlisted = 0

  /** `path` is the file's, `source` the extractor's id, `lines` those of the parsed text. */
  constructor(path: string, source: string, lines: LineIndex) {
    this.#path = path
    this.#source = source
    this.#lines = lines
  }

  /** Takes a fact down and answers the key of its mention; undefined, with a diagnostic, when the name is no package name. */
  add(fact: PackageFact): string | undefined {
    if (!isNpmName(fact.name)) {
      this.note(`expected the name of a package, found ${excerpt(fact.name)}`, fact.offset)
      return undefined
    }
    if (fact.role !== 'locks') return this.#enter(fact).mention.key
    const known = this.#samePackage(fact)
    return (known === undefined ? this.#enter(fact) : merge(known, fact)).mention.key
  }

  /** `from` (a key, or ROOT) needs `to`. A package that needs itself, and a key that is not there, say nothing. */
  edge(from: string | undefined, to: string | undefined): void {
    if (from === undefined || to === undefined || from === to) return
    const targets = this.#edges.get(from)
    if (targets === undefined) this.#edges.set(from, new Set([to]))
    else targets.add(to)
  }

  /** ROOT needs `to`. */
  rootEdge(to: string | undefined): void {
    this.edge(ROOT, to)
  }

  /** Something that was not understood, or not looked at. */
  note(message: string, offset: number, code: CodeOf<'format'> = 'FORMAT_PARTIAL'): void {
    if (this.#diagnostics.length >= MOST_DIAGNOSTICS) {
      this.#unlisted++
      return
    }
    this.#diagnostics.push({ code, level: 'warning', message, location: this.#location(offset), source: this.#source })
  }

  extraction(): Extraction {
    const edges: MentionEdge[] = []
    for (const [from, targets] of this.#edges) for (const to of targets) edges.push({ from, to })
    const diagnostics = this.#unlisted === 0 ? this.#diagnostics : [...this.#diagnostics, this.#remainder()]
    return { mentions: [...this.#mentions.values()].map(finished), edges, includes: [], clues: [], diagnostics }
  }

  #location(offset: number): Location {
    const { line, column } = this.#lines.position(offset)
    return at(this.#path, line, column)
  }

  /** A registry package without an address may be any copy of it; two different addresses are two packages. */
  #samePackage(fact: PackageFact): Growing | undefined {
    if (fact.origin.kind !== 'registry') return this.#locked.get(preciseIdentity(fact))
    const first = this.#locked.get(looseIdentity(fact))
    if (first === undefined || fact.origin.index === undefined) return first
    const { origin } = first.mention
    if (origin.kind === 'registry' && (origin.index ?? fact.origin.index) === fact.origin.index) return first
    return this.#locked.get(preciseIdentity(fact))
  }

  #enter(fact: PackageFact): Growing {
    const mention: Growing['mention'] = {
      key: this.#freeKey(fact),
      ecosystem: 'npm',
      name: fact.name,
      version: fact.version,
      origin: fact.origin,
      role: fact.role,
      scope: fact.scope,
      groups: sortedGroups(fact.groups ?? NONE),
      direct: fact.direct,
      location: this.#location(fact.offset),
      text: shownText(fact),
      integrity: fact.integrity ?? NONE,
    }
    if (fact.marker !== undefined) mention.marker = cut(fact.marker, LONGEST_TEXT)
    const entry: Growing = { mention }
    this.#mentions.set(mention.key, entry)
    if (fact.role === 'locks') this.#rememberPackage(fact, entry)
    return entry
  }

  #rememberPackage(fact: PackageFact, entry: Growing): void {
    const loose = looseIdentity(fact)
    const isFirst = fact.origin.kind === 'registry' && !this.#locked.has(loose)
    this.#locked.set(isFirst ? loose : preciseIdentity(fact), entry)
  }

  #freeKey(fact: PackageFact): string {
    const wanted = `${fact.name}@${versionText(fact.version)}`
    const plain = fact.origin.kind === 'registry' || fact.version.kind === 'exact'
    const base = plain ? wanted : cut(`${fact.name}@${address(fact.origin)}`, 2 * LONGEST_TEXT)
    for (;;) {
      const uses = (this.#keyUses.get(base) ?? 0) + 1
      this.#keyUses.set(base, uses)
      const key = uses === 1 ? base : `${base} (${uses})`
      if (!this.#mentions.has(key)) return key
    }
  }

  #remainder(): Diagnostic {
    return {
      code: 'FORMAT_PARTIAL',
      level: 'warning',
      message: `${this.#unlisted} more places of this file were not understood`,
      location: { path: this.#path },
      source: this.#source,
    }
  }
}

/** Foreign text for a message: quoted, escaped, cut. */
export function excerpt(text: string): string {
  return JSON.stringify(cut(withoutCredentials(text.slice(0, 2 * LONGEST_EXCERPT)), LONGEST_EXCERPT))
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`
}

function cutGroup(group: string): string {
  return cut(group, LONGEST_GROUP)
}

function looseIdentity(fact: PackageFact): string {
  return `${fact.name}@${versionText(fact.version)}`
}

function preciseIdentity(fact: PackageFact): string {
  return `${looseIdentity(fact)} ${fact.origin.kind} ${address(fact.origin)}`
}

function versionText(version: VersionClaim): string {
  if (version.kind === 'exact') return version.version
  return version.kind === 'range' ? version.text : version.kind === 'any' ? '*' : ''
}

function address(origin: Origin): string {
  if (origin.kind === 'registry') return origin.index ?? ''
  if (origin.kind === 'git') return `${origin.url}#${origin.commit ?? ''}`
  return origin.kind === 'url' ? origin.url : origin.path
}

function merge(known: Growing, fact: PackageFact): Growing {
  const { mention } = known
  mention.scope = nearer(NEAREST_FIRST, mention.scope, fact.scope)
  mention.direct = nearer(SUREST_FIRST, mention.direct, fact.direct)
  if (mention.origin.kind === 'registry' && mention.origin.index === undefined) mention.origin = fact.origin
  if (fact.groups !== undefined) {
    known.groups ??= new Set(mention.groups)
    for (const group of fact.groups) known.groups.add(cutGroup(group))
  }
  if (fact.integrity !== undefined) {
    known.integrity ??= new Set(mention.integrity)
    for (const digest of fact.integrity) known.integrity.add(digest)
  }
  if (fact.patched === true) mention.text = shownText(fact)
  // Installed everywhere as soon as one place has no condition.
  if (mention.marker !== fact.marker) delete mention.marker
  return known
}

function nearer<T>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(a) <= order.indexOf(b) ? a : b
}

function shownText(fact: PackageFact): string {
  const text = withoutCredentials(fact.text.slice(0, 2 * LONGEST_TEXT))
  return cut(fact.patched === true ? `${text} (patched)` : text, LONGEST_TEXT)
}

function finished({ mention, groups, integrity }: Growing): PackageMention {
  if (groups !== undefined) mention.groups = [...groups].sort()
  if (integrity !== undefined) mention.integrity = [...integrity]
  return mention
}

function sortedGroups(groups: readonly string[]): readonly string[] {
  return groups.length === 0 ? NONE : [...new Set(groups.map(cutGroup))].sort()
}
