import type { Confidence } from '../../model/finding.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { RuleDoc } from '../../model/rule.ts'
import type { SensitiveMatch } from '../sensitive/sensitive-match.ts'

export type DatasetKind = 'csv' | 'json-lines' | 'json' | 'parquet' | 'arrow-file' | 'arrow-stream'

/** A number, and whether it was counted or reckoned. */
export interface Count {
  readonly count: number
  readonly exact: boolean
}

/**
 * What was found in one dataset. It holds values (`ColumnPlace.match`) and so never leaves the inspection of the file; what goes out is
 * made of counts, places and redacted values.
 */
export interface DatasetInspection {
  /** Undefined when the file is none of these, whatever its name says; the diagnostics tell what it is. */
  readonly kind: DatasetKind | undefined
  /** For people: `CSV with semicolons, UTF-16, gzip`. */
  readonly format: string
  readonly rows: Count
  /** Parquet: row groups; Arrow: record batches. */
  readonly parts?: number
  /** In the order of the file; those of JSON as they were met. What stands beside the rows comes last. */
  readonly columns: readonly ColumnReport[]
  readonly looked: Looked
  /** What was not understood or not looked at. */
  readonly diagnostics: readonly Diagnostic[]
}

/** How much of the file was looked at. */
export interface Looked {
  /** All of every column that can hold text. False as soon as a budget, damage or a column that cannot be read ended it early. */
  readonly complete: boolean
  /** Rows of which every such column was looked at. */
  readonly rows: number
  /** Of the file as it is stored. */
  readonly bytes: number
  readonly ofBytes: number
  /** Why not all: `the budget of 15 s was spent after rows 1 to 1,200,000 of about 4,800,000`. */
  readonly why?: string
}

/** One column: a field of CSV, a path of JSON (`messages[].content`), a leaf of the schema. */
export interface ColumnReport {
  /** `beside`: not in the rows, but in the header, the metadata of the file, or in what is not the format it should be. */
  readonly kind: 'column' | 'beside'
  /** Never a value: withheld where the name itself looks like one. */
  readonly name: string
  /** `string`, `integer`, `binary`, …; of text formats as a sample of the rows tells. */
  readonly type: string
  readonly rows: number
  /** As far as they are known. */
  readonly nulls?: number
  /** Rows that hold a value at all; of text formats reckoned from the sample. */
  readonly filled: Count
  /** Values from all over the column as text, at most a thousand and each cut: for those who judge a column as a whole. Never leaves the inspection. */
  readonly sample: readonly string[]
  /** At most one for each rule; those with the most rows first. */
  readonly hits: readonly ColumnHit[]
  /** Why nothing in it was looked at, for example `binary values`. */
  readonly skipped?: string
}

/** All matches of one rule in one column. */
export interface ColumnHit {
  readonly rule: RuleDoc
  readonly rowsHit: number
  /** Of these, the ones with a match of medium or high confidence. */
  readonly rowsSure: number
  readonly rowsSeen: number
  /** 0 to 1; reckoned from the sample where rows only count because of the label. */
  readonly share: number
  /** A row can hold several. */
  readonly matches: number
  readonly distinct: Count
  /** Of the match that is believed most. */
  readonly confidence: Confidence
  readonly levels: Readonly<Record<Confidence['level'], number>>
  /** The first few with different values, in the order of the file. */
  readonly first: readonly ColumnPlace[]
  /** What was found when values of a sample were scanned one by one, together with the name of the column. */
  readonly labelled?: LabelledHits
}

/** Of a sample of the values. */
export interface LabelledHits {
  readonly valuesSeen: number
  readonly valuesHit: number
  /** Of these, the ones with a match of medium or high confidence. */
  readonly valuesSure: number
  /** Of these, the ones that were not found without the name. */
  readonly onlyLabelled: number
  readonly distinct: Count
}

export interface ColumnPlace {
  readonly match: SensitiveMatch
  /** Counted from 1, the header not included; 0 for what stands beside the rows or whose row cannot be told. */
  readonly row: number
  /** Of text formats, counted from 1, the header included. */
  readonly line?: number
  /** Of the match, in the file; only where it stands there as it is. */
  readonly byte?: number
}

/** After which an inspection stops and says so. */
export interface DatasetBudget {
  /** Of the file as it is stored. */
  readonly bytes?: number
  readonly milliseconds?: number
}
