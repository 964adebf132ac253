import { describe, expect, it } from 'vitest'
import { Memo } from './memo.ts'
import { memoKey } from './memo-key.ts'
import { FORGOTTEN } from './value.ts'

describe('memoKey', () => {
  it.each([
    ['7', 7],
    [' +7\t', 7],
    ['0_7', 7],
    ['1_000', 1000],
    [`${'0'.repeat(400)}7`, 7],
    ['7\0 anything', 7],
    ['-0', 0],
  ])('%j is %d, as for int()', (line, key) => expect(memoKey(line)).toBe(key))

  it.each(['', 'x', '-1', '1__0', '_1', '1_', '0x7', '7 7', '1'.repeat(20), '\0'])('%j is none', (line) =>
    expect(memoKey(line)).toBeUndefined(),
  )
})

describe('a memo that has to forget', () => {
  const FAR = 2 ** 25
  const filled = (): Memo => {
    const memo = new Memo()
    memo.put(FAR - 1, 1)
    for (let key = 0; key < 2 ** 17; key++) memo.put(FAR + 2 * key, 2)
    return memo
  }

  it('does not give an old value for a new one', () => {
    const memo = filled()
    expect(memo.get(FAR)).toBe(2)
    memo.put(FAR, 3)
    expect(memo.get(FAR)).toBe(FORGOTTEN)
  })

  it('knows nothing any more when its count may be wrong', () => {
    const memo = filled()
    memo.put(FAR + 1, 3)
    memo.put(FAR + 1, 3)
    expect(memo.get(FAR - 1)).toBe(FORGOTTEN)
  })

  it('keeps what an honest pickler wrote, who counts upwards', () => {
    const memo = filled()
    memo.put(FAR * 2, 3)
    memo.put(FAR * 2 + 1, 3)
    expect([memo.get(FAR - 1), memo.get(FAR * 2)]).toEqual([1, FORGOTTEN])
  })
})
