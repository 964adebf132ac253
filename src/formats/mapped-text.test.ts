import { expect, it } from 'vitest'
import { MappedTextBuilder, plainText, slicePart, through } from './mapped-text.ts'

it('each character knows where it came from', () => {
  const builder = new MappedTextBuilder()
  builder.add('ab', 10)
  builder.addFor('XYZ', 20, 22)
  builder.add('c', 22)
  const { text, original } = builder.build()
  expect(text).toBe('abXYZc')
  expect([0, 1, 2, 3, 4, 5, 6].map(original)).toEqual([10, 11, 20, 20, 20, 22, 23])
})

it('an empty one stands where it is said to', () => {
  expect(new MappedTextBuilder().build(7).original(0)).toBe(7)
})

it('parts and texts inside texts keep their places', () => {
  const outer = plainText('0123456789', 100)
  const part = slicePart(outer, 3, 6)
  expect([part.text, part.original(0), part.original(2), part.original(9)]).toEqual(['345', 103, 105, 106])
  expect(through(plainText('5', 2), part).original(0)).toBe(105)
})
