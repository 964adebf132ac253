import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { deletionNeighbourhood } from './deletion-neighbourhood.ts'
import { editDistance, mostEdits } from './edit-distance.ts'

const near = (a: string, b: string): boolean => {
  const most = mostEdits(Math.min(a.length, b.length))
  return most > 0 && editDistance(a, b, most) !== undefined
}

/** A text and one a few edits away, long enough that beginnings are cut. */
const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 40 })
const edit = fc.record({
  at: fc.nat(39),
  what: fc.constantFrom('drop', 'add', 'replace', 'swap'),
  letter: fc.constantFrom('a', 'x'),
})
const pair = fc
  .tuple(name, fc.array(edit, { maxLength: 2 }))
  .map(([text, edits]) => [text, edits.reduce(edited, text)] as const)

function edited(text: string, { at, what, letter }: { at: number; what: string; letter: string }): string {
  const place = at % (text.length + 1)
  const [before, behind] = [text.slice(0, place), text.slice(place)]
  if (what === 'drop') return before + behind.slice(1)
  if (what === 'add') return before + letter + behind
  if (what === 'replace') return before + letter + behind.slice(1)
  return before + (behind[1] ?? '') + (behind[0] ?? '') + behind.slice(2)
}

it('leaves out no name that a look at each finds', () => {
  const missed = fc
    .sample(fc.array(pair, { minLength: 1, maxLength: 20 }), { numRuns: 1500, seed: 6 })
    .flatMap((pairs) => {
      const names = pairs.map(([one]) => one)
      const index = deletionNeighbourhood(names)
      return pairs.flatMap(([, asked]) => {
        const found = index(asked)
        return names.filter((one, number) => near(asked, one) && !found.has(number)).map((one) => `${asked} and ${one}`)
      })
    })
  expect(missed).toEqual([])
})

it('an empty list finds nothing', () => {
  expect(deletionNeighbourhood([])('requests').size).toBe(0)
})
