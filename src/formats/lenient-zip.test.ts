import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeZip, type ZipEnd, type ZipMember } from '../../test/support/zip-writer.ts'
import { cappedMeter } from './compressed-engine.ts'
import { readLenientZip } from './lenient-zip.ts'
import { zipContent } from './lenient-zip-read.ts'
import type { LenientZip, ZipProblemCode } from './lenient-zip-types.ts'
import { memorySource } from './zip-source.ts'

const LIMITS = { entries: 10_000, searchBytes: 8 << 20 }

async function read(bytes: Uint8Array, limits = LIMITS): Promise<LenientZip> {
  const zip = await readLenientZip(memorySource(bytes), limits)
  if (zip === undefined) throw new Error('no archive found')
  return zip
}

/** `both data.pkl = text` for every reading. */
async function told(bytes: Uint8Array): Promise<readonly string[]> {
  const source = memorySource(bytes)
  const lines: string[] = []
  for (const reading of (await read(bytes)).readings) {
    const content = zipContent(source, reading, {})
    lines.push(`${reading.reading} ${reading.name} = ${await textOf(content)}`)
  }
  return lines
}

async function textOf(content: ReturnType<typeof zipContent>): Promise<string> {
  if (content.kind === 'unreadable') return content.reason
  if (content.kind === 'stored') return Buffer.from(await content.source.all()).toString()
  const chunks: Uint8Array[] = []
  const data = content.open(cappedMeter(1 << 20))
  for (;;) {
    const step = await data.next()
    if (step.done === true)
      return Buffer.concat(chunks).toString() + step.value.problems.map((problem) => ` [${problem}]`).join('')
    chunks.push(step.value)
  }
}

function member(name: string, data = 'pickle', more: Partial<ZipMember> = {}): ZipMember {
  return { name, data, method: 'stored', ...more }
}

function patched(bytes: Buffer, at: number, ...values: readonly number[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const [index, value] of values.entries()) copy[at + index] = value
  return copy
}

const LOCAL = Buffer.from([0x50, 0x4b, 3, 4])
const CENTRAL = Buffer.from([0x50, 0x4b, 1, 2])

describe('what honest writers write has no problem', () => {
  const nested = writeZip([member('inner', 'deep')])
  const cases: readonly { name: string; members: readonly ZipMember[]; end?: ZipEnd }[] = [
    { name: 'an empty archive', members: [] },
    { name: 'stored and deflated members', members: [member('m/data.pkl'), { name: 'm/version', data: '3\n' }] },
    {
      name: 'sizes behind the data',
      members: [member('a', 'one', { descriptor: true }), member('b', 'two', { descriptor: true })],
    },
    { name: 'zip64 fields', members: [member('a', 'one', { zip64: true })], end: { zip64: true } },
    { name: 'a comment', members: [member('a', 'one')], end: { comment: 'x'.repeat(300) } },
    { name: 'a folder', members: [member('folder/', '')] },
    { name: 'an archive in the archive', members: [{ name: 'inner.zip', data: nested, method: 'stored' }] },
  ]
  it.each(cases)('$name', async ({ members, end }) => {
    const zip = await read(writeZip(members, end))
    expect(zip.problems).toEqual([])
    expect(zip.readings.map(({ name, reading }) => [name, reading])).toEqual(members.map(({ name }) => [name, 'both']))
  })
})

