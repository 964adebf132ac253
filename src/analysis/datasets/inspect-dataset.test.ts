import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeArrowStream } from '../../../test/support/arrow-writer.ts'
import { fileOf } from '../../../test/support/file-of.ts'
import { labelScanner, NEEDLE, needleScanner, patternScanner, ruleOf } from '../../../test/support/needle-scanner.ts'
import { type ParquetOptions, writeParquet } from '../../../test/support/parquet-writer.ts'
import type { SensitiveScanner } from '../sensitive/sensitive-scanner.ts'
import type { ColumnHit, DatasetBudget, DatasetInspection } from './dataset-inspection.ts'
import { inspectDataset } from './inspect-dataset.ts'

const inspect = (name: string, content: string | Uint8Array, budget?: DatasetBudget): Promise<DatasetInspection> =>
  inspectDataset(fileOf(name, content), [needleScanner()], budget)

/** `column: rows hit of rows, first rows` for each column with a hit. */
function inWords({ columns }: DatasetInspection): readonly string[] {
  return columns.flatMap(({ name, hits }) =>
    hits.map((hit) => `${name}: ${hit.rowsHit} of ${hit.rowsSeen}, ${rowsOf(hit)}`),
  )
}

function rowsOf({ first }: ColumnHit): string {
  return first.map(({ row }) => row).join(' ')
}

describe('separated values', () => {
  const cases: readonly {
    name: string
    file?: string
    text: string | Uint8Array
    found: readonly string[]
    rows: number
  }[] = [
    { name: 'commas', text: 'id,note\n1,a\n2,has needle-0001\n', found: ['note: 1 of 2, 2'], rows: 2 },
    {
      name: 'tabs under the name of commas',
      text: 'id\tnote\n1\ta, b\n2\tneedle-0001, c\n',
      found: ['note: 1 of 2, 2'],
      rows: 2,
    },
    { name: 'semicolons', text: 'id;note\n1;1,5\n2;needle-0001\n', found: ['note: 1 of 2, 2'], rows: 2 },
    { name: 'bars', text: 'id|note\n1|x\n2|needle-0001\n', found: ['note: 1 of 2, 2'], rows: 2 },
    {
      name: 'line breaks in quotes',
      text: 'id,note\n1,"two\nlines, needle-0001"\n2,"x"\n3,needle-0002\n',
      found: ['note: 2 of 3, 1 3'],
      rows: 3,
    },
    { name: 'doubled quotes', text: 'id,note\n1,"say ""needle-0001"", so"\n', found: ['note: 1 of 1, 1'], rows: 1 },
    {
      name: 'backslash before quotes',
      text: 'id,note\n1,"say \\"needle-0001\\", so"\n2,"a"\n',
      found: ['note: 1 of 2, 1'],
      rows: 2,
    },
    { name: 'CRLF', text: 'id,note\r\n1,needle-0001\r\n2,x\r\n', found: ['note: 1 of 2, 1'], rows: 2 },
    { name: 'CR alone', text: 'id,note\r1,x\r2,needle-0001\r', found: ['note: 1 of 2, 2'], rows: 2 },
    { name: 'no line feed at the end', text: 'id,note\n1,needle-0001', found: ['note: 1 of 1, 1'], rows: 1 },
    { name: 'no header', text: '1,needle-0001\n2,x\n', found: ['column 2: 1 of 2, 1'], rows: 2 },
    { name: 'empty lines', text: 'id,note\n\n1,x\n\n\n2,needle-0001\n', found: ['note: 1 of 2, 2'], rows: 2 },
    { name: 'ragged records', text: 'id,note\n1,x,needle-0001\n2\n3,y\n', found: ['column 3: 1 of 3, 1'], rows: 3 },
    {
      name: 'a quote in the middle of a field',
      text: 'id,note\n1,5" disk\n2,needle-0001\n',
      found: ['note: 1 of 2, 2'],
      rows: 2,
    },
    { name: 'a byte order mark', text: '\ufeffid,note\n1,needle-0001\n', found: ['note: 1 of 1, 1'], rows: 1 },
    {
      name: 'UTF-16',
      text: Buffer.from('\ufeffid,note\n1,needle-0001\n', 'utf16le'),
      found: ['note: 1 of 1, 1'],
      rows: 1,
    },
    {
      name: 'UTF-16 without a mark',
      text: Buffer.from('id,note\n1,needle-0001\n', 'utf16le'),
      found: ['note: 1 of 1, 1'],
      rows: 1,
    },
    {
      name: 'latin1',
      text: Buffer.from('id,straße\n1,needle-0001\n', 'latin1'),
      found: ['straße: 1 of 1, 1'],
      rows: 1,
    },
    { name: 'one column', text: 'note\nneedle-0001\nx\n', found: ['note: 1 of 2, 1'], rows: 2 },
    { name: 'gzip', file: 'a.csv.gz', text: gzipSync('id,note\n1,needle-0001\n'), found: ['note: 1 of 1, 1'], rows: 1 },
    {
      name: 'two members of gzip',
      file: 'a.csv.gz',
      text: Buffer.concat([gzipSync('id,note\n1,x\n'), gzipSync('2,needle-0001\n')]),
      found: ['note: 1 of 2, 2'],
      rows: 2,
    },
    {
      name: 'zstd',
      file: 'a.tsv.zst',
      text: zstdCompressSync('id\tnote\n1\tneedle-0001\n'),
      found: ['note: 1 of 1, 1'],
      rows: 1,
    },
    { name: 'the header', text: 'id,needle-0007\n1,x\n', found: ['header: 1 of 1, 0'], rows: 1 },
  ]
  it.each(cases)('$name', async ({ file = 'a.csv', text, found, rows }) => {
    const inspection = await inspect(file, text)
    expect(inWords(inspection)).toEqual(found)
    expect(inspection.rows).toEqual({ count: rows, exact: true })
    expect(inspection.looked.complete).toBe(true)
  })

  it('tell line, byte and the match itself of the first places', async () => {
    const text = 'id,note\n1,"a\nb"\n2,needle-0001\n'
    const { columns } = await inspect('a.csv', text)
    const [place] = columns[1]?.hits[0]?.first ?? []
    expect(place).toMatchObject({ row: 2, line: 4, byte: text.indexOf('needle'), match: { value: 'needle-0001' } })
  })

  it('show what their values look like', async () => {
    const { columns } = await inspect(
      'a.csv',
      'id,price,day,ok,name\n1,1.5,2026-01-31,true,x\n2,2.5,2026-02-01,false,\n',
    )
    expect(columns.map(({ type }) => type)).toEqual(['integer', 'number', 'date', 'boolean', 'string'])
  })
})

