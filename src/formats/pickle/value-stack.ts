import { FORGOTTEN, Tag, tagged, Unknown, type Value } from './value.ts'

const FIRST_CELLS = 256
/** 32 MiB of values at most and 2 MiB of marks. Honest picklers keep below two thousand, but for a tuple of that many items. */
const MOST_VALUES = 2 ** 22
const MOST_MARKS = 2 ** 19

const UNDERFLOW: Value = tagged(Tag.unknown, Unknown.underflow)

/**
 * The stack of the unpickler with its marks. It forgets its lower half rather than grow without end; what is popped from
 * there is `FORGOTTEN`. Popping more than there is gives an unknown value and is counted, never an error.
 */
export class ValueStack {
  values = new Float64Array(FIRST_CELLS)
  size = 0
  /** How often something was popped that was not there. */
  underflows = 0
  /** Was the lower half given up at least once? */
  forgot = false
  private marks = new Int32Array(16)
  private markCount = 0
  /** Nothing below this is popped but by taking the mark away. */
  private floor = 0
  private readonly lost = { values: false, marks: false }

  push(value: Value): void {
    if (this.size === this.values.length) this.makeRoom()
    this.values[this.size++] = value
  }

  pop(): Value {
    if (this.size > this.floor) return this.values[--this.size] as number
    return this.missing()
  }

  top(): Value {
    return this.size > this.floor ? (this.values[this.size - 1] as number) : this.missing()
  }

  /** Puts `value` in place of the top. */
  replaceTop(value: Value): void {
    if (this.size > this.floor) this.values[this.size - 1] = value
    else this.push(value)
  }

  mark(): void {
    if (this.markCount === this.marks.length) this.makeRoomForMarks()
    this.marks[this.markCount++] = this.size
    this.floor = this.size
  }

  /** The lowest index of the values above the last mark. Without a mark: all there are, counted as underflow. */
  lastMark(): number {
    if (this.markCount > 0) return this.floor
    if (this.lost.marks || this.lost.values) return 0
    this.underflows++
    return 0
  }

  /** Takes away the last mark and what is above it. */
  dropToMark(): void {
    this.size = this.lastMark()
    if (this.markCount > 0) this.markCount--
    this.floor = this.markCount > 0 ? (this.marks[this.markCount - 1] as number) : 0
  }

  /** POP: takes away the top, or the mark when it is the top. */
  discard(): void {
    if (this.markCount > 0 && this.floor === this.size) this.dropToMark()
    else this.pop()
  }

  private missing(): Value {
    if (this.lost.values && this.floor === 0) return FORGOTTEN
    this.underflows++
    return UNDERFLOW
  }

  private makeRoom(): void {
    if (this.values.length < MOST_VALUES) {
      const larger = new Float64Array(this.values.length * 2)
      larger.set(this.values)
      this.values = larger
      return
    }
    const given = MOST_VALUES / 2
    this.values.copyWithin(0, given)
    this.size -= given
    for (let index = 0; index < this.markCount; index++) {
      this.marks[index] = Math.max(0, (this.marks[index] as number) - given)
    }
    this.floor = Math.max(0, this.floor - given)
    this.lost.values = true
    this.forgot = true
  }

  private makeRoomForMarks(): void {
    if (this.marks.length < MOST_MARKS) {
      const larger = new Int32Array(this.marks.length * 2)
      larger.set(this.marks)
      this.marks = larger
      return
    }
    this.marks.copyWithin(0, MOST_MARKS / 2)
    this.markCount -= MOST_MARKS / 2
    this.lost.marks = true
    this.forgot = true
  }
}
