import { describe, expect, it } from 'vitest'
import { DistinctCount } from './distinct-count.ts'
import { SpreadSample } from './spread-sample.ts'
import { isTellingName } from './telling-name.ts'

describe('different values', () => {
  it('are counted exactly up to a bound', () => {
    const distinct = new DistinctCount()
    for (let round = 0; round < 3; round++) for (let value = 0; value < 10_000; value++) distinct.add(`value ${value}`)
    expect(distinct.count()).toEqual({ count: 10_000, exact: true })
  })
  it('are reckoned beyond it, to five of a hundred', () => {
    const distinct = new DistinctCount()
    for (let round = 0; round < 2; round++)
      for (let value = 0; value < 400_000; value++) distinct.add(`user${value}@example.org`)
    const { count, exact } = distinct.count()
    expect(exact).toBe(false)
    expect(Math.abs(count - 400_000)).toBeLessThan(20_000)
  })
})

describe('a sample', () => {
  const taken = (dense: number, rows: number): readonly number[] => {
    const sample = new SpreadSample(dense)
    return Array.from({ length: rows }, (_, row) => row).filter((row) => sample.takes(row))
  }
  it('begins dense and thins out', () => {
    const rows = taken(100, 3000)
    expect(rows.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, row) => row))
    const between = (from: number, to: number): number => rows.filter((row) => row >= from && row < to).length
    expect(between(100, 300)).toBeGreaterThan(60)
    expect(between(100, 300)).toBeLessThan(140)
    expect(between(2000, 3000)).toBeLessThan(200)
  })
  it('takes even rows as often as odd ones', () => {
    const rows = taken(100, 1_000_000)
    const odd = rows.filter((row) => row % 2 === 1).length
    expect(Math.abs(odd / rows.length - 0.5)).toBeLessThan(0.1)
  })
  it('stays small and reaches the end', () => {
    const rows = taken(1000, 10_000_000)
    expect(rows.length).toBeLessThan(16_000)
    expect(rows.at(-1)).toBeGreaterThan(9_980_000)
  })
})

describe('names', () => {
  it.each([
    'email',
    'E-Mail',
    'user_email',
    'userEmail',
    'API_KEY',
    'apiKey',
    'phone number',
    'SSN',
    'full_name',
    'date_of_birth',
    'IBAN',
    'lat',
  ])('%s tells', (name) => expect(isTellingName(name)).toBe(true))
  it.each(['id', 'text', 'label', 'score', 'monkeys', 'keyboard', 'mailing', ''])('%s does not', (name) =>
    expect(isTellingName(name)).toBe(false),
  )
})
