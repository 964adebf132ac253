import { describe, expect, it } from 'vitest'
import { paxHeader, tarMember, type TarMember, writeTar } from '../../test/support/tar-writer.ts'
import { memorySource } from './zip-source.ts'
import { isTarHead, tarEntries, type TarEnd, type TarEntry } from './tar.ts'

async function read(
  bytes: Buffer,
  most = 1_000,
): Promise<{ readonly entries: readonly TarEntry[]; readonly end: TarEnd }> {
  const entries: TarEntry[] = []
  const found = tarEntries(memorySource(bytes), 0, most)
  for (;;) {
    const step = await found.next()
    if (step.done === true) return { entries, end: step.value }
    entries.push(step.value)
  }
}

const long = `${'folder/'.repeat(30)}data.pkl`

describe('what honest writers write', () => {
  const cases: readonly { name: string; members: readonly TarMember[]; expected: readonly string[] }[] = [
    {
      name: 'ustar',
      members: [
        { name: 'a', data: 'one' },
        { name: 'b', data: 'two' },
      ],
      expected: ['a=one', 'b=two'],
    },
    {
      name: 'a pax size padded with zeros, which Python and Go take',
      members: [paxHeader({ size: '3'.padStart(24, '0') }), { name: 'a', data: 'one', statedSize: 0 }],
      expected: ['a=one'],
    },
    { name: 'the seventh edition', members: [{ name: 'a', data: 'one', magic: 'none' }], expected: ['a=one'] },
    {
      name: 'a size in base 256',
      members: [{ name: 'a', data: 'one', magic: 'gnu', base256: true }],
      expected: ['a=one'],
    },
    {
      name: 'a GNU long name',
      members: [
        { name: '././@LongLink', typeflag: 'L', data: `${long}\0`, magic: 'gnu' },
        { name: long.slice(0, 99), data: 'x', magic: 'gnu' },
      ],
      expected: [`${long}=x`],
    },
    {
      name: 'a pax path',
      members: [paxHeader({ path: long, mtime: '1.5' }), { name: long.slice(0, 99), data: 'x' }],
      expected: [`${long}=x`],
    },
    {
      name: 'a pax size',
      members: [paxHeader({ size: '3' }), { name: 'a', data: 'one', statedSize: 0 }, { name: 'b', data: 'two' }],
      expected: ['a=one', 'b=two'],
    },
    {
      name: 'torch 0.1.1',
      members: ['sys_info', 'pickle', 'storages', 'tensors'].map((name) => ({ name, data: name })),
      expected: ['sys_info=sys_info', 'pickle=pickle', 'storages=storages', 'tensors=tensors'],
    },
  ]
  it.each(cases)('$name', async ({ members, expected }) => {
    const bytes = writeTar(members)
    const { entries, end } = await read(bytes)
    const texts = entries.map(
      ({ name, dataOffset, size }) => `${name}=${bytes.toString('utf8', dataOffset, dataOffset + size)}`,
    )
    expect(texts).toEqual(expected)
    expect([...entries.flatMap(({ problems }) => problems), ...end.problems]).toEqual([])
    expect(isTarHead(bytes)).toBe(true)
  })
})

