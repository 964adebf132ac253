import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Limits } from '../../base/limits.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'
import type { Omission, ScanContext, SensitiveScanner } from '../sensitive/sensitive-scanner.ts'
import type { Budget } from './budget.ts'
import { ColumnTally } from './column-tally.ts'
import type { ColumnReport } from './dataset-inspection.ts'
import { scanFully } from './scan-fully.ts'

/** Keys of JSON can be data: then there are as many paths as rows. */
const MOST_COLUMNS = 2000
/** Columns whose different values are counted exactly; later ones with less memory. */
const EXACT_COLUMNS = 32
const KEPT_OF_OTHERS = 256
const MOST_PROBLEMS = 50
const OTHER_COLUMNS = '(other columns)'

/** What is known of one dataset while it is read. Lives as long as the inspection of its file. */
export class Table {
  readonly scanners: readonly SensitiveScanner[]
  readonly context: ScanContext
  readonly limits: Limits
  readonly budget: Budget
  /** The longest match of any scanner. */
  readonly reach: number
  /** Matches that began in one value and ended in another: none of either. */
  crossings = 0
  readonly #columns = new Map<string, ColumnTally>()
  readonly #problems = new Map<string, Problem>()
  /** Rows of text formats that were taken apart. */
  sampledRows = 0
  #moreProblems = 0
  readonly #omitted = ({ why, rule }: Omission): void => {
    const text =
      why === 'decoding'
        ? 'more wrapped text (base64 and the like) than is unwrapped'
        : `more matches of ${rule ?? 'a rule'} than are told`
    this.problem({ code: 'LIMIT_ENTRIES', level: 'note', text, incomplete: true })
  }

  readonly #heeding = new Map<string, readonly SensitiveScanner[]>()

  constructor(scanners: readonly SensitiveScanner[], context: ScanContext, limits: Limits, budget: Budget) {
    this.scanners = scanners
    this.context = context
    this.limits = limits
    this.budget = budget
    this.reach = Math.max(64, ...scanners.map((scanner) => scanner.reach))
  }

  /** The column under this key, made when it is met first; beyond MOST_COLUMNS all share one. */
  column(
    key: string,
    describe: () => { readonly name: string; readonly label?: string; readonly kind?: 'beside' },
  ): ColumnTally {
    const known = this.#columns.get(key)
    if (known !== undefined) return known
    if (this.#columns.size >= MOST_COLUMNS && key !== OTHER_COLUMNS) {
      this.problem({
        code: 'FORMAT_PARTIAL',
        level: 'note',
        text: `more than ${MOST_COLUMNS} columns: the rest were counted together`,
      })
      return this.column(OTHER_COLUMNS, () => ({ name: OTHER_COLUMNS }))
    }
    const { name, label, kind = 'column' } = describe()
    const kept = this.#columns.size < EXACT_COLUMNS ? undefined : KEPT_OF_OTHERS
    const made = new ColumnTally(name, kind, label, kept)
    this.#columns.set(key, made)
    return made
  }

  /** Everything a scanner finds; what it leaves out becomes a problem. */
  scan(scanner: SensitiveScanner, bytes: Uint8Array): readonly SensitiveMatch[] {
    return scanFully(scanner, bytes, this.context, this.#omitted)
  }

  /** Those to whom the name of a column means something: the others have looked through its values already. */
  heeding(label: string): readonly SensitiveScanner[] {
    const known = this.#heeding.get(label)
    if (known !== undefined) return known
    const heeding = this.scanners.filter((scanner) => scanner.heeds(label))
    this.#heeding.set(label, heeding)
    return heeding
  }

  /** The same for a single value of a column, with its name. */
  scanLabelled(scanner: SensitiveScanner, value: Uint8Array, label: string): readonly SensitiveMatch[] {
    return scanner.scan(value, { ...this.context, label, omitted: this.#omitted })
  }

  columns(): Iterable<ColumnTally> {
    return this.#columns.values()
  }

  /** What was not understood or not looked at. The same text about the same column is told once, with how often. */
  problem(problem: Problem): void {
    const key = `${problem.code} ${problem.column?.name ?? ''} ${problem.text}`
    const known = this.#problems.get(key)
    if (known !== undefined) this.#problems.set(key, { ...known, times: (known.times ?? 1) + 1 })
    else if (this.#problems.size < MOST_PROBLEMS) this.#problems.set(key, problem)
    else this.#moreProblems++
  }

  /** Takes down an error of a reader; anything else is our bug and is thrown again. */
  failed(error: unknown, column?: ColumnTally, where = ''): void {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? `, at byte ${error.position.byte}` : ''
    this.problem({
      code: error.code,
      level: 'warning',
      text: `${error.message}${where === '' ? '' : `, in ${where}`}${byte}`,
      ...(column === undefined ? {} : { column }),
      incomplete: true,
    })
  }

  /** Something that could hold values was not looked at. */
  get incomplete(): boolean {
    return this.#moreProblems > 0 || [...this.#problems.values()].some(({ incomplete }) => incomplete === true)
  }

  /** Something beside the rows, such as the header: scanned as it is. */
  lookBeside(name: string, bytes: Uint8Array): void {
    for (const scanner of this.scanners)
      for (const match of this.scan(scanner, bytes))
        this.column(`beside ${name}`, () => ({ name, kind: 'beside' }))
          .tally(match.rule)
          .add({ match, row: 0 })
  }

  reports(): readonly ColumnReport[] {
    const reports = [...this.#columns.values()].map((column, index) => this.#report(column, index))
    return [
      ...reports.filter(({ kind }) => kind === 'column'),
      ...reports.filter(({ kind, hits }) => kind === 'beside' && hits.length > 0),
    ]
  }

  diagnostics(path: string): readonly Diagnostic[] {
    const names = new Map([...this.#columns.values()].map((column, index) => [column, this.#shownName(column, index)]))
    const told = [...this.#problems.values()].map((problem) => diagnosticOf(problem, path, names))
    if (this.#moreProblems === 0) return told
    const text = `${this.#moreProblems} more places were not understood`
    return [...told, diagnosticOf({ code: 'FORMAT_PARTIAL', level: 'warning', text }, path, names)]
  }

  #report(column: ColumnTally, index: number): ColumnReport {
    const { kind, rows, nulls, skipped } = column
    return {
      kind,
      name: this.#shownName(column, index),
      type: column.typeName(),
      rows,
      filled: column.filledRows(this.sampledRows),
      sample: column.sample,
      hits: column.hits(),
      ...(nulls === undefined ? {} : { nulls }),
      ...(skipped === undefined ? {} : { skipped }),
    }
  }

  /** Where there was no header, or keys are data, a name can be a value: then it stays inside. */
  #shownName({ name }: ColumnTally, index: number): string {
    const bytes = Buffer.from(name, 'utf8')
    const tells = this.scanners.some((scanner) => scanner.scan(bytes, this.context).length > 0)
    return tells ? `column ${index + 1} (its name looks like a value)` : excerpt(name, 120)
  }
}

export interface Problem {
  readonly code: string
  readonly level: Diagnostic['level']
  readonly text: string
  readonly column?: ColumnTally
  readonly times?: number
  /** Values may stand there that nobody saw. */
  readonly incomplete?: boolean
}

function diagnosticOf(problem: Problem, path: string, names: ReadonlyMap<ColumnTally, string>): Diagnostic {
  const { code, level, text, column, times = 1 } = problem
  const name = column === undefined ? '' : `column ${names.get(column) ?? ''}: `
  const message = `${name}${text}${times > 1 ? ` (${times} times)` : ''}`
  return { code, level, message, location: { path }, source: SOURCE }
}

const SOURCE = 'datasets/inspection'
