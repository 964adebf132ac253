import { describe, expect, it } from 'vitest'
import { unpackSnappyBlock } from './snappy-block.ts'

const unpacked = (packed: readonly number[], room: number): { text: string; damaged: boolean } => {
  const bytes = Buffer.alloc(room)
  const { length, damaged } = unpackSnappyBlock(Uint8Array.from(packed), bytes)
  return { text: bytes.toString('latin1', 0, length), damaged }
}
const letters = (text: string): readonly number[] => [...Buffer.from(text)]

describe('a block of Snappy', () => {
  const cases: readonly { name: string; packed: readonly number[]; room: number; text: string; damaged?: boolean }[] = [
    { name: 'nothing', packed: [0], room: 0, text: '' },
    { name: 'a literal', packed: [3, 8, ...letters('abc')], room: 3, text: 'abc' },
    {
      name: 'a literal of 61 bytes',
      packed: [61, 240, 60, ...letters('x'.repeat(61))],
      room: 61,
      text: 'x'.repeat(61),
    },
    {
      name: 'a literal of 300 bytes',
      packed: [172, 2, 244, 43, 1, ...letters('y'.repeat(300))],
      room: 300,
      text: 'y'.repeat(300),
    },
    { name: 'a copy with one byte of distance', packed: [7, 8, ...letters('abc'), 1, 3], room: 7, text: 'abcabca' },
    { name: 'a copy with two', packed: [6, 8, ...letters('abc'), 10, 3, 0], room: 6, text: 'abcabc' },
    { name: 'a copy with four', packed: [6, 8, ...letters('abc'), 11, 3, 0, 0, 0], room: 6, text: 'abcabc' },
    { name: 'a copy that repeats itself', packed: [9, 0, ...letters('a'), 30, 1, 0], room: 9, text: 'aaaaaaaaa' },
    {
      name: 'a distance before the start',
      packed: [6, 8, ...letters('abc'), 10, 4, 0],
      room: 6,
      text: 'abc',
      damaged: true,
    },
    { name: 'a distance of zero', packed: [6, 8, ...letters('abc'), 10, 0, 0], room: 6, text: 'abc', damaged: true },
    { name: 'a literal that is cut off', packed: [5, 16, ...letters('ab')], room: 5, text: 'ab', damaged: true },
    { name: 'more than there is room', packed: [3, 8, ...letters('abc')], room: 2, text: 'ab', damaged: true },
  ]
  it.each(cases)('$name', ({ packed, room, text, damaged = false }) => {
    expect(unpacked(packed, room)).toEqual({ text, damaged })
  })
})
