import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeLz4 } from '../../../../test/support/lz4-writer.ts'
import { writeTar } from '../../../../test/support/tar-writer.ts'
import { INERT_PICKLE, npyFile, torchTar, torchZip } from '../../../../test/support/torch-files.ts'
import { writeZip } from '../../../../test/support/zip-writer.ts'
import { sevenZipSample } from '../../../../test/support/sevenzip-samples.ts'
import { random } from '../../../../test/support/random.ts'
import { type Clock, fixedClock } from '../../../base/clock.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { ContainerBudget, type ContainerLimits, DEFAULT_CONTAINER_LIMITS } from './budget.ts'
import type { ContainerEvent } from './container-event.ts'
import { inspectContainer } from './inspect.ts'

const PAYLOAD = Buffer.from("cos\nsystem\n(S'id'\ntR.")

/** PAYLOAD as Python's lzma, bz2 and zipfile modules pack it. */
const PACKED_PAYLOAD = {
  bzip2: packed('QlpoOTFBWSZTWR8vIqUAAATTgAAQAMEYAA4ijCAgACIhobRPKYpgACi8jgQkuCV+mTWLuSKcKEgPl5FSgA=='),
  xz: packed(
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAUY29zCnN5c3RlbQooUydpZCcKdFIuAAAAALWMMK4LlRasAAEtFS8LcW0ftvN9AQAAAAAEWVo=',
  ),
  lzma: packed('XQAAgAD//////////wAxm8rGsnxl39+RWZ+x1n4tcWoFcVZM8vMol///mM4AAA=='),
  zipBzip2: packed(
    'UEsDBC4AAAAMAAAAIQC+RbgnPQAAABUAAAAFAAAAYS5wa2xCWmg5MUFZJlNZHy8ipQAABNOAABAAwRgADiKMICAAIiGhtE8pimAAKLyOBCS4JX6ZNYu5IpwoSA+XkVKAUEsBAi4DLgAAAAwAAAAhAL5FuCc9AAAAFQAAAAUAAAAAAAAAAAAAAIABAAAAAGEucGtsUEsFBgAAAAABAAEAMwAAAGAAAAAAAA==',
  ),
  zipLzma: packed(
    'UEsDBD8AAgAOAAAAIQC+RbgnKgAAABUAAAAFAAAAYS5wa2wJBAUAXQAAgAAAMZvKxrJ8Zd/fkVmfsdZ+LXFqBXFWTPLzKJf//5jOAABQSwECPwM/AAIADgAAACEAvkW4JyoAAAAVAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5wa2xQSwUGAAAAAAEAAQAzAAAATQAAAAAA',
  ),
  zipXz: packed(
    'UEsDBBQAAABfAAAAIQC+RbgnUAAAABUAAAAFAAAAYS5wa2z9N3pYWgAABObWtEYCACEBFgAAAHQv5aMBABRjb3MKc3lzdGVtCihTJ2lkJwp0Ui4AAAAAtYwwrguVFqwAAS0VLwtxbR+2830BAAAAAARZWlBLAQIUAxQAAABfAAAAIQC+RbgnUAAAABUAAAAFAAAAAAAAAAAAAACAAQAAAABhLnBrbFBLBQYAAAAAAQABADMAAABzAAAAAAA=',
  ),
}

async function events(
  bytes: Uint8Array,
  limits: Partial<ContainerLimits> = {},
  clock: Clock = fixedClock(0),
): Promise<readonly ContainerEvent[]> {
  const found: ContainerEvent[] = []
  const budget = new ContainerBudget({ ...DEFAULT_CONTAINER_LIMITS, ...limits }, clock)
  for await (const event of inspectContainer(memorySource(bytes), budget)) {
    // A source is valid until the next event: the bytes are taken now, as a rule would.
    if (event.type === 'member') found.push({ ...event, source: memorySource(await event.source.slice(0, 4096)) })
    else found.push(event)
  }
  return found
}

/** `path (reading): kinds` of everything that may be a pickle. */
function pickles(found: readonly ContainerEvent[]): readonly string[] {
  return found.flatMap((event) => {
    if (event.type !== 'member' || !event.kinds.some(({ kind }) => kind === 'pickle')) return []
    return [`${event.path.join(' > ')} (${event.reading})`]
  })
}

function codes(found: readonly ContainerEvent[], kind?: string): readonly string[] {
  return found.flatMap((event) =>
    event.type === 'note' && (kind === undefined || event.kind === kind) ? [event.code] : [],
  )
}

