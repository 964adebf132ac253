import { type CharacterSet, CHARACTERS, complement, overlaps, union } from './character-set.ts'
import { lengthOf, PatternMistake, type PatternNode, type PatternRepeat } from './pattern-tree.ts'

/**
 * An upper bound for the steps a backtracking engine takes to try a pattern at one place, on any text of which it sees `reach` characters. Constant for a
 * pattern, whatever the text: trying it at every place of a text is then linear in the text.
 *
 * A repetition can only be left in more than one way where what follows may begin with what it repeats; only then does the cost of what follows
 * count once for each way. Choices count once where their alternatives begin differently, else as often as there are alternatives. Throws
 * PatternMistake for back references, unbounded look-behind and repetitions of what can be read in several ways: those are not bounded by a product.
 */
export function patternCost(node: PatternNode, reach: number): number {
  return cost(node, END, reach)
}

/** What comes behind a node: what it costs to try and with which characters it may begin. */
interface Rest {
  readonly cost: number
  readonly first: CharacterSet
  /** The literal text it begins with, each letter as a set, and what comes behind that costs. */
  readonly literal: readonly CharacterSet[]
  readonly behind: number
}

const END: Rest = { cost: 1, first: new Uint8Array(CHARACTERS), literal: [], behind: 1 }
const ANY = complement(new Uint8Array(CHARACTERS))

function cost(node: PatternNode, rest: Rest, reach: number): number {
  switch (node.kind) {
    case 'set':
      return 1 + rest.cost
    case 'edge':
      return rest.cost
    case 'group':
      return cost(node.body, rest, reach)
    case 'look':
      if (node.behind && lengthOf(node.body).max === Infinity)
        throw new PatternMistake('has a look-behind without a bound', node.from)
      return cost(node.body, END, reach) + rest.cost
    case 'sequence':
      return node.items.reduceRight((behind, item) => before(item, behind, reach), rest).cost
    case 'choice':
      return choiceCost(node.items, rest, reach)
    case 'repeat':
      return repeatCost(node, rest, reach)
    case 'back-reference':
      throw new PatternMistake('has a back reference', node.from)
  }
}

function before(node: PatternNode, rest: Rest, reach: number): Rest {
  const start = firstOf(node)
  const all = cost(node, rest, reach)
  const first = start.empty ? union(start.set, rest.first) : start.set
  if (!isLetter(node)) return { cost: all, first, literal: [], behind: all }
  return { cost: all, first, literal: [node.set, ...rest.literal.slice(0, LITERAL - 1)], behind: rest.behind }
}

/** How much of a literal is looked at: each more makes the bound a little less pessimistic. */
const LITERAL = 16

/** One character, or one in both cases. */
function isLetter(node: PatternNode): node is Extract<PatternNode, { kind: 'set' }> {
  return node.kind === 'set' && node.set.reduce((count, flag) => count + flag, 0) <= 2
}

function choiceCost(items: readonly PatternNode[], rest: Rest, reach: number): number {
  const costs = items.map((item) => cost(item, rest, reach))
  if (!beginAlike(items)) return items.length + Math.max(...costs)
  return costs.reduce((sum, one) => sum + one, 0)
}

function repeatCost(node: PatternRepeat, rest: Rest, reach: number): number {
  const most = Math.min(node.max, reach)
  const start = firstOf(node.body)
  if (most > 1 && start.empty) throw new PatternMistake('repeats what may be empty', node.from)
  if (most > 1 && ways(node.body, start.set, reach) > 1)
    throw new PatternMistake('repeats what can itself be read in several ways', node.from)
  // Leaving where nothing can follow fails at the first character: one step for each place.
  return most * cost(node.body, END, reach) + most + exitCost(exitsOf(node, start.set, rest, reach), rest)
}

/** A literal that follows is found in few of the places: at most as often as it fits into them without its letters getting into each other's way. */
function exitCost(exits: number, rest: Rest): number {
  const passes = Math.min(exits, Math.floor(exits / period(rest.literal)) + 1)
  return exits * rest.literal.length + passes * (rest.literal.length === 0 ? rest.cost : rest.behind)
}

/** The least distance at which a literal can stand twice. */
function period(literal: readonly CharacterSet[]): number {
  for (let shift = 1; shift < literal.length; shift++) {
    if (literal.slice(shift).every((set, index) => overlaps(set, literal[index] ?? ANY))) return shift
  }
  return Math.max(1, literal.length)
}

/** In how many places the repetition can be left so that what follows gets further than its first character. */
function exitsOf(node: PatternRepeat, start: CharacterSet, rest: Rest, reach: number): number {
  const most = Math.min(node.max, reach)
  if (ways(node.body, union(start, rest.first), reach) > 1) return Math.min(reach, most * lengthOf(node.body).max) + 1
  return overlaps(start, rest.first) ? Math.max(1, most - node.min + 1) : 1
}

/** In how many ways a node can match at one place when `next` may follow. */
function ways(node: PatternNode, next: CharacterSet, reach: number): number {
  switch (node.kind) {
    case 'group':
      return ways(node.body, next, reach)
    case 'sequence': {
      let follow = next
      let product = 1
      for (const item of node.items.toReversed()) {
        product *= ways(item, follow, reach)
        const start = firstOf(item)
        follow = start.empty ? union(start.set, follow) : start.set
      }
      return product
    }
    case 'choice': {
      const each = node.items.map((item) => ways(item, next, reach))
      return beginAlike(node.items) ? each.reduce((sum, one) => sum + one, 0) : Math.max(...each)
    }
    case 'repeat': {
      const start = firstOf(node.body).set
      const inside = node.max > 1 ? ways(node.body, union(start, next), reach) : ways(node.body, next, reach)
      const ends = overlaps(start, next) ? Math.max(1, Math.min(node.max, reach) - node.min + 1) : 1
      return inside > 1 && node.max > 1 ? Infinity : inside * ends
    }
    default:
      return 1
  }
}

/** May two of the alternatives begin with the same character? */
function beginAlike(items: readonly PatternNode[]): boolean {
  const starts = items.map(firstOf)
  if (starts.filter((start) => start.empty).length > 1) return true
  const taken = new Uint8Array(CHARACTERS)
  return starts.some(({ set }) => {
    const alike = overlaps(taken, set)
    for (let code = 0; code < CHARACTERS; code++) taken[code] = (taken[code] ?? 0) | (set[code] ?? 0)
    return alike
  })
}

/** With which characters a match may begin, and whether it may be empty. */
function firstOf(node: PatternNode): { readonly set: CharacterSet; readonly empty: boolean } {
  switch (node.kind) {
    case 'set':
      return { set: node.set, empty: false }
    case 'group':
      return firstOf(node.body)
    case 'repeat': {
      const body = firstOf(node.body)
      return { set: body.set, empty: body.empty || node.min === 0 }
    }
    case 'sequence': {
      let set: CharacterSet = new Uint8Array(CHARACTERS)
      for (const item of node.items) {
        const start = firstOf(item)
        set = union(set, start.set)
        if (!start.empty) return { set, empty: false }
      }
      return { set, empty: true }
    }
    case 'choice': {
      const starts = node.items.map(firstOf)
      return {
        set: starts.reduce<CharacterSet>((all, start) => union(all, start.set), new Uint8Array(CHARACTERS)),
        empty: starts.some((start) => start.empty),
      }
    }
    // Nothing is consumed, and what is asked may hold or fail anywhere.
    default:
      return { set: ANY, empty: true }
  }
}