describe('every mismatch is told and both readings are given', () => {
  const plain = writeZip([member('a.pkl', 'first'), member('b.bin', 'second')])
  const secondLocal = plain.lastIndexOf(LOCAL)
  const directory = plain.indexOf(CENTRAL)
  const payload = writeZip([member('evil.pkl', 'payload')])
  const deflated = writeZip([{ name: 'a', data: 'x'.repeat(100) }])
  const cases: readonly { name: string; bytes: Buffer; code: ZipProblemCode; readings: readonly string[] }[] = [
    {
      name: 'names (CVE-2025-1944)',
      bytes: writeZip([member('data.pkl', 'p', { lie: { localName: 'data.txt' } })]),
      code: 'name-mismatch',
      readings: ['central data.pkl = p', 'local data.txt = p'],
    },
    {
      name: 'packed size',
      bytes: writeZip([member('a', 'abcdef', { lie: { packedSize: 3, size: 3 } })]),
      code: 'size-mismatch',
      readings: ['central a = abc', 'local a = abcdef'],
    },
    {
      name: 'compression method',
      bytes: writeZip([member('a', deflateRawSync('hidden').toString('latin1'), { lie: { methodCode: 8 } })]),
      code: 'method-mismatch',
      readings: [],
    },
    {
      name: 'CRC-32 (CVE-2025-10156)',
      bytes: writeZip([member('a', 'x', { lie: { crc32: 1 } })]),
      code: 'crc-mismatch',
      readings: [],
    },
    {
      name: 'encryption flag in the local header only (CVE-2025-1945)',
      bytes: patched(plain, 6, 1),
      code: 'flags-mismatch',
      readings: ['central a.pkl = first', 'local a.pkl = first', 'both b.bin = second'],
    },
    {
      name: 'encryption flag in both',
      bytes: writeZip([member('a', 'still readable', { encrypted: true })]),
      code: 'encrypted',
      readings: ['both a = still readable'],
    },
    {
      name: 'a member the directory does not list',
      bytes: Buffer.concat([payload.subarray(0, payload.indexOf(CENTRAL)), plain]),
      code: 'local-only',
      readings: ['both a.pkl = first', 'both b.bin = second', 'local evil.pkl = payload'],
    },
    {
      name: 'a member in the directory without local header',
      bytes: patched(plain, secondLocal, 0),
      code: 'central-only',
      readings: ['both a.pkl = first', 'central b.bin = second'],
    },
    {
      name: 'an offset that points elsewhere',
      bytes: writeZip([member('a', 'one'), member('b', 'two', { lie: { offset: 0 } })]),
      code: 'name-mismatch',
      readings: ['both a = one', 'central b = one', 'local a = one', 'local b = two'],
    },
    {
      name: 'two members of one name',
      bytes: writeZip([member('data.pkl', 'good'), member('data.pkl', 'bad')]),
      code: 'duplicate-name',
      readings: ['both data.pkl = good', 'both data.pkl = bad'],
    },
    {
      name: 'two names that differ in case (torch looks names up without case)',
      bytes: writeZip([member('m/data.pkl', 'good'), member('m/DATA.PKL', 'bad')]),
      code: 'duplicate-name',
      readings: ['both m/data.pkl = good', 'both m/DATA.PKL = bad'],
    },
    {
      name: 'a data descriptor with another size',
      bytes: ((zip) => patched(zip, zip.indexOf(Buffer.from([0x50, 0x4b, 7, 8])) + 8, 99))(
        writeZip([member('a', 'one', { descriptor: true })]),
      ),
      code: 'descriptor-mismatch',
      readings: ['both a = one'],
    },
    {
      name: 'a promised data descriptor that is missing',
      bytes: patched(patched(plain, 6, 8), directory + 8, 8),
      code: 'descriptor-mismatch',
      readings: ['both a.pkl = first', 'both b.bin = second'],
    },
    {
      name: 'a zip64 record that counts other entries',
      bytes: ((zip) => patched(zip, zip.length - 12, 1, 0))(
        writeZip([member('a', 'x'), member('b', 'y')], { zip64: true }),
      ),
      code: 'zip64-lie',
      readings: ['both a = x', 'both b = y'],
    },
    {
      name: 'a zip64 mark without field',
      bytes: patched(plain, directory + 24, 255, 255, 255, 255),
      code: 'zip64-lie',
      readings: [],
    },
    {
      name: 'bytes in front',
      bytes: Buffer.concat([Buffer.from('cos\nsystem\n'), plain]),
      code: 'prefix',
      readings: ['both a.pkl = first', 'both b.bin = second'],
    },
    {
      name: 'bytes behind',
      bytes: Buffer.concat([plain, Buffer.from('more')]),
      code: 'suffix',
      readings: ['both a.pkl = first', 'both b.bin = second'],
    },
    {
      name: 'bytes behind, more than any reader looks through',
      bytes: Buffer.concat([plain, Buffer.alloc(100_000, 1)]),
      code: 'no-directory',
      readings: ['both a.pkl = first', 'both b.bin = second'],
    },
    {
      name: 'two archives one after the other',
      bytes: Buffer.concat([payload, plain]),
      code: 'several-directories',
      readings: ['both a.pkl = first', 'both b.bin = second', 'both evil.pkl = payload'],
    },
    {
      name: 'a folder that holds a pickle',
      bytes: writeZip([member('data.pkl/', 'pickle')]),
      code: 'directory-with-data',
      readings: ['both data.pkl/ = pickle'],
    },
    {
      name: 'a path that leads outside',
      bytes: writeZip([member('../../x.pkl')]),
      code: 'path',
      readings: ['both ../../x.pkl = pickle'],
    },
    { name: 'an absolute path', bytes: writeZip([member('/etc/x')]), code: 'path', readings: ['both /etc/x = pickle'] },
    {
      name: 'several volumes',
      bytes: writeZip([member('a', 'x')], { disk: 3 }),
      code: 'several-volumes',
      readings: ['both a = x'],
    },
    {
      name: 'an entry count that is too small',
      bytes: writeZip([member('a', 'x'), member('b', 'y')], { entries: 1 }),
      code: 'directory-lie',
      readings: ['both a = x', 'both b = y'],
    },
    {
      name: 'a directory cut off',
      bytes: plain.subarray(0, directory + 60),
      code: 'no-directory',
      readings: ['both a.pkl = first', 'local b.bin = second'],
    },
    {
      name: 'a member cut off',
      bytes: plain.subarray(0, secondLocal + 38),
      code: 'no-directory',
      readings: ['local a.pkl = first', 'local b.bin = sec'],
    },
    {
      name: 'an unknown method',
      bytes: patched(patched(deflated, 8, 97), deflated.indexOf(CENTRAL) + 10, 97),
      code: 'method-unsupported',
      readings: ['both a = ZIP: compression method 97, which Assay does not unpack'],
    },
  ]
  it.each(cases)('$name: $code', async ({ bytes, code, readings }) => {
    const zip = await read(bytes)
    expect(zip.problems.map((problem) => problem.code)).toContain(code)
    if (readings.length > 0) expect(await told(bytes)).toEqual(readings)
  })

  it('a Unicode path field with another name', async () => {
    expect((await read(withExtra('data.txt', 'data.pkl'))).problems.map(({ code }) => code)).toContain('unicode-name')
  })

  it('members that share their data (Fifield)', async () => {
    const { problems } = await read(writeZip([member('a', 'x'.repeat(50)), member('b', 'y', { lie: { offset: 5 } })]))
    expect(problems.map(({ code }) => code)).toContain('central-only')
    const shared = writeZip([member('a', 'x'.repeat(200)), member('b', 'y')])
    const longer = patched(shared, shared.indexOf(CENTRAL) + 20, 0x10, 1, 0, 0)
    expect((await read(longer)).problems.map(({ code }) => code)).toContain('overlap')
  })
})

