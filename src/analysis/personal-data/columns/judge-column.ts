import type { Confidence } from '../../../model/finding.ts'
import type { NumberKind, PersonalKind } from '../personal-kind.ts'
import { personalKindOf } from '../personal-kinds.ts'

/** What the rows of a column gave for one kind. */
export interface ColumnCount {
  /** The rule id. */
  readonly kind: string
  /** Rows with a match of the kind, of any confidence. */
  readonly rowsHit: number
  /** Rows whose match was of medium or high confidence by itself: an address of mail, a number in its own shape, a label. */
  readonly rowsSure: number
  /** Rows that held a value at all. */
  readonly rowsSeen: number
  /** Different values among the hits. A value that is repeated proves nothing again. */
  readonly distinct: number
}

/** A column is believed where chance would give such rows less often than once in so many columns: a scan asks about many, for 80 kinds. */
const UNLIKELY = Math.log(1e-9)
/** Columns are not made of random digits: all may begin like a card, or with a date. Then only the check digit is left to tell. */
const CHECK_DIGIT = 0.1
/** The part of the different values that has to be of the kind beyond chance. */
const MOST = 0.8
const HALF = 0.5
const PART = 0.2

/**
 * How sure it is that a column holds a kind; undefined where its rows show no more than chance.
 *
 * Hits that are sure by themselves decide alone. Weak ones (digits whose check happens to hold) are counted: of n different random values
 * k pass with at most exp(-n·D(k/n ‖ p)), where p is the share of random values that pass and D the divergence of Kullback and Leibler
 * (Chernoff's bound for the binomial distribution); and the part that is of the kind beyond chance is (k/n - p) / (1 - p). As columns are
 * not random, p is never taken as less than that of one check digit for this part: 95 % that pass are certain, 10 % that pass are chance.
 */
export function judgeColumn(count: ColumnCount): Confidence | undefined {
  const kind = personalKindOf(count.kind)
  if (kind === undefined || count.rowsHit === 0) return undefined
  const share = `${shown(count.rowsHit)} of ${shown(count.rowsSeen)} values (${percent(count.rowsHit / count.rowsSeen)})`
  if (count.rowsSure > 0) return judgeSure(count, share)
  return judgeWeak(kind, count, share)
}

function judgeSure({ rowsSure, rowsSeen, distinct }: ColumnCount, share: string): Confidence {
  const because = [
    `${share} are of the kind, ${shown(rowsSure)} of them beyond doubt`,
    ...(distinct > 1 ? [`${shown(distinct)} different ones`] : []),
  ]
  // A value that always is the same is a default of the software.
  return { level: distinct > 1 || rowsSeen === 1 ? 'high' : 'medium', because }
}

function judgeWeak(
  kind: PersonalKind,
  { rowsHit, rowsSeen, distinct }: ColumnCount,
  share: string,
): Confidence | undefined {
  const hits = Math.min(distinct, rowsHit)
  const values = Math.max(hits, Math.round((hits * rowsSeen) / rowsHit))
  const rate = hits / values
  const part = (rate - CHECK_DIGIT) / (1 - CHECK_DIGIT)
  if (kind.chance >= HALF || part < PART || logTail(rate, Math.max(kind.chance, CHECK_DIGIT / 10), values) > UNLIKELY)
    return undefined
  const because = [
    `${share} pass its checks, ${shown(distinct)} different ones`,
    `of random values ${percent(kind.chance)} would`,
  ]
  if (isUnchecked(kind))
    return {
      level: part >= MOST ? 'medium' : 'low',
      because: [...because, 'it has no check digit, so that other codes of the same build look like it'],
    }
  return { level: part >= MOST ? 'high' : part >= HALF ? 'medium' : 'low', because }
}

/** The logarithm of Chernoff's bound for at least this rate among n values that pass with probability p each. */
function logTail(rate: number, p: number, n: number): number {
  if (rate <= p) return 0
  const divergence = rate * Math.log(rate / p) + (rate === 1 ? 0 : (1 - rate) * Math.log((1 - rate) / (1 - p)))
  return -n * divergence
}

function isUnchecked(kind: PersonalKind | NumberKind): boolean {
  return 'unchecked' in kind && kind.unchecked
}

function shown(count: number): string {
  return count.toLocaleString('en')
}

function percent(share: number): string {
  return share > 0 && share < 0.001 ? 'under 0.1 %' : `${Number((share * 100).toPrecision(2))} %`
}
