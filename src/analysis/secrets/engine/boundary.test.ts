import { describe, expect, it } from 'vitest'
import { standsAlone } from './boundary.ts'
import { NAME_BYTES } from './bytes-at.ts'

/** Does the `V…V` in the text stand by itself? */
function alone(text: string): boolean {
  return standsAlone(Buffer.from(text, 'latin1'), text.indexOf('V'), text.lastIndexOf('V') + 1, NAME_BYTES)
}

describe('a value stands by itself', () => {
  it.each([
    ['VxV', 'alone'],
    ['"VxV"', 'in quotes'],
    ['key=VxV;', 'between signs'],
    ['\\nVxV', 'behind a line break written as in JSON'],
    ['\\\\nVxV', 'behind one that is written twice'],
    ['%3DVxV', 'behind a percent-encoded sign'],
    ['\\u0022VxV', 'behind a quote written as in JSON'],
    ['\\x27VxV', 'behind a quote written as in C'],
    ['\u001b[31mVxV\u001b[0m', 'in the colours of a terminal'],
    ['\\u001b[1;38;5;200mVxV', 'in colours written as in JSON'],
    ['VxV\\n', 'before a written line break'],
  ])('%j (%s)', (text) => {
    expect(alone(text)).toBe(true)
  })

  it.each([
    ['aVxV', 'behind a letter'],
    ['VxVa', 'before a letter'],
    ['-VxV', 'behind a dash'],
    ['nVxV', 'behind an n that is no escape'],
    ['3DVxV', 'behind digits that are no escape'],
    ['mVxV', 'behind an m that ends no colour'],
    ['a[bmVxV', 'behind a bracket that begins no colour'],
    ['u0022VxV', 'behind an escape without its backslash'],
  ])('not %j (%s)', (text) => {
    expect(alone(text)).toBe(false)
  })
})
