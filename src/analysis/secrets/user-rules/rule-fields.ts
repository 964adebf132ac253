import { PatternMistake } from '../../../base/pattern-tree.ts'
import { patternMistake } from '../../../base/patterns.ts'
import { excerpt } from '../../../base/escape.ts'
import { entry, items, type Tree, type TreeValue } from '../../../formats/tree.ts'
import type { RuleProblem, WrittenPattern } from './user-rule.ts'

/** Reads fields of a tree; what is not as expected becomes a problem with its line. Lives as long as the reading of one file. */
export class RuleFields {
  readonly problems: RuleProblem[] = []
  readonly #tree: Tree

  constructor(tree: Tree) {
    this.#tree = tree
  }

  tell(offset: number, message: string): void {
    this.problems.push({ line: this.#tree.lines.position(offset).line, message })
  }

  text(table: TreeValue, key: string): string | undefined {
    const value = entry(table, key)?.value
    if (value === undefined) return undefined
    if (value.kind === 'scalar' && typeof value.value === 'string') return value.value
    this.tell(value.offset, `expected text for "${key}", found ${kindOf(value)}`)
    return undefined
  }

  number(table: TreeValue, key: string): number | undefined {
    const value = entry(table, key)?.value
    if (value === undefined) return undefined
    if (value.kind === 'scalar' && typeof value.value === 'number') return value.value
    this.tell(value.offset, `expected a number for "${key}", found ${kindOf(value)}`)
    return undefined
  }

  /** A list of texts; one text alone counts as a list of one. */
  texts(table: TreeValue, key: string): readonly { readonly text: string; readonly offset: number }[] {
    const value = entry(table, key)?.value
    if (value === undefined) return []
    return (value.kind === 'array' ? items(value) : [value]).flatMap((item) => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return [{ text: item.value, offset: item.offset }]
      this.tell(item.offset, `expected text in "${key}", found ${kindOf(item)}`)
      return []
    })
  }

  /** A pattern that can be used on `reach` characters: translated, linear in time. `offset` is where the problem is told. */
  pattern(
    source: string,
    offset: number,
    reach: number,
    translate: (source: string) => WrittenPattern,
  ): WrittenPattern | undefined {
    try {
      const pattern = translate(source)
      const mistake = patternMistake(pattern.source, pattern.flags, reach)
      if (mistake !== undefined) throw mistake
      return pattern
    } catch (error) {
      if (!(error instanceof PatternMistake)) throw error
      this.tell(offset, `the pattern ${excerpt(source, 60)} cannot be used: it ${error.message}`)
      return undefined
    }
  }

  /** Tells keys that are not known, so that nothing is dropped silently. */
  onlyKnows(table: TreeValue, known: readonly string[], where: string): void {
    if (table.kind !== 'object') return
    for (const { key, keyOffset } of table.entries) {
      if (!known.includes(key)) this.tell(keyOffset, `"${excerpt(key, 60)}" of ${where} is not taken`)
    }
  }
}

function kindOf(value: TreeValue): string {
  if (value.kind !== 'scalar') return value.kind === 'array' ? 'a list' : 'an object'
  return value.value === null ? 'nothing' : `a ${typeof value.value}`
}