describe('JSON', () => {
  const cases: readonly { name: string; file?: string; text: string; found: readonly string[]; rows: number }[] = [
    { name: 'lines', text: '{"a":"x"}\n{"a":"needle-0001"}\n', found: ['a: 1 of 2, 2'], rows: 2 },
    { name: 'blank lines', text: '{"a":"x"}\n\n  \n{"a":"needle-0001"}\n\n', found: ['a: 1 of 2, 2'], rows: 2 },
    {
      name: 'chats',
      text: '{"messages":[{"role":"user","content":"needle-0001"},{"role":"assistant","content":"needle-0002"}]}\n{"messages":[]}\n',
      found: ['messages[].content: 1 of 2, 1 1'],
      rows: 2,
    },
    {
      name: 'a match behind an escaped line feed',
      text: '{"a":"x\\nneedle-0001\\n"}\n',
      found: ['a: 1 of 1, 1'],
      rows: 1,
    },
    { name: 'escaped letters', text: '{"a":"\\u006eeedle-0001"}\n', found: ['a: 1 of 1, 1'], rows: 1 },
    { name: 'escaped quotes around', text: '{"a":"{\\"k\\":\\"needle-0001\\"}"}\n', found: ['a: 1 of 1, 1'], rows: 1 },
    {
      name: 'a line that is none',
      text: '{"a":"x"}\nneedle-0001 and more\n{"a":"needle-0002"}\n',
      found: ['(not JSON): 1 of 3, 2', 'a: 1 of 3, 3'],
      rows: 3,
    },
    {
      name: 'a line that breaks off',
      text: '{"a":"needle-0001"\n{"a":"needle-0002"}\n',
      found: ['a: 2 of 2, 1 2'],
      rows: 2,
    },
    { name: 'keys that are data', text: '{"needle-0001":{"x":1}}\n{"b":2}\n', found: ['{}: 1 of 2, 1'], rows: 2 },
    {
      name: 'a list',
      file: 'a.json',
      text: '[{"a":"x"},{"a":["y","needle-0001"]}]',
      found: ['a[]: 1 of 2, 2'],
      rows: 2,
    },
    {
      name: 'a list over several lines',
      file: 'a.json',
      text: '[\n  {\n    "a": "x"\n  },\n  {\n    "a": "needle-0001"\n  }\n]\n',
      found: ['a: 1 of 2, 2'],
      rows: 2,
    },
    { name: 'a list of lists', file: 'a.json', text: '[["x","y"],["needle-0001"]]', found: ['[]: 1 of 2, 2'], rows: 2 },
    {
      name: 'a list in an object',
      file: 'a.json',
      text: '{"version":1,"data":[{"q":"x"},{"q":"needle-0001"},{"q":"y"}]}',
      found: ['data[].q: 1 of 3, 2'],
      rows: 3,
    },
    {
      name: 'columns as lists',
      file: 'a.json',
      text: '{"a":["x","needle-0001","y"],"b":["needle-0002",1,2]}',
      found: ['a[]: 1 of 3, 2', 'b[]: 1 of 3, 1'],
      rows: 3,
    },
    {
      name: 'columns as pandas writes them',
      file: 'a.json',
      text: '{"a":{"0":"x","1":"needle-0001"},"b":{"0":"needle-0002","1":"y"}}',
      found: ['a[]: 1 of 2, 2', 'b[]: 1 of 2, 1'],
      rows: 2,
    },
    {
      name: 'lines under the name of a document',
      file: 'a.json',
      text: '{"a":"x"}\n{"a":"needle-0001"}\n',
      found: ['a: 1 of 2, 2'],
      rows: 2,
    },
    {
      name: 'documents over several lines under the name of lines',
      text: '{\n "a": "x"\n}\n{\n "a": "needle-0001"\n}\n',
      found: ['a: 1 of 2, 2'],
      rows: 2,
    },
    {
      name: 'JSON under the name of CSV',
      file: 'a.csv',
      text: '[{"a":"needle-0001"}]',
      found: ['a: 1 of 1, 1'],
      rows: 1,
    },
  ]
  it.each(cases)('$name', async ({ file = 'a.jsonl', text, found, rows }) => {
    const inspection = await inspect(file, text)
    expect(inWords(inspection).toSorted()).toEqual(found)
    expect(inspection.rows.count).toBe(rows)
  })
})

