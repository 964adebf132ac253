import type { Ecosystem } from '../../../model/ecosystem.ts'
import { AFFIXES, withoutAffix } from './affixes.ts'
import { deletionNeighbourhood, type NearNumbers } from './deletion-neighbourhood.ts'
import { homoglyphFold } from './homoglyphs.ts'
import { type NameForms, nameForms, singular, sortedWords } from './name-forms.ts'

/**
 * The popular names of one ecosystem, filed under everything that another name may share with them. Made once (half a second for
 * 15,000 names), then plain look-ups. Numbers count from 0 for the most popular name; of names that share a form the most popular
 * one is kept.
 */
export interface NameIndex {
  readonly ecosystem: Ecosystem
  /** By number. */
  readonly names: readonly NameForms[]
  /** By the name as its ecosystem spells it. */
  readonly numbers: Numbers
  /** Numbers of names without a scope that may be near; see deletionNeighbourhood(). */
  readonly near: NearNumbers
  readonly joined: Numbers
  readonly folded: Numbers
  readonly singular: Numbers
  readonly sorted: Numbers
  /** Without one affix. */
  readonly bare: Numbers
  /** Without the name of the language. */
  readonly plain: Numbers
  /** `babelcore` for `@babel/core`. */
  readonly flattened: Numbers
  readonly scopes: ScopeIndex
}

/** Scopes of npm by their forms. */
export interface ScopeIndex {
  /** Scopes in the order of their most popular package. */
  readonly names: readonly string[]
  /** The most popular package of each. */
  readonly best: Numbers
  readonly near: NearNumbers
  readonly folded: ReadonlyMap<string, string>
  readonly bare: ReadonlyMap<string, string>
}

/** The number of the name that has a form. */
export type Numbers = ReadonlyMap<string, number>

/** Builds the index from names in order of popularity, the first being rank 1. Empty and overlong names are left out, of two equal ones the second. */
export function nameIndex(ecosystem: Ecosystem, ranked: readonly string[]): NameIndex {
  const names = distinctForms(ecosystem, ranked)
  const open = names.filter(({ scope }) => scope === undefined)
  const numbers = firstNumbers(names, ({ name }) => [name])
  const numberOf = new Uint32Array(open.map(({ name }) => numbers.get(name) ?? 0))
  const nearOpen = deletionNeighbourhood(open.map(({ base }) => base))
  const unscoped = (formsOf: (name: NameForms) => readonly string[]): Numbers =>
    firstNumbers(names, (name) => (name.scope === undefined ? formsOf(name) : []))
  return {
    ecosystem,
    names,
    numbers,
    near: (text) => new Set(Array.from(nearOpen(text), (place) => numberOf[place] ?? 0)),
    joined: unscoped(({ joined }) => [joined]),
    folded: unscoped(({ joined }) => [homoglyphFold(joined)]),
    singular: unscoped(({ words }) => [singular(words)]),
    sorted: unscoped(({ words }) => [sortedWords(words) ?? '']),
    bare: unscoped(({ words }) => withoutAffix(words).filter(saysSomething)),
    plain: unscoped(({ words }) => withoutAffix(words, 'language').filter(saysSomething)),
    flattened: firstNumbers(names, ({ scope, joined }) => (scope === undefined ? [] : [joinedText(scope) + joined])),
    scopes: scopeIndex(names),
  }
}

/** `node` is what is left of `ts-node`: every second name has it. */
function saysSomething(rest: string): boolean {
  return !AFFIXES.has(rest)
}

/** Without separators. */
export function joinedText(text: string): string {
  return text.replace(/[-_.]/g, '')
}

function distinctForms(ecosystem: Ecosystem, ranked: readonly string[]): readonly NameForms[] {
  const distinct = new Map<string, NameForms>()
  for (const written of ranked) {
    const forms = nameForms(ecosystem, written.trim())
    if (forms !== undefined && !distinct.has(forms.name)) distinct.set(forms.name, forms)
  }
  return [...distinct.values()]
}

function firstNumbers(names: readonly NameForms[], formsOf: (name: NameForms) => readonly string[]): Numbers {
  const first = new Map<string, number>()
  for (const [number, name] of names.entries()) {
    for (const form of formsOf(name)) if (form !== '' && !first.has(form)) first.set(form, number)
  }
  return first
}

function scopeIndex(all: readonly NameForms[]): ScopeIndex {
  const best = firstNumbers(all, ({ scope }) => (scope === undefined ? [] : [scope]))
  const names = [...best.keys()]
  return {
    names,
    best,
    near: deletionNeighbourhood(names),
    folded: firstOwner(names, (scope) => [homoglyphFold(joinedText(scope))]),
    bare: firstOwner(names, (scope) => [joinedText(scope)]),
  }
}

function firstOwner(
  names: readonly string[],
  formsOf: (name: string) => readonly string[],
): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  for (const name of names) for (const form of formsOf(name)) if (!first.has(form)) first.set(form, name)
  return first
}
