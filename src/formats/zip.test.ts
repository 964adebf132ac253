import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ZipEnd, type ZipMember, writeZip } from '../../test/support/zip-writer.ts'
import { memorySource, readAhead } from './zip-source.ts'
import type { ZipEntry } from './zip-entry.ts'
import { readEntry, zipEntries, type ZipLimits } from './zip.ts'

const LIMITS: ZipLimits = { entries: 1_000, entryBytes: 1 << 20, totalBytes: 4 << 20, ratio: 100 }

async function list(archive: Uint8Array, limits = LIMITS): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = []
  for await (const entry of zipEntries(memorySource(archive), limits)) entries.push(entry)
  return entries
}

/** Every member, unpacked: name and text. */
async function unpack(archive: Uint8Array, limits = LIMITS): Promise<Record<string, string>> {
  const source = memorySource(archive)
  const texts: Record<string, string> = {}
  for await (const entry of zipEntries(source, limits)) {
    texts[entry.name] = Buffer.from(await readEntry(source, entry, limits)).toString()
  }
  return texts
}

describe('what honest writers write', () => {
  const cases: readonly { name: string; members: readonly ZipMember[]; end?: ZipEnd; front?: string }[] = [
    { name: 'an empty archive', members: [] },
    { name: 'deflated members', members: [member('a.json', '{}'), member('b.json', 'x'.repeat(500))] },
    { name: 'stored members', members: [{ name: 'data.pkl', data: 'pickle', method: 'stored' }] },
    { name: 'an empty member', members: [member('empty', '')] },
    { name: 'sizes behind the data', members: [{ name: 'a', data: 'streamed', descriptor: true }] },
    { name: 'zip64 fields', members: [{ name: 'a', data: 'wide', zip64: true }], end: { zip64: true } },
    { name: 'a comment', members: [member('a', 'one')], end: { comment: 'made by a test' } },
    {
      name: 'a comment that holds an end record',
      members: [member('a', 'one')],
      end: { comment: 'PK\u0005\u0006 and more' },
    },
    { name: 'names that are not ASCII', members: [member('ünï/码.json', 'two')] },
    {
      name: 'names that would be bad paths',
      members: [member('../../etc/passwd', 'x'), member('/abs', 'y'), member('C:\\z', 'z')],
    },
    {
      name: 'something in front (a self-extractor)',
      members: [member('a', 'one'), member('b', 'two')],
      front: '#!/bin/sh\n',
    },
  ]
  it.each(cases)('$name', async ({ members, end, front = '' }) => {
    const archive = Buffer.concat([Buffer.from(front), writeZip(members, end)])
    const expected = Object.fromEntries(members.map(({ name, data }) => [name, String(data)]))
    expect(await unpack(archive)).toEqual(expected)
  })

  it('more entries than fit into one piece of the directory', async () => {
    const members = Array.from({ length: 30_000 }, (_, index) => member(`${'n'.repeat(60)}-${index}`, `${index}`))
    const entries = await list(writeZip(members), { ...LIMITS, entries: 30_000 })
    expect(entries.map(({ name }) => name)).toEqual(members.map(({ name }) => name))
  })

  it('reads ahead without changing what is read', async () => {
    const archive = writeZip([member('a', 'x'.repeat(300)), member('b', 'y'.repeat(9_000)), member('c', 'z')])
    for (const window of [1, 64, 1 << 20]) {
      const source = readAhead(memorySource(archive), window)
      const sizes = (await list(archive)).map(async (entry) => (await readEntry(source, entry, LIMITS)).length)
      expect(await Promise.all(sizes)).toEqual([300, 9_000, 1])
    }
  })
})

describe('what is not one complete archive', () => {
  const archive = writeZip([member('a.json', '{"id":1}'), member('b.json', '{"id":2}')])
  const directory = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  const cases: readonly { name: string; bytes: Uint8Array; code: string }[] = [
    { name: 'nothing', bytes: Buffer.alloc(0), code: 'FORMAT_SHAPE' },
    { name: 'text', bytes: Buffer.from('<html>not found</html>'.repeat(10)), code: 'FORMAT_SHAPE' },
    { name: 'a download cut off', bytes: archive.subarray(0, archive.length - 5), code: 'FORMAT_SHAPE' },
    { name: 'bytes behind the end', bytes: Buffer.concat([archive, Buffer.from('more')]), code: 'FORMAT_SHAPE' },
    { name: 'one of several volumes', bytes: writeZip([member('a', 'x')], { disk: 1 }), code: 'FORMAT_VERSION' },
    { name: 'a directory of other bytes', bytes: overwritten(archive, directory, 0), code: 'FORMAT_SHAPE' },
    {
      name: 'a count that is too small',
      bytes: writeZip([member('a', 'x'), member('b', 'y')], { entries: 1 }),
      code: 'FORMAT_SHAPE',
    },
    { name: 'a count that is too large', bytes: writeZip([member('a', 'x')], { entries: 60 }), code: 'FORMAT_SHAPE' },
    { name: 'a claim of 60,000 entries', bytes: writeZip([], { entries: 60_000 }), code: 'LIMIT_ENTRIES' },
    {
      name: 'a zip64 claim of 2^40 entries',
      bytes: writeZip([], { zip64: true, entries: 2 ** 40 }),
      code: 'LIMIT_ENTRIES',
    },
    {
      name: 'a zip64 directory beyond 2^53',
      bytes: writeZip([], { zip64: true, directorySize: 2n ** 63n }),
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'a zip64 directory outside the file',
      bytes: writeZip([], { zip64: true, directoryOffset: 10n ** 12n }),
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'a directory that begins before the file',
      bytes: writeZip([member('a', 'x')], { directoryOffset: 1_000 }),
      code: 'FORMAT_SHAPE',
    },
  ]
  it.each(cases)('$name: $code', async ({ bytes, code }) => {
    await expect(list(bytes)).rejects.toMatchObject({ code })
  })
})

