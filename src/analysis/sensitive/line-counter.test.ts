import { describe, expect, it } from 'vitest'
import { lineCounter } from './line-counter.ts'

describe('lines up to an offset', () => {
  it.each([
    ['ab\ncd\nef', 0, [0, 1, 3, 4, 6, 8], ['0 0', '0 0', '1 3', '1 3', '2 6', '2 6']],
    ['ab\ncd\nef', 4, [4, 5, 6], ['0 3', '0 3', '1 6']],
    ['no feed', 0, [0, 7], ['0 0', '0 0']],
    ['\n\n\n', 0, [0, 1, 2, 3], ['0 0', '1 1', '2 2', '3 3']],
  ] as const)('%j from %d', (text, from, offsets, places) => {
    const place = lineCounter(Buffer.from(text), from)
    expect(
      offsets.map((offset) => {
        const { lines, start } = place(offset)
        return `${lines} ${start}`
      }),
    ).toEqual(places)
  })
})
