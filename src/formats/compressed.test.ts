import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeLz4 } from '../../test/support/lz4-writer.ts'
import { random } from '../../test/support/random.ts'
import { decoderFor } from './compressed.ts'
import { type Compression, compressionsOf } from './compression-kind.ts'
import { cappedMeter } from './compressed-engine.ts'
import { UnpackedStream } from './compressed-source.ts'
import type { StreamEnd, Unpacking } from './compressed-stream.ts'
import { memorySource } from './zip-source.ts'

const TEXT = Buffer.from(Array.from({ length: 20_000 }, (_, index) => `${(index * 7919) % 1009}`).join(','))

function open(bytes: Uint8Array, most = 64 << 20): Unpacking {
  const [kind] = compressionsOf(bytes)
  const decoder = kind === undefined ? undefined : decoderFor(kind, {})
  if (decoder === undefined) throw new Error(`no decoder for ${kind ?? 'these bytes'}`)
  return decoder(memorySource(bytes), { from: 0, to: bytes.length }, cappedMeter(most))
}

async function unpacked(bytes: Uint8Array, most?: number): Promise<{ readonly data: Buffer; readonly end: StreamEnd }> {
  const chunks: Uint8Array[] = []
  const stream = open(bytes, most)
  for (;;) {
    const step = await stream.next()
    if (step.done === true) return { data: Buffer.concat(chunks), end: step.value }
    chunks.push(step.value)
  }
}

const zfile = (data: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`ZF${`0x${data.length.toString(16)}`.padEnd(19)}`), deflateSync(data)])

const WRITERS: readonly (readonly [Compression, string, (data: Buffer) => Buffer])[] = [
  ['gzip', 'gzip', (data) => gzipSync(data)],
  ['gzip', 'gzip with extra field, name, comment and header CRC', gzipWithEverything],
  ['zlib', 'zlib', (data) => deflateSync(data)],
  ['zlib', 'zlib with a small window', (data) => deflateSync(data, { windowBits: 9 })],
  ['joblib-zfile', 'the compressed files of joblib 0.9', zfile],
  ['zstd', 'zstd', (data) => zstdCompressSync(data)],
  ['zstd', 'zstd behind a skippable frame', (data) => Buffer.concat([skippable('hidden'), zstdCompressSync(data)])],
  ['lz4', 'lz4', (data) => writeLz4(data)],
  ['lz4', 'lz4 with linked blocks', (data) => writeLz4(data, { linked: true, blockBytes: 5_000 })],
  ['lz4', 'lz4 with stored blocks', (data) => writeLz4(data, { stored: true, blockBytes: 60_000 })],
]

