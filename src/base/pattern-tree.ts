import type { CharacterSet } from './character-set.ts'

/** A regular expression as a tree; `from` and `to` are offsets in its source. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  | PatternRepeat
  | { readonly kind: 'group'; readonly body: PatternNode; readonly name: string | undefined }
  | { readonly kind: 'look'; readonly body: PatternNode; readonly behind: boolean; readonly from: number }
  | { readonly kind: 'edge' }
  | { readonly kind: 'back-reference'; readonly from: number }

export interface PatternRepeat {
  readonly kind: 'repeat'
  readonly body: PatternNode
  readonly min: number
  /** Infinity without a bound. */
  readonly max: number
  readonly from: number
  readonly to: number
}

/** Why a source cannot be taken; `at` is an offset in it. */
export class PatternMistake extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

/** How many characters a match of a node has, at least and at most (Infinity without a bound). */
export function lengthOf(node: PatternNode): { readonly min: number; readonly max: number } {
  switch (node.kind) {
    case 'set':
      return { min: 1, max: 1 }
    case 'group':
      return lengthOf(node.body)
    case 'repeat': {
      const body = lengthOf(node.body)
      return { min: body.min * node.min, max: body.max === 0 ? 0 : body.max * node.max }
    }
    case 'sequence': {
      const items = node.items.map(lengthOf)
      return {
        min: items.reduce((sum, item) => sum + item.min, 0),
        max: items.reduce((sum, item) => sum + item.max, 0),
      }
    }
    case 'choice': {
      const items = node.items.map(lengthOf)
      return { min: Math.min(...items.map((item) => item.min)), max: Math.max(...items.map((item) => item.max)) }
    }
    default:
      return { min: 0, max: 0 }
  }
}
