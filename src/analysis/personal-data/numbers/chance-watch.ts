import type { NumberShape, ShapeGroup } from './number-shape.ts'

/** So many values of a column are asked for every kind, and then, while a kind is hit no more often than chance does, so many are not. */
const ASKED = 2_000
const SKIPPED = 18_000

/** What one group of shapes has met so far. */
interface GroupRecord {
  values: number
  shapes: readonly NumberShape[]
  readonly hits: Map<NumberShape, number>
}

/**
 * Saves asking fifteen kinds about each of a million numbers that are none of theirs. What it leaves out makes the share of a kind
 * smaller, never larger, and only where that share was that of random numbers.
 */
export class ChanceWatch {
  readonly #records = new Map<ShapeGroup, GroupRecord>()

  /** The shapes of digits only that the next value of a column is asked for. */
  worthAsking(group: ShapeGroup): readonly NumberShape[] {
    let record = this.#records.get(group)
    if (record === undefined) {
      record = { values: 0, shapes: group.bare, hits: new Map() }
      this.#records.set(group, record)
    }
    record.values++
    if (record.values === ASKED)
      record.shapes = group.bare.filter((shape) => isAboveChance(shape, record.hits.get(shape) ?? 0))
    else if (record.values === ASKED + SKIPPED) {
      record.values = 0
      record.shapes = group.bare
      record.hits.clear()
    }
    return record.shapes
  }

  /** A value passed the checks of a shape. */
  hit(group: ShapeGroup, shape: NumberShape): void {
    const hits = this.#records.get(group)?.hits
    hits?.set(shape, (hits.get(shape) ?? 0) + 1)
  }
}

/** Twice as often as chance, and some more for small numbers. */
function isAboveChance({ kind, speaks }: NumberShape, hits: number): boolean {
  return speaks.inColumn && hits > 2 * kind.chance * ASKED + 10
}