describe('Parquet', () => {
  const columns = [
    { name: 'id', values: ['1', '2', '3', '4'] },
    { name: 'note', values: [null, 'a needle-0001', null, 'a needle-0001 b needle-0002'] },
  ]
  const cases: readonly { name: string; options: ParquetOptions }[] = [
    { name: 'plain', options: {} },
    { name: 'with a dictionary', options: { dictionary: true } },
    { name: 'gzip', options: { codec: 'gzip' } },
    { name: 'zstd with a dictionary', options: { codec: 'zstd', dictionary: true } },
    { name: 'Snappy', options: { codec: 'snappy' } },
  ]
  it.each(cases)('$name', async ({ options }) => {
    const inspection = await inspect('a.parquet', writeParquet(columns, options))
    expect(inWords(inspection)).toEqual(['note: 2 of 4, 2 4'])
    expect(inspection).toMatchObject({
      kind: 'parquet',
      rows: { count: 4, exact: true },
      parts: 1,
      looked: { complete: true },
    })
    expect(inspection.columns[1]?.hits[0]).toMatchObject({
      matches: 3,
      distinct: { count: 2, exact: true },
      share: 0.5,
    })
  })

  it('never joins two values', async () => {
    const values = ['needle-', '0001', 'xneedle-0002', 'needle-0003', '9']
    expect(inWords(await inspect('a.parquet', writeParquet([{ name: 'a', values }])))).toEqual(['a: 1 of 5, 4'])
  })

  it('takes nothing for near that stands in another row', async () => {
    // As rules do that need a word nearby.
    const scanner = patternScanner(/(?<=key.{0,20})\d{4}/gs, () => NEEDLE, [NEEDLE])
    const file = fileOf('a.parquet', writeParquet([{ name: 'a', values: ['the key', '1234', 'key 5678'] }]))
    expect(inWords(await inspectDataset(file, [scanner]))).toEqual(['a: 1 of 3, 3'])
  })

  it('looks at the metadata of the file', async () => {
    const bytes = writeParquet(columns.slice(0, 1), { keyValues: { notes: 'from needle-0009' } })
    const { columns: reports } = await inspect('a.parquet', bytes)
    expect(reports.at(-1)).toMatchObject({ kind: 'beside', name: 'metadata notes', hits: [{ rowsHit: 1 }] })
  })

  it('leaves columns of pictures alone and says so', async () => {
    const values = Array.from({ length: 40 }, (_, index) => `\x89PNG\0\0${index} needle-0001`)
    const { columns: reports } = await inspect('a.parquet', writeParquet([{ name: 'a', values, untyped: true }]))
    expect(reports[0]).toMatchObject({ skipped: 'binary values' })
    const text = await inspect('a.parquet', writeParquet([{ name: 'a', values: ['needle-0001'], untyped: true }]))
    expect(inWords(text)).toEqual(['a: 1 of 1, 1'])
  })

  it('takes no memory on the word of a header', async () => {
    const bytes = writeParquet(columns, { codec: 'snappy', liedLength: 0x7fffffff })
    const { looked, diagnostics } = await inspect('a.parquet', bytes)
    expect(looked.complete).toBe(false)
    expect(diagnostics.map(({ code }) => code)).toContain('LIMIT_SIZE')
  })

  it('says that it is encrypted', async () => {
    const { looked, diagnostics } = await inspect('a.parquet', Buffer.from('PARE\0\0\0\0\0\0\0\0PARE'))
    expect(looked.complete).toBe(false)
    expect(diagnostics[0]?.message).toContain('encrypted')
  })
})

