import type { ASTNode } from '@marcbachmann/cel-js'
import { LIST_MACROS } from './condition-check.ts'
import type { Facts } from './environment.ts'

/** Facts, and the length of the longest text among them: measured once, asked by every condition. */
export interface Binding {
  readonly facts: Facts
  readonly longestText: number
}

/** How many elementary steps evaluating an expression over these facts takes at most. */
export type CostEstimate = (binding: Binding) => number

/**
 * Compiles the estimate of an expression that passed conditionMistakes(). CEL always ends, but `exists` in `exists` over
 * ten thousand paths is a hundred million steps; with the estimate an expression is refused before it starts. A step is an
 * operation or about 32 characters of text.
 */
export function costEstimate(ast: ASTNode): CostEstimate {
  return (binding) => new Estimator(binding).steps(ast)
}

/** Facts ready for evaluation. */
export function bind(facts: Facts): Binding {
  return { facts, longestText: Math.max(USUAL_TEXT, longestPath(facts['finding']), longestPath(facts['component'])) }
}

const CHARACTERS_PER_STEP = 32
/** Measured: counting code points takes four times as long as comparing them. */
const PASSES_OF_SIZE = 4
/** Texts that are not paths are names, titles and sentences of Assay's own. */
const USUAL_TEXT = 512

/** Walks one expression over one binding. A class because both accompany every step. */
class Estimator {
  readonly #facts: Facts
  /** Steps for one pass over the longest text. */
  readonly #text: number

  constructor(binding: Binding) {
    this.#facts = binding.facts
    this.#text = binding.longestText / CHARACTERS_PER_STEP
  }

  steps(node: ASTNode): number {
    switch (node.op) {
      case 'value':
      case 'id':
        return 1
      case '.':
        return 1 + this.steps(node.args[0])
      case 'list':
        return 1 + this.#sum(node.args)
      case '!_':
      case '-_':
        return 1 + this.steps(node.args)
      case 'call':
        return 1 + this.#sum(node.args[1]) + this.#call(node.args[0], node.args[1])
      case 'rcall':
        return this.#method(node.args[0], node.args[1], node.args[2])
      case '?:':
        return 1 + this.#sum(node.args)
      case 'in':
        return 1 + this.#sum(node.args) + this.#size(node.args[1]) * this.#text
      case '==':
      case '!=':
        return 1 + this.#sum(node.args) + Math.max(1, this.#size(node.args[0])) * this.#text
      default:
        return 1 + this.#sum(node.args as readonly ASTNode[])
    }
  }

  #sum(nodes: readonly ASTNode[]): number {
    return nodes.reduce((total, node) => total + this.steps(node), 0)
  }

  #method(name: string, receiver: ASTNode, args: readonly ASTNode[]): number {
    const own = this.steps(receiver)
    const [first, body] = args
    if (LIST_MACROS.includes(name) && body !== undefined) return own + 1 + this.#size(receiver) * (1 + this.steps(body))
    // Searching is pattern times text at worst ("aaab" in "aaaa…"), so a literal pattern counts by its length.
    const pattern = first?.op === 'value' && typeof first.args === 'string' ? first.args.length : USUAL_TEXT
    const passes = name === 'contains' ? Math.max(1, pattern) : name === 'size' ? PASSES_OF_SIZE : 1
    return own + 1 + this.#sum(args) + passes * this.#text
  }

  #call(name: string, [, pattern]: readonly ASTNode[]): number {
    if (name !== 'glob') return name === 'size' ? PASSES_OF_SIZE * this.#text : 0
    const length = pattern?.op === 'value' && typeof pattern.args === 'string' ? pattern.args.length : USUAL_TEXT
    return Math.max(1, length) * this.#text
  }

  /** The longest list a node can be. Fields are looked up; an item of a list of lists is as long as the text allows. */
  #size(node: ASTNode): number {
    if (node.op === 'list') return node.args.length
    if (node.op === 'rcall') return node.args[0] === 'filter' ? this.#size(node.args[1]) : 1
    if (node.op === '?:') return Math.max(this.#size(node.args[1]), this.#size(node.args[2]))
    if (node.op === '.') {
      const value = this.#value(node)
      return Array.isArray(value) ? value.length : 1
    }
    return node.op === 'id' || node.op === '[]' ? node.input.length : 1
  }

  #value(node: ASTNode): unknown {
    if (node.op === 'id') return this.#facts[node.args]
    if (node.op !== '.') return undefined
    const parent = this.#value(node.args[0])
    return typeof parent === 'object' && parent !== null
      ? (parent as Readonly<Record<string, unknown>>)[node.args[1]]
      : undefined
  }
}

function longestPath(subject: Facts[string] | undefined): number {
  const paths = typeof subject === 'object' && 'paths' in subject ? subject.paths : undefined
  if (!Array.isArray(paths)) return 0
  return paths.reduce<number>((longest, path: string) => Math.max(longest, path.length), 0)
}