describe('unpacking counts real bytes', () => {
  it('tells sizes and checksums that lie', async () => {
    const bytes = writeZip([{ name: 'a', data: 'twelve bytes', lie: { size: 5, crc32: 7 } }])
    const [central = ''] = await told(bytes)
    expect(central).toContain('twelve bytes [ZIP: unpacks to 12 bytes, the header says 5]')
    expect(central).toContain('CRC-32')
  })

  it('gives what stands in front of damage', async () => {
    const data = Array.from({ length: 2_000 }, (_, index) => `${index * index}`).join(',')
    const zip = writeZip([{ name: 'a', data }])
    const middle = 31 + Math.trunc(deflateRawSync(data).length / 2)
    const [line = ''] = await told(patched(zip, middle, ...Array.from({ length: 40 }, () => 255)))
    expect(line.startsWith('both a = 0,1,4,9,16,25')).toBe(true)
    expect(line.length).toBeGreaterThan(data.length / 4)
  })

  it('stops at the budget', async () => {
    const bytes = writeZip([{ name: 'a', data: Buffer.alloc(4 << 20) }])
    await expect(told(bytes)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
  })
})

describe('bounds', () => {
  it('is no archive', async () => {
    for (const text of ['', 'PK', 'hello '.repeat(1_000)]) {
      expect(await readLenientZip(memorySource(Buffer.from(text)), LIMITS)).toBeUndefined()
    }
  })

  it('says where it stopped walking', async () => {
    const bytes = writeZip(Array.from({ length: 50 }, (_, index) => member(`m${index}`)))
    expect((await read(bytes, { ...LIMITS, entries: 10 })).problems.map(({ code }) => code)).toContain('not-walked')
    const far = Buffer.concat([Buffer.alloc(5_000_000, 1), bytes])
    expect((await read(far, { ...LIMITS, searchBytes: 1_000 })).problems.map(({ code }) => code)).toContain(
      'not-walked',
    )
  })

  const nasty: readonly { name: string; bytes: Buffer }[] = [
    { name: 'a megabyte of PK', bytes: Buffer.alloc(1 << 20, 'PK') },
    { name: 'local headers of nothing', bytes: Buffer.alloc(1 << 20, Buffer.concat([LOCAL, Buffer.alloc(26)])) },
    {
      name: 'streamed members without end',
      bytes: Buffer.alloc(1 << 20, Buffer.concat([LOCAL, Buffer.from([20, 0, 8, 0]), Buffer.alloc(22)])),
    },
    {
      name: 'descriptors that never fit',
      bytes: Buffer.concat([
        LOCAL,
        Buffer.from([20, 0, 8, 0]),
        Buffer.alloc(22),
        Buffer.alloc(1 << 20, Buffer.from([0x50, 0x4b, 7, 8])),
      ]),
    },
    { name: 'directory entries of nothing', bytes: Buffer.alloc(1 << 20, Buffer.concat([CENTRAL, Buffer.alloc(42)])) },
    {
      name: 'members a byte apart',
      bytes: Buffer.alloc(1 << 20, Buffer.concat([LOCAL, Buffer.from([20, 0]), Buffer.alloc(24), Buffer.from([1])])),
    },
    {
      name: 'end records',
      bytes: Buffer.alloc(1 << 20, Buffer.concat([Buffer.from([0x50, 0x4b, 5, 6]), Buffer.alloc(18)])),
    },
  ]
  it.each(nasty)('reads a megabyte of $name in good time', async ({ bytes }) => {
    const started = performance.now()
    await readLenientZip(memorySource(bytes), LIMITS)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

/** One stored member whose directory entry has an Info-ZIP Unicode path field. */
function withExtra(name: string, other: string): Buffer {
  const zip = writeZip([member(name)])
  const directory = zip.indexOf(CENTRAL)
  const crc = crcOf(Buffer.from(name))
  const extra = Buffer.concat([Buffer.from([0x75, 0x70, 5 + other.length, 0, 1]), crc, Buffer.from(other)])
  const entry = Buffer.from(zip.subarray(directory, directory + 46 + name.length))
  entry.writeUInt16LE(extra.length, 30)
  const end = Buffer.from(zip.subarray(zip.length - 22))
  end.writeUInt32LE(entry.length + extra.length, 12)
  return Buffer.concat([zip.subarray(0, directory), entry, extra, end])
}

function crcOf(bytes: Buffer): Buffer {
  const field = Buffer.alloc(4)
  field.writeUInt32LE(crc32(bytes))
  return field
}