describe.each(WRITERS)('%s: %s', (kind, _, write) => {
  it('is told by its first bytes', () => {
    expect(compressionsOf(write(TEXT))).toEqual([kind])
  })

  it('comes out as it went in, and ends where it ends', async () => {
    const packed = write(TEXT)
    const { data, end } = await unpacked(Buffer.concat([packed, Buffer.from('tail')]))
    expect(data.equals(TEXT)).toBe(true)
    expect(end).toMatchObject({ end: packed.length, state: 'complete' })
  })

  it('gives what stands in front of a cut', async () => {
    const packed = write(TEXT)
    const { data, end } = await unpacked(packed.subarray(0, packed.length - 10))
    expect(end.state).toBe('truncated')
    expect(TEXT.subarray(0, data.length).equals(data)).toBe(true)
    if (kind !== 'zstd') expect(data.length).toBeGreaterThan(TEXT.length / 4)
  })

  it('stops at the limit', async () => {
    await expect(unpacked(write(TEXT), 1_000)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
  })

  it('survives damage anywhere', async () => {
    const next = random(7)
    const packed = write(TEXT)
    for (let round = 0; round < 40; round++) {
      const broken = Buffer.from(packed)
      const at = 20 + Math.floor(next() * (packed.length - 20))
      broken[at] = (broken[at] ?? 0) ^ (1 + Math.floor(next() * 254))
      const { end } = await unpacked(broken)
      expect(end.end).toBeLessThanOrEqual(packed.length)
    }
  })
})

describe('several streams in one file', () => {
  const two = [Buffer.from('first '), Buffer.from('second')] as const
  const cases: readonly { name: string; bytes: Buffer }[] = [
    { name: 'gzip members', bytes: Buffer.concat(two.map((part) => gzipSync(part))) },
    {
      name: 'gzip members with zeros between',
      bytes: Buffer.concat([gzipSync(two[0]), Buffer.alloc(100), gzipSync(two[1]), Buffer.alloc(50)]),
    },
    { name: 'zstd frames', bytes: Buffer.concat(two.map((part) => zstdCompressSync(part))) },
    { name: 'zstd, then lz4', bytes: Buffer.concat([zstdCompressSync(two[0]), skippable('x'), writeLz4(two[1])]) },
  ]
  it.each(cases)('$name', async ({ bytes }) => {
    const { data, end } = await unpacked(bytes)
    expect(data.toString()).toBe('first second')
    expect(end).toMatchObject({ end: bytes.length, state: 'complete' })
  })
})

describe('damage', () => {
  it('loses nothing in front of it: a payload that Python has unpickled by then', async () => {
    const noise = random(3)
    const tail = Buffer.from(Array.from({ length: 3_000 }, () => Math.floor(noise() * 256)))
    const packed = gzipSync(Buffer.concat([Buffer.from('cos\nsystem\n'.repeat(40)), tail]))
    const broken = Buffer.concat([packed.subarray(0, 200), Buffer.alloc(3_000, 255)])
    const { data, end } = await unpacked(broken)
    expect(end.state).not.toBe('complete')
    expect(data.toString('latin1').startsWith('cos\nsystem\n'.repeat(40))).toBe(true)
  })

  it('tells checksums and lengths that lie', async () => {
    const packed = gzipSync(TEXT)
    packed.writeUInt32LE(1, packed.length - 8)
    packed.writeUInt32LE(2, packed.length - 4)
    expect((await unpacked(packed)).end.problems).toHaveLength(2)
    const zlib = deflateSync(TEXT)
    zlib.writeUInt32BE(1, zlib.length - 4)
    expect((await unpacked(zlib)).end.problems).toEqual(['zlib: the data does not match its Adler-32'])
  })

  it('tells what a skippable frame holds', async () => {
    const { end } = await unpacked(Buffer.concat([zstdCompressSync(TEXT), skippable('a pickle')]))
    expect(end.problems.join()).toContain('a skippable frame of 8 bytes')
  })
})

describe('what the first bytes say', () => {
  const cases: readonly { name: string; head: Buffer; kinds: readonly Compression[] }[] = [
    { name: 'bzip2', head: Buffer.from('BZh9\x31\x41\x59\x26\x53\x59rest of the block', 'latin1'), kinds: ['bzip2'] },
    { name: 'an empty bzip2', head: Buffer.from('BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0', 'latin1'), kinds: ['bzip2'] },
    { name: 'text that begins with BZh', head: Buffer.from('BZh9 is a magic'), kinds: [] },
    { name: 'xz', head: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]), kinds: ['xz'] },
    {
      name: 'lzma alone',
      head: Buffer.from([0x5d, 0, 0, 0x80, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 1]),
      kinds: ['lzma'],
    },
    { name: 'zeros', head: Buffer.alloc(64), kinds: [] },
    { name: 'floats', head: Buffer.from(new Float32Array([1, 2, 3, 4, 5, 6]).buffer), kinds: [] },
    { name: 'lzip', head: Buffer.from('LZIP\x01data', 'latin1'), kinds: ['lzip'] },
    { name: 'text', head: Buffer.from('hello world, this is text'), kinds: [] },
    { name: 'nothing', head: Buffer.alloc(0), kinds: [] },
  ]
  it.each(cases)('$name', ({ head, kinds }) => {
    expect(compressionsOf(head)).toEqual(kinds)
  })
})

it.each(['compress', 'snappy'] as const)('%s has no decoder', (kind) => {
  expect(decoderFor(kind, {})).toBeUndefined()
})

describe('an unpacked stream as a source', () => {
  const packed = gzipSync(TEXT)
  it.each([10, 1_000, 1 << 20])('reads anywhere with %i bytes held', async (holdBytes) => {
    const stream = new UnpackedStream(() => open(packed), { holdBytes, tailBytes: 100 })
    expect(Buffer.from(await stream.head(8)).toString()).toBe(TEXT.toString('utf8', 0, 8))
    const { source } = await stream.measure()
    expect(source.size).toBe(TEXT.length)
    for (const [from, length] of [
      [0, 20],
      [70_000, 30],
      [5, 10],
      [TEXT.length - 50, 100],
      [TEXT.length, 5],
      [100, 60_000],
    ] as const) {
      expect(Buffer.from(await source.slice(from, length)).equals(TEXT.subarray(from, from + length))).toBe(true)
    }
    const both = await Promise.all([source.slice(500, 50), source.slice(60_000, 50)])
    expect(both.map(String)).toEqual([TEXT.subarray(500, 550), TEXT.subarray(60_000, 60_050)].map(String))
    await stream.close()
  })

  it('keeps what came out before the limit', async () => {
    const data = Buffer.concat([TEXT, Buffer.alloc(1 << 20)])
    const stream = new UnpackedStream(() => open(gzipSync(data), 200_000), { holdBytes: 1 << 20, tailBytes: 0 })
    await expect(stream.measure()).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
    expect(stream.kept().length).toBeGreaterThan(60_000)
  })
})

it('unpacks sixteen megabytes of zeros from two hundred bytes of zstd without holding them', async () => {
  const packed = zstdCompressSync(Buffer.alloc(64 << 20))
  await expect(unpacked(packed, 16 << 20)).rejects.toMatchObject({ code: 'LIMIT_SIZE' })
})

function skippable(text: string): Buffer {
  const head = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 0, 0, 0, 0])
  head.writeUInt32LE(text.length, 4)
  return Buffer.concat([head, Buffer.from(text)])
}

function gzipWithEverything(data: Buffer): Buffer {
  const header = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 255, 4, 0]),
    Buffer.from('xtra'),
    Buffer.from(`model.pkl\0${'a long comment '.repeat(20_000)}\0`),
    Buffer.from([0, 0]),
  ])
  return Buffer.concat([header, deflateRawSync(data), gzipSync(data).subarray(-8)])
}
