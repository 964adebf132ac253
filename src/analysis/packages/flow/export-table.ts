import type { ExportSummary, ModuleSummary } from './module-summary.ts'
import type { PackageResolver } from './package-resolver.ts'

/** What a name of another file leads to. */
export interface Target {
  /** Index of the module. */
  readonly module: number
  readonly export: ExportSummary
  /** What of the member is left when the export is found: `emit` of `bus.emit`; empty where it is the export itself. */
  readonly rest: string
  /** Is what the export gives meant, not the export itself: `create().send`? */
  readonly isResult: boolean
}

/** Re-exports that are followed from one another, and targets of one name. */
const MOST_STEPS = 8
const MOST_TARGETS = 16

/** A member, and how many of its parts are the name of an export. */
interface Split {
  readonly parts: readonly string[]
  readonly count: number
  /** Is the module itself called? */
  readonly isCalled: boolean
}

/** Names in all, so that files that re-export each other end. */
const MOST_LOOKUPS = 2_000_000

interface Search {
  readonly found: Set<Target>
  /** Modules and names that were looked up. */
  readonly seen: Set<string>
}

interface Own {
  readonly exports: ReadonlyMap<string, readonly ExportSummary[]>
  readonly stars: readonly ExportSummary[]
}

/** The exports of all modules of a package. Lives while it is linked. */
export class ExportTable {
  readonly #modules: readonly ModuleSummary[]
  readonly #resolver: PackageResolver
  readonly #indices = new Map<string, number>()
  readonly #own: (Own | undefined)[] = []
  readonly #known = new Map<string, readonly Target[]>()
  #left = MOST_LOOKUPS

  constructor(modules: readonly ModuleSummary[], resolver: PackageResolver) {
    this.#modules = modules
    this.#resolver = resolver
    for (const [index, { file }] of modules.entries()) this.#indices.set(file.path, index)
  }

  /** Indices of the modules that a specifier loads from a module. */
  loaded(from: number, specifier: string): readonly number[] {
    const path = this.#modules[from]?.file.path ?? ''
    return this.#resolver.loaded(path, specifier).flatMap((one) => this.#indices.get(one) ?? [])
  }

  /** The modules and their members that a name stands for from a module, as written: re-exports are not followed. */
  located(from: number, specifier: string, member: string): readonly string[] {
    const path = this.#modules[from]?.file.path ?? ''
    return this.#resolver.locate(path, specifier).flatMap((one) => {
      const index = this.#indices.get(one.path)
      return index === undefined ? [] : [`${index} ${joinedNames(one.member, member)}`]
    })
  }

  /** What a specifier and a member of it lead to from a module. */
  targets(from: number, specifier: string, member: string): readonly Target[] {
    const key = `${from}\0${specifier}\0${member}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const search: Search = { found: new Set(), seen: new Set() }
    this.#follow(from, specifier, member, 0, search)
    const targets = [...search.found].slice(0, MOST_TARGETS)
    this.#known.set(key, targets)
    return targets
  }

  #follow(from: number, specifier: string, member: string, step: number, search: Search): void {
    if (step > MOST_STEPS || search.found.size >= MOST_TARGETS) return
    const path = this.#modules[from]?.file.path ?? ''
    for (const located of this.#resolver.locate(path, specifier)) {
      const index = this.#indices.get(located.path)
      const name = joinedNames(located.member, member)
      const key = `${index} ${name}`
      // Files may re-export each other in circles.
      if (index === undefined || search.seen.has(key) || --this.#left <= 0) continue
      search.seen.add(key)
      this.#member(index, name, step, search)
    }
  }

  /** The longest name that is exported, and what is left of the member. */
  #member(index: number, member: string, step: number, search: Search): void {
    const parts = partsOf(member)
    const isCalled = member.startsWith('(')
    const { exports, stars } = this.#ownOf(index)
    for (let count = parts.length; count >= 0; count--) {
      if (count === 0) {
        const before = search.found.size
        for (const star of stars)
          for (const { specifier, member: of } of star.others)
            this.#follow(index, specifier, joinedNames(of, member), step + 1, search)
        if (search.found.size > before) return
      }
      const name = parts.slice(0, count).map(bare).join('.')
      const known = [...(exports.get(name) ?? []), ...(exports.get(name === '' ? 'default' : `default.${name}`) ?? [])]
      for (const one of known) this.#found(index, one, { parts, count, isCalled }, step, search)
      if (known.length > 0) return
    }
  }

  #found(index: number, one: ExportSummary, { parts, count, isCalled }: Split, step: number, search: Search): void {
    const rest = parts.slice(count).join('.')
    const isResult = count === 0 ? isCalled : parts[count - 1]?.endsWith(')') === true
    for (const { specifier, member } of one.others)
      this.#follow(index, specifier, joinedNames(`${member}${isResult ? '()' : ''}`, rest), step + 1, search)
    if (one.others.length === 0 || one.flow !== 0) search.found.add({ module: index, export: one, rest, isResult })
  }

  #ownOf(index: number): Own {
    const known = this.#own[index]
    if (known !== undefined) return known
    const exports = new Map<string, ExportSummary[]>()
    const stars: ExportSummary[] = []
    for (const one of this.#modules[index]?.exports ?? []) {
      if (one.name === '*') stars.push(one)
      else exports.set(one.name, [...(exports.get(one.name) ?? []), one].slice(0, MOST_TARGETS))
    }
    const own = { exports, stars }
    this.#own[index] = own
    return own
  }
}

function joinedNames(a: string, b: string): string {
  return a === '' ? b : b === '' ? a : b.startsWith('(') || b.startsWith('[') ? `${a}${b}` : `${a}.${b}`
}

/** Most parts of a name. */
const MOST_PARTS = 12

/** `Client().send` is `Client()` and `send`; `().send` is `send`. */
function partsOf(member: string): readonly string[] {
  return member
    .split('.')
    .filter((part) => bare(part) !== '')
    .slice(0, MOST_PARTS)
}

/** Of instances and of what a function gives the members are exported under the name of the class or function. */
function bare(part: string): string {
  return part.replaceAll(/\(\)|\[\]/g, '')
}
