import { describe, expect, it } from 'vitest'
import { MOST_QUESTIONS, sharedTurns, Turns } from './turns.ts'

const LATER = Number.MAX_SAFE_INTEGER

describe('turns', () => {
  it('are given out so many times, to all threads together', () => {
    const shared = sharedTurns(1)
    const threads = [new Turns(shared), new Turns(shared)] as const
    const taken = Array.from({ length: MOST_QUESTIONS + 3 }, (_, index) => threads[index % 2 === 0 ? 0 : 1].take())
    expect(taken.filter(Boolean)).toHaveLength(MOST_QUESTIONS)
  })

  it('with one provider follow each other with a pause, whichever thread asks', () => {
    const shared = sharedTurns(2)
    const [one, other] = [new Turns(shared), new Turns(shared)]
    expect([one.next(0, 500, 1000, LATER), other.next(0, 500, 1000, LATER), one.next(0, 500, 1700, LATER)]).toEqual([
      1000, 1500, 2000,
    ])
    expect(one.next(1, 500, 1000, LATER)).toBe(1000)
  })

  it('that come too late are left to others', () => {
    const turns = new Turns(sharedTurns(1))
    expect(turns.next(0, 500, 1000, 1400)).toBe(1000)
    expect(turns.next(0, 500, 1000, 1400)).toBeUndefined()
    expect(turns.next(0, 500, 1000, LATER)).toBe(1500)
  })

  it('wait for a provider that asks for patience', () => {
    const turns = new Turns(sharedTurns(1))
    turns.hold(0, 9000)
    turns.hold(0, 5000)
    expect(turns.next(0, 500, 1000, LATER)).toBe(9000)
  })
})