describe('every payload is handed out, whatever it is packed in', () => {
  const zip = torchZip(PAYLOAD)
  const cases: readonly { name: string; bytes: Buffer; at: string }[] = [
    { name: 'plain', bytes: PAYLOAD, at: ' (whole)' },
    { name: 'torch zip', bytes: zip, at: 'archive/data.pkl (both)' },
    { name: 'torch 0.1.1 tar', bytes: torchTar(PAYLOAD), at: 'pickle (tar)' },
    { name: 'joblib zlib', bytes: deflateSync(PAYLOAD), at: 'zlib (unpacked)' },
    { name: 'joblib gzip', bytes: gzipSync(PAYLOAD), at: 'gzip (unpacked)' },
    { name: 'joblib lz4', bytes: writeLz4(PAYLOAD), at: 'lz4 (unpacked)' },
    { name: 'zstd', bytes: zstdCompressSync(PAYLOAD), at: 'zstd (unpacked)' },
    { name: 'joblib bzip2', bytes: PACKED_PAYLOAD.bzip2, at: 'bzip2 (unpacked)' },
    { name: 'joblib xz', bytes: PACKED_PAYLOAD.xz, at: 'xz (unpacked)' },
    { name: 'joblib lzma', bytes: PACKED_PAYLOAD.lzma, at: 'lzma (unpacked)' },
    { name: 'behind an xz stream', bytes: Buffer.concat([PACKED_PAYLOAD.xz, PAYLOAD]), at: 'behind xz (trailing)' },
    { name: 'zip member with bzip2', bytes: PACKED_PAYLOAD.zipBzip2, at: 'a.pkl (both)' },
    { name: 'zip member with LZMA', bytes: PACKED_PAYLOAD.zipLzma, at: 'a.pkl (both)' },
    { name: 'zip member with xz', bytes: PACKED_PAYLOAD.zipXz, at: 'a.pkl (both)' },
    { name: 'npy of objects', bytes: npyFile('|O', '(1,)', PAYLOAD), at: 'objects (objects)' },
    {
      name: 'npz',
      bytes: writeZip([{ name: 'a.npy', data: npyFile('|O', '(1,)', PAYLOAD) }]),
      at: 'a.npy > objects (objects)',
    },
    {
      name: '.nemo (tar.gz with a checkpoint)',
      bytes: gzipSync(writeTar([{ name: './weights.ckpt', data: zip }])),
      at: 'gzip > ./weights.ckpt > archive/data.pkl (both)',
    },
    {
      name: '.mar (zip with a checkpoint)',
      bytes: writeZip([
        { name: 'MAR-INF/MANIFEST.json', data: '{}' },
        { name: 'm.pt', data: zip },
      ]),
      at: 'm.pt > archive/data.pkl (both)',
    },
    {
      name: 'OCI layer in an image',
      bytes: writeTar([
        { name: 'oci-layout', data: '{}' },
        { name: 'blobs/sha256/0a', data: gzipSync(writeTar([{ name: 'm.pkl', data: PAYLOAD }])) },
      ]),
      at: 'blobs/sha256/0a > gzip > m.pkl (tar)',
    },
    {
      name: 'llamafile',
      bytes: Buffer.concat([
        Buffer.from("MZqFpD='\n"),
        Buffer.alloc(500, 1),
        writeZip([{ name: 'evil.pkl', data: PAYLOAD }]),
      ]),
      at: 'evil.pkl (both)',
    },
    {
      name: 'GGUF with a zip behind',
      bytes: Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(500), zip]),
      at: 'archive/data.pkl (both)',
    },
    { name: 'pickle in front of a zip', bytes: Buffer.concat([PAYLOAD, torchZip()]), at: ' (whole)' },
    { name: 'the zip behind a pickle', bytes: Buffer.concat([INERT_PICKLE, zip]), at: 'archive/data.pkl (both)' },
    {
      name: 'behind a gzip stream',
      bytes: Buffer.concat([gzipSync('harmless'), PAYLOAD]),
      at: 'behind gzip (trailing)',
    },
    { name: 'behind a zip', bytes: Buffer.concat([torchZip(), PAYLOAD]), at: 'behind zip (trailing)' },
    {
      name: 'behind a tar',
      bytes: Buffer.concat([writeTar([{ name: 'a', data: 'x' }]), PAYLOAD]),
      at: 'behind tar (trailing)',
    },
    {
      name: 'behind an array',
      bytes: Buffer.concat([npyFile('|u1', '(2,)', Buffer.alloc(2)), PAYLOAD]),
      at: 'behind array (trailing)',
    },
    { name: 'between zip members', bytes: gapped(PAYLOAD), at: 'gap at 32 (gap)' },
    {
      name: 'in a member only local headers know',
      bytes: writeZip([{ name: 'a', data: PAYLOAD, method: 'stored', lie: { localName: 'b' } }]),
      at: 'b (local)',
    },
    { name: 'in a folder', bytes: writeZip([{ name: 'data.pkl/', data: PAYLOAD }]), at: 'data.pkl/ (both)' },
    {
      name: 'in a member flagged as encrypted',
      bytes: writeZip([{ name: 'a', data: PAYLOAD, encrypted: true }]),
      at: 'a (both)',
    },
    {
      name: 'seven containers deep',
      bytes: [1, 2, 3, 4, 5, 6, 7].reduce((data: Buffer) => writeZip([{ name: 'z', data }]), PAYLOAD),
      at: 'z > z > z > z > z > z > z (both)',
    },
  ]
  it.each(cases)('$name', async ({ bytes, at }) => {
    expect(pickles(await events(bytes))).toContain(at)
  })

  it('with its place in the file where it lies there', async () => {
    const member = (await events(zip)).find((event) => event.type === 'member' && event.path[0] === 'archive/data.pkl')
    expect(member).toMatchObject({ fileOffset: zip.indexOf(PAYLOAD), depth: 1 })
  })

  it('before damage in a stream', async () => {
    const noise = random(5)
    const packed = gzipSync(
      Buffer.concat([PAYLOAD, Buffer.from(Array.from({ length: 5_000 }, () => Math.floor(noise() * 256)))]),
    )
    const found = await events(packed.subarray(0, 2_000))
    expect(pickles(found)).toContain('gzip (unpacked)')
    expect(codes(found, 'damage')).toContain('stream-truncated')
  })
})

