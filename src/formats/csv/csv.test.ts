import { describe, expect, it } from 'vitest'
import { CsvWalker, fieldValue } from './csv-walker.ts'
import { BACKSLASH, COMMA, type CsvDialect, LINE_FEED, QUOTE } from './dialect.ts'
import { sniffCsv } from './sniff.ts'

const DIALECT: CsvDialect = { delimiter: COMMA, quote: QUOTE, escape: 0, end: LINE_FEED }

/** All records, walked in steps of so many bytes. */
function recordsOf(text: string, dialect: CsvDialect, step: number): readonly (readonly string[])[] {
  const bytes = Buffer.from(text)
  const records: string[][] = []
  const sink = {
    begin: (row: number) => {
      records[row] = []
      return true
    },
    field: (_: number | string, from: number, to: number) => {
      records.at(-1)?.push(Buffer.from(fieldValue(bytes, from, to, dialect)).toString())
    },
    end: (row: number, counts: boolean) => {
      if (!counts) records.length = row
    },
  }
  const walker = new CsvWalker(dialect)
  for (let at = 0; at < bytes.length; at += step) walker.walk(bytes, at, Math.min(bytes.length, at + step), sink)
  walker.finish(bytes, bytes.length, sink)
  expect(walker.rows).toBe(records.length)
  return records
}

describe('records', () => {
  const cases: readonly {
    name: string
    text: string
    dialect?: Partial<CsvDialect>
    records: readonly (readonly string[])[]
  }[] = [
    {
      name: 'plain',
      text: 'a,b\nc,d\n',
      records: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    {
      name: 'empty fields',
      text: ',\n,,\n',
      records: [
        ['', ''],
        ['', '', ''],
      ],
    },
    { name: 'quotes', text: '"a,b","c\nd"\n', records: [['a,b', 'c\nd']] },
    { name: 'doubled quotes', text: '"a""b",""""\n', records: [['a"b', '"']] },
    { name: 'an empty quoted field', text: '"",x\n', records: [['', 'x']] },
    { name: 'quotes in the middle', text: 'a"b,c"\nd\n', records: [['a"b', 'c"'], ['d']] },
    { name: 'text behind a closing quote', text: '"a"b,c\n', records: [['ab', 'c']] },
    { name: 'CRLF', text: 'a,b\r\n\r\nc\r\n', records: [['a', 'b'], ['c']] },
    { name: 'an open quote at the end', text: 'a,"b\nc', records: [['a', 'b\nc']] },
    { name: 'a delimiter at the end', text: 'a,', records: [['a', '']] },
    { name: 'backslash', text: '"a\\"b",c\n', dialect: { escape: BACKSLASH }, records: [['a"b', 'c']] },
    { name: 'tabs', text: 'a,b\tc\n', dialect: { delimiter: 9 }, records: [['a,b', 'c']] },
  ]
  for (const step of [1, 3, 1000]) {
    it.each(cases)(`$name, ${step} bytes at a time`, ({ text, dialect, records }) => {
      expect(recordsOf(text, { ...DIALECT, ...dialect }, step)).toEqual(records)
    })
  }
})

describe('dialects', () => {
  const cases: readonly { name: string; text: string; delimiter: string; header: boolean }[] = [
    { name: 'commas', text: 'id,name\n1,a\n2,b\n', delimiter: ',', header: true },
    { name: 'semicolons with decimal commas', text: 'id;price\n1;1,5\n2;2,5\n', delimiter: ';', header: true },
    { name: 'tabs with commas in text', text: 'id\ttext\n1\ta, b, c\n2\td\n', delimiter: '\t', header: true },
    { name: 'numbers only', text: '1,2\n3,4\n', delimiter: ',', header: false },
    {
      name: 'addresses in the first record',
      text: 'a@example.org,x\nb@example.org,y\n',
      delimiter: ',',
      header: false,
    },
    { name: 'the same words below', text: 'red,left\ngreen,right\nred,right\n', delimiter: ',', header: false },
    { name: 'the index of pandas', text: ',name\n0,a\n1,b\n', delimiter: ',', header: true },
    { name: 'quoted names', text: '"id","full name"\n"1","a, b"\n', delimiter: ',', header: true },
    { name: 'a gap in the first record', text: 'a,,c\n1,2,3\n', delimiter: ',', header: false },
  ]
  it.each(cases)('$name', ({ text, delimiter, header }) => {
    const sniffed = sniffCsv(Buffer.from(text), undefined, true)
    expect({ delimiter: String.fromCharCode(sniffed.dialect.delimiter), header: sniffed.header }).toEqual({
      delimiter,
      header,
    })
  })
  it.each(['"', ',', "'", '\\', '\n', '\r', 'a,"'])('a head of %j takes little time', (text) => {
    const began = performance.now()
    sniffCsv(Buffer.from(text.repeat(65_536 / text.length)), undefined, false)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