describe('Arrow', () => {
  it('reads a stream of batches', async () => {
    const bytes = writeArrowStream(
      [{ name: 'a', values: ['x', null, 'needle-0001'] }],
      [{ name: 'a', values: ['needle-0002', 'y'] }],
    )
    const inspection = await inspect('a.arrow', bytes)
    expect(inWords(inspection)).toEqual(['a: 2 of 5, 3 4'])
    expect(inspection).toMatchObject({ kind: 'arrow-stream', parts: 2, rows: { count: 5, exact: true } })
  })
  it('never joins two values', async () => {
    const values = ['needle-', '0001', 'needle-0002', '9']
    expect(inWords(await inspect('a.arrow', writeArrowStream([{ name: 'a', values }])))).toEqual(['a: 1 of 4, 3'])
  })
  it('keeps what stands in front of the end of a file that was cut off', async () => {
    const batch = [{ name: 'a', values: ['needle-0001'] }]
    const bytes = writeArrowStream(batch, batch)
    const inspection = await inspect('a.arrow', bytes.subarray(0, bytes.length - 20))
    expect(inWords(inspection)).toEqual(['a: 1 of 1, 1'])
    expect(inspection.looked.complete).toBe(false)
  })
})

describe('names of columns', () => {
  const names = ruleOf('person')
  it('are handed to the scanners with a sample of the values', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => `${row},Person ${row}`).join('\n')
    const { columns } = await inspectDataset(fileOf('a.csv', `id,full_name\n${rows}\n`), [
      labelScanner('full_name', names),
    ])
    const [hit] = columns[1]?.hits ?? []
    expect(hit).toMatchObject({ share: 1, labelled: { onlyLabelled: hit?.rowsHit, valuesSeen: hit?.rowsHit } })
    expect(hit?.rowsHit).toBeGreaterThan(1000)
    expect(hit?.rowsHit).toBeLessThan(4000)
    expect(hit?.first[0]).toMatchObject({ row: 1, match: { value: 'Person 0' } })
  })
  it('count every row that refers to a value of a dictionary', async () => {
    const values = Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? 'Ada' : row % 4 === 1 ? 'Bob' : null))
    const file = fileOf('a.parquet', writeParquet([{ name: 'name', values }], { dictionary: true }))
    const { columns } = await inspectDataset(file, [labelScanner('name', names)])
    expect(columns[0]?.hits[0]).toMatchObject({ rowsHit: 100, rowsSeen: 200, share: 0.5, distinct: { count: 2 } })
  })
  it('of JSON are its keys', async () => {
    const { columns } = await inspectDataset(fileOf('a.jsonl', '{"u":{"name":"Ada"}}\n{"u":{"name":"Bob"}}\n'), [
      labelScanner('name', names),
    ])
    expect(columns.find(({ name }) => name === 'u.name')?.hits[0]?.rowsHit).toBe(2)
  })
  it('do not count twice what is seen without them', async () => {
    const both = [needleScanner([names]), labelScanner('name', names)]
    const { columns } = await inspectDataset(fileOf('a.csv', 'id,name\n1,needle-0001\n2,Ada\n'), both)
    expect(columns[1]?.hits[0]).toMatchObject({ rowsHit: 2, labelled: { onlyLabelled: 1, valuesHit: 2 } })
  })
  it.each([
    ['a.jsonl', '{"needle-0001":{"a":"needle-0002"}}\n{"b":"needle-0003"}\n'],
    ['a.csv', 'id,needle-0001\n1,needle-0002\n2,needle-0003\n'],
  ])('are withheld where they look like values: %s', async (name, text) => {
    const { columns, diagnostics } = await inspect(name, text)
    const shown = JSON.stringify([columns.map((column) => column.name), diagnostics])
    expect(shown).toContain('its name looks like a value')
    expect(shown).not.toContain('needle-0')
  })
})

