import type { Confidence } from '../../model/finding.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { ColumnHit, ColumnPlace, Count, LabelledHits } from './dataset-inspection.ts'
import { shownText } from '../../formats/text-encoding.ts'
import { DistinctCount } from './distinct-count.ts'
import { SpreadSample } from './spread-sample.ts'
import { isTellingName } from './telling-name.ts'

/** Places of one rule in one column that are kept. */
const MOST_PLACES = 5
const MOST_SAMPLE = 1000
const LONGEST_SAMPLE = 300
/** Values scanned together with the name of their column: the first so many, then ever fewer of them. */
const SAMPLE = { telling: 1000, other: 64 } as const

/** What is counted of one column. Lives as long as the inspection of its file; holds a few values. */
export class ColumnTally {
  readonly kind: 'column' | 'beside'
  readonly name: string
  /** What its values are called; undefined where nothing names them. */
  readonly label: string | undefined
  /** As the schema says; undefined where only the values tell. */
  type: string | undefined
  rows = 0
  nulls: number | undefined
  skipped: string | undefined
  /** Values of binary formats that were not empty. */
  filled = 0
  /** Values that were scanned with the label. */
  labelledValues = 0
  /** Values from all over the column, as text. */
  readonly sample: string[] = []
  readonly #rules = new Map<RuleDoc, RuleTally>()
  readonly #types = new Map<string, number>()
  readonly #sample = new SpreadSample(SAMPLE.other)
  readonly #telling = new SpreadSample(SAMPLE.telling)
  readonly #distinctKept: number | undefined
  #tells: boolean

  constructor(name: string, kind: 'column' | 'beside', label: string | undefined, distinctKept?: number) {
    this.name = name
    this.kind = kind
    this.label = label
    this.#distinctKept = distinctKept
    this.#tells = label !== undefined && isTellingName(label)
  }

