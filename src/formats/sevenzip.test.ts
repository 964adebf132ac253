import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../test/support/random.ts'
import { SEVEN_ZIP_SAMPLES, sevenZipSample } from '../../test/support/sevenzip-samples.ts'
import { isExpected } from '../base/errors.ts'
import { type SevenZip, sevenZip } from './sevenzip.ts'
import { unpackFolder } from './sevenzip-folder.ts'
import { memorySource } from './zip-source.ts'

const METER = { take: (): void => {} }

/** A signature header, some packed bytes and the next header. */
function archive(next: Uint8Array, { offset = 4n, length = BigInt(next.length) } = {}): Buffer {
  const head = Buffer.alloc(32)
  head.set([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4])
  head.writeBigUInt64LE(offset, 12)
  head.writeBigUInt64LE(length, 20)
  return Buffer.concat([head, Buffer.from('data'), next])
}

async function read(bytes: Uint8Array): Promise<SevenZip | undefined> {
  return sevenZip(memorySource(bytes), 0, METER)
}

/** `name: content` of every member, or why a folder cannot be unpacked. */
async function contents(bytes: Uint8Array): Promise<readonly string[]> {
  const found = await read(bytes)
  if (found === undefined) return []
  const names = found.files.filter(({ hasStream }) => hasStream).map(({ name }) => name)
  const lines: string[] = []
  for (const folder of found.folders) {
    const unpacking = unpackFolder(memorySource(bytes), folder, found.dataStart, METER)
    if (unpacking.kind === 'unreadable') lines.push(unpacking.reason)
    else {
      const whole = Buffer.concat((await Array.fromAsync(unpacking.open())).map((piece) => Buffer.from(piece)))
      let at = 0
      for (const size of folder.sizes) {
        lines.push(`${names[lines.length]}: ${whole.toString('utf8', at, at + size)}`)
        at += size
      }
    }
  }
  return lines
}

const MEMBERS = [`alpha.txt: ${'alpha '.repeat(40)}`, `béta.txt: ${'beta '.repeat(30)}`]

describe('a 7z archive', () => {
  it.each(['Copy', 'LZMA', 'LZMA2', 'Deflate', 'BZip2', 'nonsolid', 'plainheader'] as const)(
    'packed as %s is read',
    async (name) => {
      const bytes = sevenZipSample(name)
      expect((await contents(bytes)).toSorted()).toEqual(MEMBERS)
      const found = await read(bytes)
      expect(found).toMatchObject({ version: '0.4', end: bytes.length, problems: [] })
      expect(found?.files.map(({ hasStream }) => hasStream).toSorted()).toEqual([false, true, true])
    },
  )

  it.each([
    ['PPMd', 'members packed with PPMd'],
    ['encrypted', 'members packed with AES (a password is needed) and another method'],
  ] as const)('packed as %s says that it is not', async (name, reason) => {
    expect(await contents(sevenZipSample(name))).toEqual([reason])
    expect((await read(sevenZipSample(name)))?.files).toHaveLength(3)
  })

  it('ends where it says, whatever stands behind', async () => {
    const bytes = sevenZipSample('LZMA')
    expect((await read(Buffer.concat([bytes, Buffer.from('tail')])))?.end).toBe(bytes.length)
  })
})

describe('the header of a 7z archive', () => {
  const cases: readonly { name: string; bytes: Buffer; end: number; unread?: string }[] = [
    { name: 'empty', bytes: archive(Buffer.alloc(0), { offset: 0n }), end: 32 },
    { name: 'without streams or files', bytes: archive(Buffer.from([1, 0])), end: 38 },
    { name: 'cut off', bytes: archive(Buffer.from([1, 0])).subarray(0, 20), end: 20, unread: 'its header is cut off' },
    {
      name: 'beyond the file',
      bytes: archive(Buffer.from([1, 0]), { length: 2n ** 63n }),
      end: 38,
      unread: 'its list of members is cut off',
    },
    { name: 'of no known kind', bytes: archive(Buffer.from([9])), end: 37, unread: 'no known kind' },
    { name: 'with a property nobody knows', bytes: archive(Buffer.from([1, 9])), end: 38, unread: 'found property 9' },
    {
      name: 'that breaks off',
      bytes: archive(Buffer.from([1, 4, 6])),
      end: 39,
      unread: 'expected 1 more bytes, found 0',
    },
    {
      name: 'with more folders than bytes',
      bytes: archive(Buffer.from([1, 4, 7, 11, 0xc0, 0xff, 0xff])),
      end: 43,
      unread: 'folders in 0 bytes',
    },
    {
      name: 'with a number that no file reaches',
      bytes: archive(Buffer.from([1, 4, 6, ...Array.from({ length: 9 }, () => 0xff)])),
      end: 48,
      unread: 'more than any file has bytes',
    },
    {
      name: 'with a folder of a thousand coders',
      bytes: archive(Buffer.from([1, 4, 7, 11, 1, 0, 0x83, 0xe8, 0, 0, 0, 0])),
      end: 48,
      unread: 'a folder of 1000 coders',
    },
  ]
  it.each(cases)('$name', async ({ bytes, end, unread }) => {
    const found = await read(bytes)
    expect(found?.end).toBe(end)
    expect(found?.unread ?? '').toContain(unread ?? '')
    expect(found?.unread === undefined).toBe(unread === undefined)
  })

  it('is none', async () => {
    expect(await read(Buffer.from('7z in words'))).toBeUndefined()
  })
})

describe('a damaged 7z archive', () => {
  const names = Object.keys(SEVEN_ZIP_SAMPLES) as (keyof typeof SEVEN_ZIP_SAMPLES)[]

  /** What is thrown that neither damage nor a limit explains. */
  async function bugIn(bytes: Uint8Array): Promise<unknown> {
    return contents(bytes).then(
      () => undefined,
      (error: unknown) => (isExpected(error) ? undefined : error),
    )
  }

  it.each(names)('%s, cut anywhere, ends', async (name) => {
    const bytes = sevenZipSample(name)
    for (let length = 0; length < bytes.length; length++) {
      expect(await bugIn(bytes.subarray(0, length))).toBeUndefined()
    }
  })

  it.each(names)('%s, with flipped bits, ends', async (name) => {
    const random = seededRandom(7)
    for (let round = 0; round < 400; round++) {
      const bytes = sevenZipSample(name)
      for (let flips = 0; flips < 3; flips++) {
        const at = random.integer(bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(8))
      }
      expect(await bugIn(bytes)).toBeUndefined()
    }
  })
})