describe('what archives are', () => {
  const cases: readonly { name: string; bytes: Buffer; kinds: readonly string[] }[] = [
    { name: 'torch', bytes: torchZip(), kinds: ['torch'] },
    {
      name: 'TorchScript',
      bytes: torchZip(INERT_PICKLE, [
        { name: 'archive/constants.pkl', data: INERT_PICKLE },
        { name: 'archive/code/__torch__.py', data: 'class M: pass' },
      ]),
      kinds: ['torch', 'torchscript'],
    },
    { name: 'torch in capitals', bytes: writeZip([{ name: 'X/DATA.PKL', data: INERT_PICKLE }]), kinds: ['torch'] },
    { name: 'torch 0.1.1', bytes: torchTar(), kinds: ['torch-0.1.1'] },
    { name: 'npz', bytes: writeZip([{ name: 'a.npy', data: npyFile('|u1', '()', Buffer.alloc(1)) }]), kinds: ['npz'] },
    {
      name: 'keras',
      bytes: writeZip([
        { name: 'config.json', data: '{}' },
        { name: 'metadata.json', data: '{}' },
      ]),
      kinds: ['keras'],
    },
    { name: 'NeMo', bytes: writeTar([{ name: './model_config.yaml', data: 'x: 1' }]), kinds: ['nemo'] },
    { name: 'any other', bytes: writeZip([{ name: 'readme', data: 'x' }]), kinds: [] },
  ]
  it.each(cases)('$name', async ({ bytes, kinds }) => {
    const archive = (await events(bytes)).find(({ type }) => type === 'archive')
    expect(archive).toMatchObject({ kinds })
  })

  it('honest files have no note', async () => {
    const honest = [
      ...Object.values(PACKED_PAYLOAD),
      torchZip(),
      torchTar(),
      gzipSync(INERT_PICKLE),
      npyFile('<f4', '(1,)', Buffer.alloc(4)),
      Buffer.from('text'),
    ]
    for (const bytes of honest) expect(codes(await events(bytes))).toEqual([])
  })
})