describe('what is no table', () => {
  const cases: readonly { name: string; file: string; text: string | Uint8Array; says: string }[] = [
    { name: 'a web page', file: 'a.csv', text: '<!DOCTYPE html><html><body>needle-0001</body></html>', says: 'markup' },
    {
      name: 'a pointer of Git LFS',
      file: 'a.parquet',
      text: 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
      says: 'Git LFS',
    },
    { name: 'a workbook', file: 'a.csv', text: Buffer.from('PK\x03\x04\x14\0\0\0'), says: 'Excel' },
    { name: 'text', file: 'a.parquet', text: 'hello', says: 'text' },
    { name: 'nothing', file: 'a.csv', text: '', says: 'empty' },
    { name: 'binary data', file: 'a.csv', text: Buffer.from([1, 2, 0, 0, 0, 3]), says: 'binary' },
  ]
  it.each(cases)('$name', async ({ file, text, says }) => {
    const { kind, diagnostics, looked } = await inspect(file, text)
    expect(kind).toBeUndefined()
    expect(looked.complete).toBe(false)
    expect(diagnostics[0]?.message).toContain(says)
  })
})

describe('a budget', () => {
  const line = '{"a":"needle-0001"}\n'
  it('of bytes ends the look and says where', async () => {
    const text = line.repeat(400_000)
    const inspection = await inspect('a.jsonl', text, { bytes: 2 * 1024 * 1024 })
    const rows = Math.floor((2 * 1024 * 1024) / line.length)
    expect(inspection.rows).toEqual({ count: rows, exact: false })
    expect(inspection.looked).toMatchObject({ complete: false, bytes: 2 * 1024 * 1024, ofBytes: text.length })
    expect(inspection.looked.why).toContain(`rows 1 to ${rows} of about 400000`)
    expect(inspection.columns[0]?.hits[0]?.rowsHit).toBeGreaterThanOrEqual(rows)
  })
  it('of time does', async () => {
    let now = 0
    const clock = { now: () => (now += 1000) }
    const inspection = await inspectDataset(
      fileOf('a.jsonl', line.repeat(400_000)),
      [needleScanner()],
      { milliseconds: 2500 },
      clock,
    )
    expect(inspection.looked.complete).toBe(false)
    expect(inspection.diagnostics.map(({ code }) => code)).toContain('LIMIT_TIME')
  })
})

