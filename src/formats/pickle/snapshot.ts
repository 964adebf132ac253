import type { Arena, Items } from './arena.ts'
import type { ResultTable } from './result-table.ts'
import { indexOf, Tag, tagOf, Unknown, type Value } from './value.ts'

/** Why a value is not known. */
export type UnknownReason = 'underflow' | 'missing-memo' | 'forgotten' | 'computed-global' | 'too-deep'

/** A value taken out of the machine before its ring of items turns; constants are still offsets. */
export type Snapshot =
  | { readonly kind: 'constant'; readonly at: number }
  | { readonly kind: 'global'; readonly global: number }
  | { readonly kind: 'result'; readonly callee: Snapshot; readonly args: Snapshot }
  | { readonly kind: ContainerKind; readonly items: readonly Snapshot[]; readonly count: number }
  | { readonly kind: 'persistent'; readonly id: Snapshot }
  | { readonly kind: 'extension'; readonly code: number }
  | { readonly kind: 'buffer' }
  | { readonly kind: 'unknown'; readonly why: UnknownReason }

/** The kinds of values that hold others. */
export type ContainerKind = 'tuple' | 'frozenset' | 'list' | 'dict' | 'set'

/** Where the machine keeps what values point to. */
export interface ValueSpace {
  readonly arena: Arena
  readonly results: ResultTable
}

const MOST_NODES = 128
const MOST_DEPTH = 8

/** A copy of a value, at most 128 nodes of it and 8 levels deep; a stream can nest a value in itself. */
export function snapshot(value: Value, space: ValueSpace): Snapshot {
  return copy(value, space, { nodes: MOST_NODES }, 0)
}

function copy(value: Value, space: ValueSpace, budget: { nodes: number }, depth: number): Snapshot {
  if (value >= 0) return { kind: 'constant', at: value }
  if (depth > MOST_DEPTH || budget.nodes-- <= 0) return { kind: 'unknown', why: 'too-deep' }
  const index = indexOf(value)
  const inner = (next: Value): Snapshot => copy(next, space, budget, depth + 1)
  switch (tagOf(value)) {
    case Tag.global:
      return { kind: 'global', global: index }
    case Tag.result:
      return {
        kind: 'result',
        callee: inner(space.results.calleeOf(index)),
        args: inner(space.results.argumentsOf(index)),
      }
    case Tag.tuple:
      return container('tuple', space.arena.items(index), inner)
    case Tag.frozenSet:
      return container('frozenset', space.arena.items(index), inner)
    case Tag.list:
      return container('list', space.arena.contents(index), inner)
    case Tag.dict:
      return container('dict', space.arena.contents(index), inner)
    case Tag.set:
      return container('set', space.arena.contents(index), inner)
    case Tag.persistent: {
      const id = space.arena.items(index)?.values[0]
      return { kind: 'persistent', id: id === undefined ? { kind: 'unknown', why: 'forgotten' } : inner(id) }
    }
    case Tag.extension:
      return { kind: 'extension', code: index }
    case Tag.buffer:
      return { kind: 'buffer' }
    default:
      return { kind: 'unknown', why: REASONS[index] ?? 'forgotten' }
  }
}

const REASONS: Readonly<Record<number, UnknownReason>> = {
  [Unknown.underflow]: 'underflow',
  [Unknown.missingMemo]: 'missing-memo',
  [Unknown.forgotten]: 'forgotten',
  [Unknown.computedGlobal]: 'computed-global',
}

function container(kind: ContainerKind, items: Items | undefined, inner: (value: Value) => Snapshot): Snapshot {
  if (items === undefined) return { kind: 'unknown', why: 'forgotten' }
  return { kind, items: items.values.map(inner), count: items.count }
}