describe('what is told', () => {
  const cases: readonly { name: string; members: readonly TarMember[]; problem: string; type?: TarEntry['type'] }[] = [
    { name: 'a path that leads outside', members: [{ name: '../../.bashrc', data: 'x' }], problem: 'leads outside' },
    { name: 'an absolute path', members: [{ name: '/etc/passwd', data: 'x' }], problem: 'absolute' },
    { name: 'a drive letter', members: [{ name: 'C:\\x', data: 'x' }], problem: 'drive letter' },
    {
      name: 'a symlink',
      members: [{ name: 'l', typeflag: '2', linkName: '../../secret' }],
      problem: 'target of the symlink: a path that leads outside',
      type: 'symlink',
    },
    {
      name: 'a hard link',
      members: [{ name: 'l', typeflag: '1', linkName: '/etc/shadow' }],
      problem: 'a hardlink to "/etc/shadow"',
      type: 'hardlink',
    },
    { name: 'a device', members: [{ name: 'd', typeflag: '3' }], problem: 'a device', type: 'device' },
    { name: 'a pipe', members: [{ name: 'p', typeflag: '6' }], problem: 'a fifo', type: 'fifo' },
    {
      name: 'a folder with data',
      members: [{ name: 'd', typeflag: '5', data: 'x' }],
      problem: 'a directory with 1 bytes',
      type: 'directory',
    },
    {
      name: 'an unknown type',
      members: [{ name: 'q', typeflag: 'Q', data: 'x' }],
      problem: 'unknown type',
      type: 'other',
    },
    { name: 'a broken checksum', members: [{ name: 'a', data: 'x', brokenChecksum: true }], problem: 'checksum' },
    {
      name: 'two members of one name',
      members: [
        { name: 'a', data: 'x' },
        { name: 'a', data: 'y' },
      ],
      problem: 'second member',
    },
    {
      name: 'a rename by pax',
      members: [paxHeader({ path: 'evil.pkl' }), { name: 'readme.txt', data: 'x' }],
      problem: 'renamed by an extended header',
    },
    {
      name: 'a rename of all by pax',
      members: [paxHeader({ path: 'evil.pkl' }, 'g'), { name: 'evil.pkl', data: 'x' }],
      problem: 'global header renames',
    },
    {
      name: 'two sizes',
      members: [paxHeader({ size: '1' }), { name: 'a', data: 'xy' }],
      problem: 'the extended header says 1 bytes, the header 2',
    },
    {
      name: 'a broken pax record',
      members: [
        { name: 'PaxHeader/x', typeflag: 'x', data: 'no record' },
        { name: 'a', data: 'x' },
      ],
      problem: 'pax record is broken',
    },
    {
      name: 'a pax size that is no number',
      members: [paxHeader({ size: '-3' }), { name: 'a', data: 'x' }],
      problem: 'a pax size that is no number',
    },
    {
      name: 'a prefix of the name without the magic of ustar',
      members: [{ name: 'setup.py', data: 'x', magic: 'gnu', prefix: 'demo-1.0' }],
      problem: 'a prefix of the name without the magic',
    },
    {
      name: 'a sparse file',
      members: [paxHeader({ 'GNU.sparse.major': '1' }), { name: 'a', data: 'x' }],
      problem: '',
      type: 'sparse',
    },
  ]
  it.each(cases)('$name', async ({ members, problem, type }) => {
    const { entries } = await read(writeTar(members))
    const messages = entries.flatMap(({ problems }) => problems.map(({ message }) => message))
    expect(messages.join('; ')).toContain(problem)
    if (type !== undefined) expect(entries.map((entry) => entry.type)).toContain(type)
  })

  it('a size beyond the end of the file', async () => {
    const { entries } = await read(tarMember({ name: 'a', data: 'x', statedSize: 8 ** 11 - 1 }))
    expect(entries).toMatchObject([
      { size: 512, problems: [{ code: 'header', message: 'states 8589934591 bytes, 512 are there' }] },
    ])
  })
})

describe('the end', () => {
  const one = tarMember({ name: 'a', data: 'x' })
  const zeros = (blocks: number): Buffer => Buffer.alloc(blocks * 512)
  const cases: readonly { name: string; bytes: Buffer; problem: string; end: number }[] = [
    { name: 'no end mark', bytes: one, problem: 'no end mark', end: 1024 },
    { name: 'padding to 10 KiB', bytes: Buffer.concat([one, zeros(18)]), problem: '', end: 10_240 },
    {
      name: 'another archive behind one zero block',
      bytes: Buffer.concat([one, zeros(1), one]),
      problem: 'behind the end mark',
      end: 1536,
    },
    {
      name: 'bytes behind the end mark',
      bytes: Buffer.concat([one, zeros(2), Buffer.from('tail')]),
      problem: 'behind the end mark',
      end: 2048,
    },
    {
      name: 'other bytes where a header should be',
      bytes: Buffer.concat([one, Buffer.alloc(600, 'x')]),
      problem: 'no header',
      end: 1024,
    },
    { name: 'a header cut off', bytes: one.subarray(0, 1024).subarray(0, 100), problem: 'cut off', end: 0 },
  ]
  it.each(cases)('$name', async ({ bytes, problem, end }) => {
    const archive = await read(bytes)
    expect(archive.end.end).toBe(end)
    expect(archive.end.problems.join()).toContain(problem)
  })
})

describe('bounds', () => {
  it('stops at the limit of members', async () => {
    const bytes = writeTar(Array.from({ length: 20 }, (_, index) => ({ name: `m${index}` })))
    await expect(read(bytes, 10)).rejects.toMatchObject({ code: 'LIMIT_ENTRIES' })
  })

  it('stops at the limit of extended headers', async () => {
    await expect(read(writeTar(Array.from({ length: 50 }, () => paxHeader({ a: 'b' }))), 10)).rejects.toMatchObject({
      code: 'LIMIT_ENTRIES',
    })
  })

  it('reads a megabyte of pax records in good time', async () => {
    const started = performance.now()
    await read(
      writeTar([
        { name: 'p', typeflag: 'x', data: '6 a=b\n'.repeat(150_000) },
        { name: 'a', data: 'x' },
      ]),
    )
    await read(
      writeTar([
        { name: 'p', typeflag: 'x', data: '9'.repeat(1_000_000) },
        { name: 'a', data: 'x' },
      ]),
    )
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('is no tar', () => {
    for (const head of [Buffer.alloc(512), Buffer.alloc(512, 'text '), Buffer.from('short')])
      expect(isTarHead(head)).toBe(false)
  })
})