describe('members that lie', () => {
  const bomb = Buffer.alloc(900_000)
  const cases: readonly { name: string; member: ZipMember; code: string }[] = [
    {
      name: 'a size below the truth',
      member: { name: 'a', data: 'x'.repeat(200), lie: { size: 10 } },
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'a size above the truth',
      member: { name: 'a', data: 'x'.repeat(200), lie: { size: 300 } },
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'a stored size above the truth',
      member: { name: 'a', data: 'x', method: 'stored', lie: { size: 9 } },
      code: 'FORMAT_SHAPE',
    },
    { name: 'another CRC-32', member: { name: 'a', data: 'x', lie: { crc32: 7 } }, code: 'FORMAT_SHAPE' },
    {
      name: 'another CRC-32 behind the data',
      member: { name: 'a', data: 'x', descriptor: true, lie: { crc32: 7 } },
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'another name in the local header',
      member: { name: 'a.json', data: 'x', lie: { localName: 'b.json' } },
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'another method in the local header',
      member: { name: 'a', data: 'x', lie: { methodCode: 0 } },
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'a place without a local header',
      member: { name: 'a', data: 'xxxxxxxx', lie: { offset: 4 } },
      code: 'FORMAT_SHAPE',
    },
    {
      name: 'a place behind the end',
      member: { name: 'a', data: 'x', zip64: true, lie: { offset: 2 ** 40 } },
      code: 'FORMAT_SHAPE',
    },
    { name: 'encryption', member: { name: 'a', data: 'x', encrypted: true }, code: 'FORMAT_VERSION' },
    {
      name: 'a method nobody reads',
      member: { name: 'a', data: 'x', lie: { methodCode: 99 } },
      code: 'FORMAT_VERSION',
    },
    { name: 'a bomb of zeros, 1000 to 1', member: { name: 'a', data: bomb }, code: 'LIMIT_RATIO' },
    {
      name: 'a member above the limit',
      member: { name: 'a', data: Buffer.alloc(1_100_000, 'ab'), method: 'stored' },
      code: 'LIMIT_SIZE',
    },
    {
      name: 'a zip64 size of a terabyte',
      member: { name: 'a', data: 'x', zip64: true, lie: { size: 2 ** 40 } },
      code: 'LIMIT_SIZE',
    },
  ]
  it.each(cases)('$name: $code', async ({ member: lying, code }) => {
    await expect(unpack(writeZip([lying]))).rejects.toMatchObject({ code })
  })

  it('a bomb that says it is small costs what it says', async () => {
    const archive = writeZip([{ name: 'a', data: Buffer.alloc(900_000), lie: { size: 5_000 } }])
    await expect(unpack(archive)).rejects.toThrow('unpacks to more than the stated 5000 bytes')
  })

  it('broken compressed data', async () => {
    const archive = writeZip([member('a', 'x'.repeat(500))])
    await expect(unpack(overwritten(archive, 33, 0xff))).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
  })
})

describe('bombs made of many members', () => {
  it('more than the limit together', async () => {
    const members = Array.from({ length: 9 }, (_, index) => member(`${index}`, Buffer.alloc(500_000)))
    await expect(list(writeZip(members))).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
  })

  it('members that share their data', async () => {
    const data = deflateRawSync(Buffer.alloc(50_000))
    const shared = Array.from({ length: 50 }, (_, index) => ({
      name: `${index}`,
      data: 'x',
      lie: { offset: 0, packedSize: data.length + 5_000, size: 10 },
    }))
    await expect(list(writeZip(shared))).rejects.toThrow('members overlap')
  })

  it('a directory of a million rubbish bytes is refused in no time', async () => {
    const rubbish = Buffer.alloc(1 << 20, 'PK\u0005\u0006')
    const started = performance.now()
    await expect(list(rubbish)).rejects.toMatchObject({ code: 'FORMAT_SHAPE' })
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

function member(name: string, data: string | Uint8Array): ZipMember {
  return { name, data }
}

function overwritten(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(value, at, at + 4)
  return copy
}
