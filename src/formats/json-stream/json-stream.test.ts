import { describe, expect, it } from 'vitest'
import type { FieldSink, TextWalker } from '../text-walker.ts'
import { JsonWalker } from './json-walker.ts'
import { LineWalker } from './line-walker.ts'

/** `row path: value` for every value, walked in steps of so many bytes. */
function valuesOf(text: string, walker: TextWalker, step: number): readonly string[] {
  const bytes = Buffer.from(text)
  const values: string[] = []
  let row = 0
  const sink: FieldSink = {
    begin: (number) => {
      row = number
      return true
    },
    field: (column, from, to) => values.push(`${row} ${column}: ${bytes.toString('utf8', from, to)}`),
    end: () => undefined,
  }
  for (let at = 0; at < bytes.length; at += step) walker.walk(bytes, at, Math.min(bytes.length, at + step), sink)
  walker.finish(bytes, bytes.length, sink)
  return values
}

describe('paths', () => {
  const cases: readonly { name: string; text: string; lines?: boolean; values: readonly string[]; rows: number }[] = [
    {
      name: 'a list of records',
      text: '[{"a":1,"b":{"c":"x"}},{"a":null}]',
      values: ['0 a: 1', '0 b.c: "x"', '1 a: null'],
      rows: 2,
    },
    {
      name: 'lists in records',
      text: '[{"m":[{"c":"x"},{"c":"y"}]},{"m":[]}]',
      values: ['0 m[].c: "x"', '0 m[].c: "y"'],
      rows: 2,
    },
    { name: 'a list of values', text: '["x",true,-1.5e3]', values: ['0 : "x"', '1 : true', '2 : -1.5e3'], rows: 3 },
    { name: 'columns', text: '{"a":["x","y"],"b":["z"]}', values: ['0 a[]: "x"', '1 a[]: "y"', '0 b[]: "z"'], rows: 2 },
    { name: 'columns of pandas', text: '{"a":{"0":"x","10":"y"}}', values: ['0 a[]: "x"', '1 a[]: "y"'], rows: 2 },
    { name: 'escapes in strings and keys', text: '[{"a\\"b":"}\\\\\\"]"}]', values: ['0 a"b: "}\\\\\\"]"'], rows: 1 },
    { name: 'two lists', text: '["x"] ["y"]', values: ['0 : "x"', '1 : "y"'], rows: 2 },
    { name: 'lines', lines: true, text: '{"a":"x"}\n\n{"a":{"b":"y"}}\n', values: ['0 a: "x"', '1 a.b: "y"'], rows: 2 },
    { name: 'a line that breaks off', lines: true, text: '{"a":"x\n{"a":"y"}\n', values: ['1 a: "y"'], rows: 2 },
    { name: 'lines with CRLF', lines: true, text: '{"a":1}\r\n{"a":2}\r\n', values: ['0 a: 1', '1 a: 2'], rows: 2 },
    { name: 'lines of values', lines: true, text: '"x"\n3\n', values: ['0 : "x"', '1 : 3'], rows: 2 },
  ]
  for (const step of [1, 5, 1000]) {
    it.each(cases)(`$name, ${step} bytes at a time`, ({ text, lines = false, values, rows }) => {
      const walker = lines ? new LineWalker(64) : new JsonWalker('items', 64)
      expect(valuesOf(text, walker, step)).toEqual(values)
      expect(walker.rows).toBe(rows)
    })
  }

  it('lines that nobody asks for are counted all the same', () => {
    const bytes = Buffer.from('{"a":1}\n{"b":[2]}\n\n{"c":"x"}')
    const walker = new LineWalker(64)
    const none: FieldSink = { begin: () => false, field: () => undefined, end: () => undefined }
    walker.walk(bytes, 0, bytes.indexOf('x') + 1, none)
    expect({ row: walker.row, line: walker.line, column: walker.column }).toEqual({ row: 2, line: 4, column: 'c' })
    walker.walk(bytes, bytes.indexOf('x') + 1, bytes.length, none)
    walker.finish(bytes, bytes.length, none)
    expect({ rows: walker.rows, broken: walker.broken }).toEqual({ rows: 3, broken: 0 })
  })
})

describe('what is no JSON', () => {
  it.each([
    ['an end in the middle of a string', '["abc', 1],
    ['an open list', '[1,2', 1],
    ['words', 'hello there', 1],
    ['nothing', '', 0],
    ['brackets that close nothing', ']]}}', 0],
  ])('%s', (_, text, broken) => {
    const walker = new JsonWalker('items', 64)
    valuesOf(text, walker, 1000)
    expect(walker.broken).toBe(broken)
  })
  it('is counted by line', () => {
    const walker = new LineWalker(64)
    valuesOf('{"a":1}\nhello\n{"a"\n{"a":2}\n', walker, 1000)
    expect(walker.broken).toBe(2)
  })
  it('deep nesting is counted, not named', () => {
    const walker = new JsonWalker('items', 64)
    valuesOf(`${'['.repeat(100_000)}"x"${']'.repeat(100_000)}`, walker, 1000)
    expect({ deep: walker.tooDeep, broken: walker.broken }).toEqual({ deep: true, broken: 0 })
  })
})