describe('the budget ends in a note, never in silence', () => {
  const bomb = (depth: number): Buffer => {
    let data: Buffer = gzipSync(Buffer.alloc(4 << 20))
    for (let level = 0; level < depth; level++) {
      data = writeZip(Array.from({ length: 16 }, (_, index) => ({ name: `${level}-${index}.zip`, data })))
    }
    return data
  }
  const cases: readonly { name: string; bytes: Buffer; limits: Partial<ContainerLimits>; code: string }[] = [
    {
      name: 'a bomb of archives in archives (42.zip)',
      bytes: bomb(3),
      limits: { ratioFloor: 1 << 20, ratio: 500 },
      code: 'limit-ratio',
    },
    { name: 'bytes', bytes: gzipSync(Buffer.alloc(4 << 20)), limits: { unpackedBytes: 1 << 20 }, code: 'limit-size' },
    {
      name: 'depth',
      bytes: [1, 2, 3].reduce((data: Buffer) => gzipSync(data), PAYLOAD),
      limits: { depth: 2 },
      code: 'limit-depth',
    },
    {
      name: 'members',
      bytes: writeZip(Array.from({ length: 30 }, (_, index) => ({ name: `${index}`, data: 'x' }))),
      limits: { entries: 10 },
      code: 'zip-not-walked',
    },
    {
      name: 'members of a tar',
      bytes: writeTar(Array.from({ length: 30 }, (_, index) => ({ name: `${index}`, data: 'x' }))),
      limits: { entries: 10 },
      code: 'limit-entries',
    },
  ]
  it.each(cases)('$name', async ({ bytes, limits, code }) => {
    expect(codes(await events(bytes, limits), 'not-inspected')).toContain(code)
  })

  it('members that are the archive itself, over and over: 646 bytes had 605,945 events', async () => {
    const member = { name: 'x', data: '', method: 'stored' } as const
    const toTheEnd = (index: number): number => 8 * (31 + 47) + 22 - 31 * (index + 1)
    const bytes = writeZip(
      Array.from({ length: 8 }, (_, index) => ({
        ...member,
        lie: { size: toTheEnd(index), packedSize: toTheEnd(index) },
      })),
    )
    const found = await events(bytes)
    expect(codes(found, 'not-inspected')).toContain('limit-ratio')
    expect(found.length).toBeLessThan(5_000)
  })

  it('time', async () => {
    let now = 0
    const found = await events(torchZip(), { milliseconds: 3 }, { now: () => now++ })
    expect(codes(found, 'not-inspected')).toEqual(['limit-time'])
  })

  it('a payload in front of a bomb is still handed out', async () => {
    const bytes = gzipSync(Buffer.concat([PAYLOAD, Buffer.alloc(8 << 20)]))
    const found = await events(bytes, { unpackedBytes: 1 << 20 })
    expect(pickles(found)).toContain('gzip (unpacked-part)')
    expect(codes(found, 'not-inspected')).toContain('limit-size')
  })

  it('a stored payload behind a bomb is still handed out', async () => {
    const bytes = writeZip([
      { name: 'bomb', data: Buffer.alloc(8 << 20) },
      { name: 'data.pkl', data: PAYLOAD, method: 'stored' },
    ])
    const found = await events(bytes, { unpackedBytes: 1 << 20 })
    expect(pickles(found)).toContain('data.pkl (both)')
    expect(codes(found, 'not-inspected')).toEqual(['limit-size'])
  })

  it('ten thousand members behind a bomb do not make ten thousand notes', async () => {
    const members = Array.from({ length: 500 }, (_, index) => ({ name: `${index}`, data: Buffer.alloc(2_000) }))
    const found = await events(writeZip(members), { unpackedBytes: 1_000 })
    expect(codes(found).length).toBeLessThan(150)
    expect(codes(found)).toContain('limit-more')
  })
})

describe('a 7z archive', () => {
  it('is read member by member', async () => {
    const found = await events(sevenZipSample('LZMA2'))
    const members = found.flatMap((event) => (event.type === 'member' ? [event.path.join(' > ')] : []))
    expect(members.toSorted()).toEqual(['', 'alpha.txt', 'béta.txt'])
  })
})

