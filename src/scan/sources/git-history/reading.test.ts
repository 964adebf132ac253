import { describe, expect, it } from 'vitest'
import { random } from '../../../../test/support/random.ts'
import { messageStart } from './commits.ts'
import { idTable } from './id-table.ts'
import { takeObjects } from './object-stream.ts'
import { eachRecord, LF, NUL, readHex } from './records.ts'

/** Bytes in pieces of this many. */
async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

describe('records', () => {
  it.each([1, 2, 7, 1000])('are the same in pieces of %i bytes', async (length) => {
    const seen: string[] = []
    const text = 'one\n\ntwo three\nü\nlast'
    await eachRecord(
      inPieces(Buffer.from(text), length),
      LF,
      (bytes, start, end) => void seen.push(bytes.toString('utf8', start, end)),
    )
    expect(seen).toEqual(text.split('\n'))
  })

  it('have a bound', async () => {
    const endless = inPieces(Buffer.alloc(200_000, 'x'), 4096)
    await expect(eachRecord(endless, NUL, () => {})).rejects.toMatchObject({ code: 'EXTERNAL_GIT' })
  })

  it.each([
    ['00ff10', [0, 255, 16]],
    ['0g0000', undefined],
    ['0F0000', undefined],
    ['00ff1', undefined],
  ])('%j as hexadecimal digits are %j', (text, expected) => {
    const into = new Uint8Array(3)
    expect(readHex(Buffer.from(text), 0, into, 3) ? [...into] : undefined).toEqual(expected)
  })
})

describe('the output of git cat-file', () => {
  const id = 'ab'.repeat(20)
  const take = async (output: string, length: number): Promise<readonly string[]> => {
    const told: string[] = []
    let parts = ''
    await takeObjects(inPieces(Buffer.from(output), length), {
      missing: () => void told.push('missing'),
      begin: (type, size) => void told.push(`${type} ${size}`),
      write: (bytes) => void (parts += Buffer.from(bytes).toString()),
      end: async () => void told.push(`<${parts}>${(parts = '')}`),
    })
    return told
  }

  it.each([1, 3, 10, 1000])('is taken apart the same in pieces of %i bytes', async (length) => {
    const output = `${id} blob 5\na\nb\nc\n${id} missing\n${id} commit 0\n\n${id} blob 3\n\n\n\n\n`
    expect(await take(output, length)).toEqual([
      'blob 5',
      '<a\nb\nc>',
      'missing',
      'commit 0',
      '<>',
      'blob 3',
      '<\n\n\n>',
    ])
  })

  it.each([`${id} blob -1\n`, `${id} blob 1e9\n`, `${id}\n`, 'x'.repeat(5000), `${id} blob 99999999999999999999\n`])(
    'is refused when it is %j',
    async (output) => {
      await expect(take(output, 100)).rejects.toMatchObject({ code: 'EXTERNAL_GIT' })
    },
  )
})

describe('a table of ids', () => {
  it.each([20, 32])('of %i bytes knows what was put into it, and nothing else', (length) => {
    const next = random(3)
    const id = (): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)))
    const ids = Array.from({ length: 20_000 }, id)
    const table = idTable(length)
    ids.forEach((one, number) => expect(table.add(one)).toBe(number))
    ids.forEach((one, number) =>
      expect([table.add(one), table.find(one), table.hex(number)]).toEqual([number, number, one.toString('hex')]),
    )
    expect([table.size, table.find(id())]).toEqual([20_000, -1])
  })

  it('is as fast with ids that begin alike', () => {
    const table = idTable(20)
    const id = Buffer.alloc(20)
    const began = performance.now()
    // The first four bytes are what whoever makes objects can choose at little cost.
    for (let number = 0; number < 200_000; number++) {
      id.writeUInt32LE(Math.imul(number, 2654435761) >>> 0, 4)
      table.add(id)
    }
    expect(table.size).toBe(200_000)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

describe('a message', () => {
  it.each([
    ['tree x\nauthor y\n\nmessage\n\nmore', 'message\n\nmore'],
    ['tree x\n', ''],
    ['', ''],
    ['tree x\n\n', ''],
  ])('of %j is %j', (text, expected) => {
    const bytes = Buffer.from(text)
    expect(bytes.subarray(messageStart(bytes)).toString()).toBe(expected)
  })
})
