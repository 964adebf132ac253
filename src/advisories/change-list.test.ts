import { describe, expect, it } from 'vitest'
import { type ChangeList, readChangeList } from './change-list.ts'

async function* chunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function read(text: string, { since = '', most = 100, size = 7 } = {}): Promise<ChangeList> {
  return readChangeList(chunks(text, size), since, most)
}

async function ids(text: string, since = ''): Promise<readonly string[]> {
  return (await read(text, { since })).changes.map(({ id }) => id)
}

describe('modified_id.csv', () => {
  const list = '2026-03-03T00:00:00.5Z,C-3\n2026-02-02T00:00:00Z,B-2\r\n2026-01-01T00:00:00.123456Z,A-1\n'

  it('all of it, newest first, however it is cut into chunks', async () => {
    for (const size of [1, 13, 1_000]) {
      const { changes } = await read(list, { size })
      expect(changes).toEqual([
        { id: 'C-3', modified: '2026-03-03T00:00:00.5Z' },
        { id: 'B-2', modified: '2026-02-02T00:00:00Z' },
        { id: 'A-1', modified: '2026-01-01T00:00:00.123456Z' },
      ])
    }
  })

  it.each([
    ['2026-02-02T00:00:00Z', ['C-3']],
    ['2026-02-01T23:59:59.999Z', ['C-3', 'B-2']],
    ['2026-03-03T00:00:00.5Z', []],
    ['2026-03-03T00:00:00Z', ['C-3']],
    ['2026-03-03T00:00:00.50Z', []],
  ])('after %s: %j', async (since, expected) => {
    expect(await ids(list, since)).toEqual(expected)
  })

  it('the file for all ecosystems puts the folder in front of the id', async () => {
    expect(await ids('2026-01-01T00:00:00Z,PyPI/PYSEC-2026-1')).toEqual(['PYSEC-2026-1'])
  })

  it('a list that is not sorted is read to its end', async () => {
    expect(await ids('2026-01-01T00:00:00Z,OLD-1\n2026-03-03T00:00:00Z,NEW-1', '2026-02-02T00:00:00Z')).toEqual([
      'NEW-1',
    ])
  })

  it('more than are wanted: says so', async () => {
    expect(await read(list, { most: 2 })).toMatchObject({ overflow: true, changes: [{ id: 'C-3' }, { id: 'B-2' }] })
    expect((await read(list, { most: 3 })).overflow).toBe(false)
  })

  it.each([
    '',
    'rubbish',
    ',',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z,',
    'yesterday,A-1',
    '2026-01-01T00:00:00Z,../../A-1?',
    '2026-01-01T00:00:00Z,..',
    '2026-01-01T00:00:00Z,A-1\u0000',
    `2026-01-01T00:00:00Z,${'A'.repeat(129)}`,
  ])('%j is no change', async (line) => {
    expect(await ids(line)).toEqual([])
  })

  it('megabytes without a line break stay small', async () => {
    const started = performance.now()
    expect((await read('x'.repeat(20_000_000), { size: 65_536 })).changes).toEqual([])
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
