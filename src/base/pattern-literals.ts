import { lengthOf, type PatternNode } from './pattern-tree.ts'

/**
 * Literal texts, in lower case, one of which every match of a pattern holds: what a search can look for first. The longest that can be proved; empty where
 * there are none of `shortest` letters.
 */
export function literalsOf(node: PatternNode, shortest: number): readonly string[] {
  const found = required(node)
  return found.length > 0 && found.every((literal) => literal.length >= shortest) ? found : []
}

/** More alternatives than a pattern has of its own accord. */
const MOST = 200

function required(node: PatternNode): readonly string[] {
  switch (node.kind) {
    case 'group':
      return required(node.body)
    case 'repeat':
      return node.min === 0 ? [] : required(node.body)
    case 'choice': {
      const all = node.items.map(required)
      return all.some((literals) => literals.length === 0) ? [] : all.flat().slice(0, MOST + 1)
    }
    case 'sequence':
      return longer(literalRuns(node.items), node.items.map(required))
    case 'set': {
      const letter = letterOf(node)
      return letter === undefined ? [] : [letter]
    }
    default:
      return []
  }
}

/** Of several sets of literals the one whose shortest member is longest. */
function longer(runs: readonly string[], others: readonly (readonly string[])[]): readonly string[] {
  const sets = [...runs.map((run) => [run]), ...others].filter((set) => set.length > 0 && set.length <= MOST)
  return sets.reduce<readonly string[]>((best, set) => (shortestOf(set) > shortestOf(best) ? set : best), [])
}

function shortestOf(literals: readonly string[]): number {
  return literals.length === 0 ? 0 : Math.min(...literals.map((literal) => literal.length))
}

/** Letters that stand directly one behind the other. */
function literalRuns(items: readonly PatternNode[]): readonly string[] {
  const runs: string[] = ['']
  for (const item of items) {
    const letter = letterOf(item)
    if (letter !== undefined) runs.push(`${runs.pop() ?? ''}${letter}`)
    else if (lengthOf(item).max > 0) runs.push('')
  }
  return runs.filter((run) => run !== '')
}

/** The one letter, in lower case, that a node matches, whatever its case. */
function letterOf(node: PatternNode): string | undefined {
  if (node.kind !== 'set') return undefined
  const letters = new Set<string>()
  node.set.forEach((flag, code) => {
    if (flag === 1) letters.add(String.fromCharCode(code).toLowerCase())
  })
  const [letter] = letters
  return letters.size === 1 ? letter : undefined
}
