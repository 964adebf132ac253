import type { Value } from './value.ts'

/** A container keeps this many items; of the rest only the number is known. The state of a network of skorch has 50 pairs. */
const KEPT_ITEMS = 160
const FIRST_CELLS = 1024
/** 8 MiB. What was written longer ago is forgotten: memory stays flat, and the reader is told that it does not know. */
const MOST_CELLS = 2 ** 20

/** The items of a container: all of them, or the first ones and how many there were. */
export interface Items {
  readonly count: number
  readonly values: readonly Value[]
}

/** The items of the containers made last, in a ring. Places count up for ever, so an old one can be told from a new one. */
export class Arena {
  private cells = new Float64Array(FIRST_CELLS)
  private mask = FIRST_CELLS - 1
  private head = 0

  /** Keeps `source[from]` up to, not including, `source[to]`; gives the place. */
  record(source: Float64Array, from: number, to: number): number {
    const kept = Math.min(to - from, KEPT_ITEMS)
    const place = this.claim(kept + 2)
    this.cells[place & this.mask] = to - from
    this.cells[(place + 1) & this.mask] = kept
    for (let index = 0; index < kept; index++) {
      this.cells[(place + 2 + index) & this.mask] = source[from + index] as number
    }
    return place
  }

  /** A cell for the items a container does not have yet. */
  empty(): number {
    const place = this.claim(1)
    this.cells[place & this.mask] = 0
    return place
  }

  /**
   * Gives a container items: the first ones are kept, later ones are counted, so that nobody thinks he has seen all. Protocol 0
   * gives them one by one; a record that grows is a copy with room (told by a negative place), so copying stays linear.
   */
  fill(place: number, record: number): void {
    if (!this.remembers(place)) return
    const cell = this.cells[place & this.mask] as number
    if (cell === 0) {
      this.cells[place & this.mask] = record + 1
      return
    }
    const first = Math.abs(cell) - 1
    if (!this.remembers(first)) return
    const count = this.cells[first & this.mask] as number
    const kept = this.cells[(first + 1) & this.mask] as number
    const more = this.cells[record & this.mask] as number
    if (kept < count || kept >= KEPT_ITEMS || !this.remembers(record)) this.cells[first & this.mask] = count + more
    else this.append(place, { at: first, count, kept, room: cell < 0 ? roomFor(kept) : kept }, record)
  }

  private append(
    place: number,
    old: { readonly at: number; readonly count: number; readonly kept: number; readonly room: number },
    record: number,
  ): void {
    const more = this.cells[record & this.mask] as number
    const moreKept = this.cells[(record + 1) & this.mask] as number
    const kept = Math.min(KEPT_ITEMS, old.kept + moreKept)
    let at = old.at
    if (kept > old.room) {
      at = this.claim(roomFor(kept) + 2)
      for (let index = 0; index < old.kept; index++) {
        this.cells[(at + 2 + index) & this.mask] = this.cells[(old.at + 2 + index) & this.mask] as number
      }
      this.cells[place & this.mask] = -(at + 1)
    }
    for (let index = old.kept; index < kept; index++) {
      this.cells[(at + 2 + index) & this.mask] = this.cells[(record + 2 + index - old.kept) & this.mask] as number
    }
    this.cells[at & this.mask] = old.count + more
    this.cells[(at + 1) & this.mask] = kept
  }

  /** The items of a record; undefined when they are forgotten. */
  items(place: number): Items | undefined {
    if (!this.remembers(place)) return undefined
    const count = this.cells[place & this.mask] as number
    const kept = this.cells[(place + 1) & this.mask] as number
    const values: Value[] = []
    for (let index = 0; index < kept; index++) values.push(this.cells[(place + 2 + index) & this.mask] as number)
    return { count, values }
  }

  /** The items of a container made empty; undefined when they are forgotten. */
  contents(place: number): Items | undefined {
    if (!this.remembers(place)) return undefined
    const record = this.cells[place & this.mask] as number
    return record === 0 ? { count: 0, values: [] } : this.items(Math.abs(record) - 1)
  }

  private remembers(place: number): boolean {
    return this.head - place <= this.cells.length
  }

  private claim(cells: number): number {
    const place = this.head
    this.head += cells
    if (this.head > this.cells.length && this.cells.length < MOST_CELLS) this.grow()
    return place
  }

  /** Before the ring turns for the first time every place is its own index, so the cells can be copied as they are. */
  private grow(): void {
    const larger = new Float64Array(this.cells.length * 2)
    larger.set(this.cells)
    this.cells = larger
    this.mask = larger.length - 1
  }
}

/** Cells for a record that grows. */
function roomFor(kept: number): number {
  let room = 8
  while (room < kept) room *= 2
  return room
}