describe('what is not read is told', () => {
  const cases: readonly { name: string; bytes: Buffer; code: string }[] = [
    { name: '7z with a method nobody unpacks', bytes: sevenZipSample('PPMd'), code: '7z' },
    { name: '7z with a password', bytes: sevenZipSample('encrypted'), code: '7z' },
    { name: '7z that is cut off', bytes: sevenZipSample('LZMA').subarray(0, 60), code: '7z' },
    { name: 'rar', bytes: Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), code: 'rar' },
    { name: 'compress', bytes: Buffer.from([0x1f, 0x9d, 0x90, 1, 2, 3]), code: 'no-decoder-compress' },
    { name: 'a zip method', bytes: methodOf(98), code: 'zip-method-98' },
    {
      name: 'a sparse file',
      bytes: writeTar([{ name: 'a', typeflag: 'S', data: 'x', magic: 'gnu' }]),
      code: 'tar-sparse',
    },
    { name: 'what begins like a zip', bytes: Buffer.from('PK\x03\x04and nothing more', 'latin1'), code: 'zip' },
  ]
  it.each(cases)('$name', async ({ bytes, code }) => {
    expect(codes(await events(bytes), 'not-inspected')).toContain(code)
  })

  it('and links, devices, paths that lead outside', async () => {
    const tar = writeTar([
      { name: '../up', typeflag: '2', linkName: '/etc/passwd' },
      { name: 'dev', typeflag: '3' },
      { name: 'near', typeflag: '2', linkName: 'data.pkl' },
    ])
    expect(codes(await events(tar), 'unusual')).toEqual([
      'tar-path',
      'tar-link',
      'tar-link-outside',
      'tar-device',
      'tar-link',
    ])
    expect(codes(await events(writeZip([{ name: '../../x', data: 'x' }])), 'unusual')).toEqual(['zip-path'])
  })

  it('and two thousand links by a thousand notes and one more', async () => {
    const links = Array.from({ length: 2_000 }, (_, index) => ({ name: `${index}`, typeflag: '2', linkName: 'x' }))
    const found = codes(await events(writeTar(links)))
    expect(found).toHaveLength(1_001)
    expect(found.at(-1)).toBe('tar-more')
  })

  it('and ten thousand disagreements likewise', async () => {
    const members = Array.from({ length: 1_500 }, (_, index) => ({
      name: `${index}`,
      data: '',
      lie: { localName: 'x' },
    }))
    expect(codes(await events(writeZip(members))).filter((code) => code === 'zip-more')).toHaveLength(1)
  })

  it('reads a kind that a decoder is given for', async () => {
    const decoders = {
      async *bzip2() {
        yield PAYLOAD
        return { end: 14, state: 'complete' as const, problems: [] }
      },
    }
    const found: ContainerEvent[] = []
    const budget = new ContainerBudget(DEFAULT_CONTAINER_LIMITS, fixedClock(0))
    for await (const event of inspectContainer(memorySource(Buffer.from('BZh91AY&SYxxxx', 'latin1')), budget, decoders))
      found.push(event)
    expect(pickles(found)).toEqual(['bzip2 (unpacked)'])
  })
})

describe('hostile bytes', () => {
  const seeds = [
    torchZip(PAYLOAD),
    torchTar(PAYLOAD),
    gzipSync(torchZip()),
    zstdCompressSync(PAYLOAD),
    writeLz4(torchTar()),
    npyFile('|O', '(1,)', PAYLOAD),
    writeZip([{ name: 'a', data: torchTar(), descriptor: true, zip64: true }], { zip64: true }),
  ]
  it('never throw, whatever is changed', async () => {
    const next = random(20_261_122)
    const limits = { milliseconds: 5_000, unpackedBytes: 16 << 20, searchBytes: 1 << 20 }
    for (let round = 0; round < 400; round++) {
      const bytes = Buffer.from(seeds[round % seeds.length] ?? PAYLOAD)
      for (let change = 0; change < 1 + next() * 8; change++)
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256)
      const cut = next() < 0.3 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes
      expect((await events(cut, limits)).length).toBeGreaterThan(0)
    }
  })

  it('brotli has no magic: unknown bytes stay unknown', async () => {
    expect(await events(brotliCompressSync(PAYLOAD))).toMatchObject([{ type: 'member', kinds: [] }])
  })
})

function packed(base64: string): Buffer {
  return Buffer.from(base64, 'base64')
}

/** A pickle between the only member and the directory. */
function gapped(payload: Buffer): Buffer {
  const zip = writeZip([{ name: 'a', data: 'x', method: 'stored' }])
  const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  const end = Buffer.from(zip.subarray(zip.length - 22))
  end.writeUInt32LE(directory + payload.length, 16)
  return Buffer.concat([zip.subarray(0, directory), payload, zip.subarray(directory, zip.length - 22), end])
}

function methodOf(method: number): Buffer {
  const zip = writeZip([{ name: 'a', data: 'x'.repeat(50) }])
  const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  zip[8] = method
  zip[directory + 10] = method
  return zip
}

describe('source code of a program for zips', () => {
  const archive = writeZip([{ name: 'a.pkl', data: PAYLOAD }])
  const member = Buffer.from(archive).subarray(0, Buffer.from(archive).indexOf('PK\x01\x02'))
  // As tests of such programs hold them: a header here, an end record there, no directory.
  const source = Buffer.concat([
    Buffer.from('const local = `'),
    member,
    Buffer.from('`\nconst end = "PK\x05\x06"\n'),
    Buffer.from('// more of the program\n'.repeat(20)),
  ])
  it('holds magic numbers and no zip', async () => {
    const found = await events(source)
    expect(found.flatMap((event) => (event.type === 'member' ? event.kinds.map(({ kind }) => kind) : []))).toEqual([])
    expect(codes(found)).toEqual([])
  })
  it('with a real archive behind it holds one', async () => {
    const found = await events(Buffer.concat([source, archive]))
    expect(pickles(found)).toContain('a.pkl (both)')
  })
})
