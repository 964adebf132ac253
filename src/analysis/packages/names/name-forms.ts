import type { Ecosystem } from '../../../model/ecosystem.ts'
import { packageName } from '../../../model/package-name.ts'

/** A name taken apart, in lower case. */
export interface NameForms {
  /** As the ecosystem spells it (PEP 503 on PyPI), case kept where the ecosystem keeps it. */
  readonly name: string
  /** `babel` of `@babel/core`; undefined outside npm and without a scope. */
  readonly scope: string | undefined
  /** The name without its scope. */
  readonly base: string
  /** The base split at `-`, `_` and `.`. */
  readonly words: readonly string[]
  /** The words with nothing between them. */
  readonly joined: string
}

/** Longest name of npm; PyPI has none that is longer either (the longest installed here has 58 characters). */
export const LONGEST_NAME = 214

/** Takes a name apart; undefined for an empty one and for one that no registry holds because of its length. */
export function nameForms(ecosystem: Ecosystem, written: string): NameForms | undefined {
  if (written === '' || written.length > LONGEST_NAME) return undefined
  const name = packageName(ecosystem, written)
  const { scope, rest } = scopeOf(ecosystem, name)
  const base = rest.toLowerCase()
  const words = base.split(/[-_. ]/).filter((word) => word !== '')
  return { name, scope, base, words, joined: words.join('') }
}

function scopeOf(ecosystem: Ecosystem, name: string): { readonly scope: string | undefined; readonly rest: string } {
  const slash = name.indexOf('/')
  if (ecosystem !== 'npm' || !name.startsWith('@') || slash < 2) return { scope: undefined, rest: name }
  return { scope: name.slice(1, slash).toLowerCase(), rest: name.slice(slash + 1) }
}

/** The words in one order, so that `dateutil-python` and `python-dateutil` are one; undefined for a name of one word. */
export function sortedWords(words: readonly string[]): string | undefined {
  return words.length < 2 ? undefined : words.toSorted().join('-')
}

/** Without the `s` of the plural, word by word: `requests` -> `request`, but `express` and `css` stay. */
export function singular(words: readonly string[]): string {
  return words.map((word) => (word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word)).join('')
}