  /** Keeps the value with this number if it is in the sample, and says whether it is scanned with the label. Numbers must not fall. */
  takes(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const few = this.#sample.takes(number)
    if (few && this.sample.length < MOST_SAMPLE)
      this.sample.push(shownText(bytes.subarray(from, Math.min(to, from + LONGEST_SAMPLE))))
    const many = this.#telling.takes(number)
    return this.label !== undefined && (this.#tells ? many : few)
  }

  tally(rule: RuleDoc): RuleTally {
    const known = this.#rules.get(rule)
    if (known !== undefined) return known
    const made = new RuleTally(rule, this.#distinctKept)
    this.#rules.set(rule, made)
    return made
  }

  /** The name tells something after all: its values are looked at as those of telling names are. */
  tells(): void {
    this.#tells = true
  }

  /** A value of this type was met. */
  met(type: string): void {
    if (this.#types.size < 16 || this.#types.has(type)) this.#types.set(type, (this.#types.get(type) ?? 0) + 1)
  }

  /** Rows that hold a value, of which `sampled` were taken apart where the format does not tell. */
  filledRows(sampled: number): Count {
    if (this.nulls !== undefined) return { count: Math.max(0, this.rows - this.nulls), exact: true }
    if (sampled === 0) return { count: this.rows, exact: false }
    let met = 0
    for (const [type, count] of this.#types) if (type !== 'null') met += count
    return { count: Math.round(this.rows * Math.min(1, met / sampled)), exact: sampled >= this.rows }
  }

  /** The type the schema says, or those that the values show, the most frequent first. */
  typeName(): string {
    if (this.type !== undefined) return this.type
    const types = [...this.#types].filter(([type]) => type !== 'null').toSorted(([, a], [, b]) => b - a)
    return types.length === 0
      ? 'unknown'
      : types
          .slice(0, 3)
          .map(([type]) => type)
          .join(' or ')
  }

  hits(): readonly ColumnHit[] {
    return [...this.#rules.values()]
      .filter((tally) => tally.matches > 0)
      .map((tally) => tally.hit(this.rows, this.labelledValues))
      .toSorted((a, b) => b.share - a.share || b.rowsHit - a.rowsHit)
  }
}

/** How a match came to be known. */
export interface Sighted {
  /** Its value was scanned with the name of the column. */
  readonly labelled: boolean
  /** It was seen without the name as well. */
  readonly known?: boolean
  /** The same value stands in so many rows in a row. */
  readonly times?: number
}

const PLAIN: Sighted = { labelled: false }

/** What is counted of one rule in one column. */
export class RuleTally {
  matches = 0
  /** How many hits were looked at again on their own, and whether one did not stand that test; see look-at-values. */
  verified = 0
  doubted = false
  readonly #rule: RuleDoc
  readonly #distinct: DistinctCount
  readonly #levels = { high: 0, medium: 0, low: 0 }
  readonly #places: ColumnPlace[] = []
  readonly #plain = new RowCount()
  readonly #labelled = new RowCount()
  readonly #onlyLabelled = new RowCount()
  readonly #labelledDistinct = new DistinctCount(KEPT_OF_SAMPLE)
  #confidence: Confidence | undefined

  constructor(rule: RuleDoc, distinctKept: number | undefined) {
    this.#rule = rule
    this.#distinct = new DistinctCount(distinctKept)
  }

  add(place: ColumnPlace, { labelled, known = false, times = 1 }: Sighted = PLAIN): void {
    const { match, row } = place
    const { level } = match.confidence
    if (this.#confidence === undefined || RANK[level] > RANK[this.#confidence.level])
      this.#confidence = match.confidence
    if (labelled) {
      this.#labelled.add(row, level, times)
      this.#labelledDistinct.add(match.value)
      if (known) return
    }
    ;(labelled ? this.#onlyLabelled : this.#plain).add(row, level, times)
    this.matches += times
    this.#levels[level] += times
    this.#distinct.add(match.value)
    if (this.#places.length < MOST_PLACES && this.#places.every((one) => one.match.value !== match.value))
      this.#places.push(place)
  }

  hit(rowsSeen: number, valuesSeen: number): ColumnHit {
    const rowsHit = this.#plain.rows + this.#onlyLabelled.rows
    const share = rowsSeen === 0 ? 1 : this.#plain.rows / rowsSeen + this.#onlyLabelled.rows / Math.max(1, valuesSeen)
    return {
      rule: this.#rule,
      rowsHit,
      rowsSure: this.#plain.sure + this.#onlyLabelled.sure,
      rowsSeen: Math.max(rowsSeen, rowsHit),
      share: Math.min(1, share),
      matches: this.matches,
      distinct: this.#distinct.count(),
      confidence: this.#confidence ?? { level: 'low', because: [] },
      levels: this.#levels,
      first: this.#places,
      ...(this.#labelled.rows === 0 ? {} : { labelled: this.#labelledHits(valuesSeen) }),
    }
  }

  #labelledHits(valuesSeen: number): LabelledHits {
    return {
      valuesSeen: Math.max(valuesSeen, this.#labelled.rows),
      valuesHit: this.#labelled.rows,
      valuesSure: this.#labelled.sure,
      onlyLabelled: this.#onlyLabelled.rows,
      distinct: this.#labelledDistinct.count(),
    }
  }
}

/** A sample has some thousands of values. */
const KEPT_OF_SAMPLE = 1024

/** Counts rows, each once however many matches it holds; they come in rising order. */
class RowCount {
  rows = 0
  /** With a match that is more than a guess. */
  sure = 0
  #last = -1
  #lastSure = -1

  add(row: number, level: Confidence['level'], times: number): void {
    // Row 0 is no row: each match counts.
    if (row !== this.#last || row === 0) this.rows += times
    this.#last = row + times - 1
    if (level === 'low') return
    if (row !== this.#lastSure || row === 0) this.sure += times
    this.#lastSure = row + times - 1
  }
}

const RANK = { low: 1, medium: 2, high: 3 } as const
