import { describe, expect, it } from 'vitest'
import { testRepository } from '../../../../test/support/git-repository.ts'
import { random } from '../../../../test/support/random.ts'
import { type ForwardSource, forwardSource } from './forward-source.ts'
import { openRepository } from './open-repository.ts'

const SIZE = 12 * 1024 * 1024
const MEGABYTE = 1024 * 1024

describe('a large blob', () => {
  const next = random(5)
  const content = Buffer.from(Uint32Array.from({ length: SIZE / 4 }, () => next() * 2 ** 32).buffer)
  const source = async (): Promise<ForwardSource> => {
    const repository = testRepository()
    repository.commit({ 'big.bin': content })
    const { place } = await openRepository(repository.folder, { PATH: process.env['PATH'], HOME: '/nonexistent' })
    return forwardSource(place, repository.git('rev-parse', 'HEAD:big.bin'), SIZE, 4 * MEGABYTE)
  }

  it('gives its slices in order, overlapping, at the end and beyond', async () => {
    const big = await source()
    for (const [offset, length] of [
      [0, 512],
      [0, MEGABYTE],
      [MEGABYTE - 100, MEGABYTE],
      [6 * MEGABYTE, 3 * MEGABYTE],
      [5 * MEGABYTE, MEGABYTE],
      [SIZE - 10, 100],
      [SIZE, 100],
    ] as const)
      expect(content.subarray(offset, offset + length).equals(await big.slice(offset, length))).toBe(true)
    await big.close()
  })

  it('is read again for a reader that goes back, but not for ever', async () => {
    const big = await source()
    expect(content.subarray(0, 9).equals(await big.slice(0, 9))).toBe(true)
    await big.slice(SIZE - 9, 9)
    expect(content.subarray(0, 9).equals(await big.slice(0, 9))).toBe(true)
    const jumping = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) await big.slice(turn % 2 === 0 ? SIZE - 9 : 0, 9)
    }
    await expect(jumping()).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
    await big.close()
  })

  it('is not given as a whole', async () => {
    const big = await source()
    await expect(big.all()).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
    await expect(big.slice(0, SIZE)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
  })
})
