import { FORGOTTEN, type Value } from './value.ts'

const FIRST_ROWS = 64
/** 16 MiB. Further calls share one row whose callee and arguments are not known. */
const MOST_ROWS = 2 ** 20

/** What calls gave: the callee and the tuple of arguments of each, or one row for all calls of a callee nobody asks about. */
export class ResultTable {
  private callees = new Float64Array(FIRST_ROWS)
  private arguments = new Float64Array(FIRST_ROWS)
  private count = 0

  /** A new row; its number goes into the value. Row 0 of a full table is shared: its callee is `FORGOTTEN`. */
  row(callee: Value, args: Value): number {
    if (this.count === 0) this.set(FORGOTTEN, FORGOTTEN)
    if (this.count >= MOST_ROWS) return 0
    return this.set(callee, args)
  }

  calleeOf(row: number): Value {
    return this.callees[row] as number
  }

  argumentsOf(row: number): Value {
    return this.arguments[row] as number
  }

  private set(callee: Value, args: Value): number {
    if (this.count === this.callees.length) this.grow()
    this.callees[this.count] = callee
    this.arguments[this.count] = args
    return this.count++
  }

  private grow(): void {
    const callees = new Float64Array(this.callees.length * 2)
    const args = new Float64Array(this.callees.length * 2)
    callees.set(this.callees)
    args.set(this.arguments)
    this.callees = callees
    this.arguments = args
  }
}
