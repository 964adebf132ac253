import { describe, expect, it } from 'vitest'
import { judgeColumn } from './judge-column.ts'

const COLUMNS: readonly {
  readonly name: string
  readonly kind: string
  /** Hit, of them sure, seen, different. */
  readonly rows: readonly [number, number, number, number]
  readonly level: 'high' | 'medium' | 'low' | undefined
}[] = [
  { name: '95 % pass as cards, all different', kind: 'payment-card', rows: [9_500, 0, 10_000, 9_400], level: 'high' },
  {
    name: '10 % pass as cards: all begin with 4, Luhn does the rest',
    kind: 'payment-card',
    rows: [1_000, 0, 10_000, 1_000],
    level: undefined,
  },
  { name: '2.5 % pass as cards', kind: 'payment-card', rows: [250, 0, 10_000, 250], level: undefined },
  { name: 'one number in all rows', kind: 'payment-card', rows: [10_000, 0, 10_000, 1], level: undefined },
  { name: 'four rows, all pass', kind: 'pl-pesel', rows: [4, 0, 4, 4], level: undefined },
  { name: 'twenty rows, all pass', kind: 'pl-pesel', rows: [20, 0, 20, 20], level: 'high' },
  {
    name: 'seven of ten are of the kind, the others are none',
    kind: 'pl-pesel',
    rows: [700, 0, 1_000, 700],
    level: 'medium',
  },
  { name: 'four of ten', kind: 'pl-pesel', rows: [400, 0, 1_000, 400], level: 'low' },
  { name: 'a check digit of 1 of 11 by chance', kind: 'nl-bsn', rows: [910, 0, 10_000, 910], level: undefined },
  { name: 'all pass a check of 1 of 11', kind: 'nl-bsn', rows: [990, 0, 1_000, 990], level: 'high' },
  {
    name: 'codes of the build of an identity number without check digits',
    kind: 'id-nik',
    rows: [1_000, 0, 1_000, 1_000],
    level: 'medium',
  },
  { name: 'nine digits are no social security number', kind: 'us-ssn', rows: [889, 0, 1_000, 889], level: undefined },
  { name: 'a few addresses in a column of text', kind: 'email', rows: [3, 3, 1_000_000, 3], level: 'high' },
  { name: 'one address in every row', kind: 'email', rows: [1_000, 1_000, 1_000, 1], level: 'medium' },
  { name: 'only addresses of roles', kind: 'email', rows: [50, 0, 1_000, 2], level: undefined },
  { name: 'no row', kind: 'email', rows: [0, 0, 1_000, 0], level: undefined },
]

describe('a column', () => {
  it.each(COLUMNS)('$name', ({ kind, rows: [rowsHit, rowsSure, rowsSeen, distinct], level }) => {
    const judged = judgeColumn({ kind: `personal-data/${kind}`, rowsHit, rowsSure, rowsSeen, distinct })
    expect(judged?.level).toBe(level)
    expect(judged?.because.length ?? 1).toBeGreaterThan(0)
  })

  it('of a rule that is none of this room is not judged', () => {
    expect(
      judgeColumn({ kind: 'secrets/github-token', rowsHit: 1, rowsSure: 1, rowsSeen: 1, distinct: 1 }),
    ).toBeUndefined()
  })
})