describe('large text', () => {
  it('finds every match once, wherever the windows end', async () => {
    const needle = (index: number): string => `needle-${String(index % 10_000).padStart(4, '0')}`
    const rows = Array.from({ length: 260_000 }, (_, row) => `${row},"filler, ${needle(row)}",${'x'.repeat(row % 37)}`)
    const { columns } = await inspect('a.csv', `id,note,rest\n${rows.join('\n')}\n`)
    expect(columns[1]?.hits[0]).toMatchObject({
      rowsHit: 260_000,
      rowsSeen: 260_000,
      matches: 260_000,
      distinct: { count: 10_000, exact: true },
    })
  })
  it('follows one value through many windows', async () => {
    const text = `{"a":{"b":"${'word needle-0001 '.repeat(700_000)}"}}\n{"a":{"b":"needle-0002"}}\n`
    const { columns } = await inspect('a.jsonl', text)
    expect(columns[0]).toMatchObject({ name: 'a.b', hits: [{ rowsHit: 2, matches: 700_001 }] })
  })
  it('unpacks a bomb in little memory and stops at the budget', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, 'a'))
    const before = process.memoryUsage().arrayBuffers
    const { looked } = await inspect('a.csv.gz', bomb, { milliseconds: 20 })
    expect(looked.complete).toBe(false)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128 * 1024 * 1024)
  })
})

describe('what a scanner leaves out of a piece', () => {
  /** Tells so many matches of a run of bytes and counts the rest. */
  const bounded = (most: number): SensitiveScanner => {
    const whole = needleScanner()
    return {
      ...whole,
      scan(bytes, context) {
        const matches = whole.scan(bytes, context)
        if (matches.length > most)
          context.omitted?.({ why: 'matches', rule: 'test/needle', count: matches.length - most })
        return matches.slice(0, most)
      },
    }
  }
  const text = 'needle-0001 \n'.repeat(100_000)
  it('is found in smaller pieces', async () => {
    const { columns, looked } = await inspectDataset(fileOf('a.csv', `a,b\n${'x,needle-0001\n'.repeat(100_000)}`), [
      bounded(5000),
    ])
    expect(columns[1]?.hits[0]).toMatchObject({ rowsHit: 100_000, matches: 100_000 })
    expect(looked.complete).toBe(true)
  })
  it('is told when there is no end of it', async () => {
    const { diagnostics, looked } = await inspectDataset(fileOf('a.jsonl', JSON.stringify({ a: text })), [bounded(10)])
    expect(looked.complete).toBe(false)
    expect(diagnostics.map(({ message }) => message).join()).toContain('more matches of test/needle than are told')
  })
})

describe('for those who judge a column as a whole', () => {
  it('there is a sample from all over it, and how many rows hold a value', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `${row},${row % 2 === 0 ? `value ${row}` : ''}`).join('\n')
    const { columns } = await inspect('a.csv', `id,note\n${rows}\n`)
    const { sample = [], filled } = columns[1] ?? {}
    expect(sample.length).toBeGreaterThan(100)
    expect(sample.length).toBeLessThanOrEqual(1000)
    expect(Number(sample.at(-1)?.slice(6))).toBeGreaterThan(15_000)
    expect(filled?.exact).toBe(false)
    expect(filled?.count).toBeGreaterThan(6000)
    expect(filled?.count).toBeLessThan(14_000)
  })
  it('of binary formats too', async () => {
    const values = Array.from({ length: 100 }, (_, row) => (row < 40 ? null : `value ${row}`))
    const { columns } = await inspect('a.parquet', writeParquet([{ name: 'a', values }]))
    expect(columns[0]?.sample.slice(0, 2)).toEqual(['value 40', 'value 41'])
  })
  it('rows are told that are more than a guess', async () => {
    const weak = { ...needleScanner(), scan: () => [] }
    const unsure: SensitiveScanner = {
      ...weak,
      scan: (bytes, context) =>
        needleScanner()
          .scan(bytes, context)
          .map((match) =>
            match.value < 'needle-0005' ? { ...match, confidence: { level: 'low', because: [] } } : match,
          ),
    }
    const { columns } = await inspectDataset(fileOf('a.csv', 'id,a\n1,needle-0001\n2,needle-0009\n3,x\n'), [unsure])
    expect(columns[1]?.hits[0]).toMatchObject({
      rowsHit: 2,
      rowsSure: 1,
      confidence: { level: 'high' },
      levels: { low: 1, high: 1 },
    })
  })
})
