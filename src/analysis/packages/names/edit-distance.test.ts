import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, mostEdits } from './edit-distance.ts'

describe('the distance of two names', () => {
  it.each([
    ['torch', 'torch', 0],
    ['torch', 'troch', 1],
    ['deepseek', 'deepseeek', 1],
    ['requests', 'reqeust', 2],
    ['numpy', 'scipy', undefined],
    ['ca', 'abc', undefined],
    ['', 'ab', 2],
    ['', '', 0],
  ] as const)('%s and %s: %s', (a, b, distance) => {
    expect(editDistance(a, b, 2)).toBe(distance)
    expect(editDistance(b, a, 2)).toBe(distance)
  })

  it('is what the definition says', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 6 })
    fc.assert(
      fc.property(name, name, fc.nat(3), (a, b, most) => {
        const distance = byDefinition(a, b)
        expect(editDistance(a, b, most)).toBe(distance <= most ? distance : undefined)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    [4, 0],
    [5, 1],
    [7, 1],
    [8, 2],
    [40, 2],
  ])('%i characters allow %i edits', (length, edits) => expect(mostEdits(length)).toBe(edits))
})

/** Optimal string alignment, word for word from its recurrence. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const differs = a.at(-1) === b.at(-1) ? 0 : 1
  const ways = [
    byDefinition(a.slice(0, -1), b) + 1,
    byDefinition(a, b.slice(0, -1)) + 1,
    byDefinition(a.slice(0, -1), b.slice(0, -1)) + differs,
  ]
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  return Math.min(...ways, ...(swapped ? [byDefinition(a.slice(0, -2), b.slice(0, -2)) + 1] : []))
}
