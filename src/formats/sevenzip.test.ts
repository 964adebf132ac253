import { describe, expect, it } from 'vitest'
import { memorySource } from './zip-source.ts'
import { sevenZip } from './sevenzip.ts'

/** A signature header, some packed bytes and the next header. */
function archive(next: Uint8Array, { offset = 4n, length = BigInt(next.length) } = {}): Buffer {
  const head = Buffer.alloc(32)
  head.set([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4])
  head.writeBigUInt64LE(offset, 12)
  head.writeBigUInt64LE(length, 20)
  return Buffer.concat([head, Buffer.from('data'), next])
}

describe('a 7z archive is told, not read', () => {
  const plain = Buffer.from([1, 4, 0])
  const cases: readonly { name: string; bytes: Buffer; end: number; reason: string; problem?: string }[] = [
    { name: 'with a plain header', bytes: archive(plain), end: 39, reason: 'does not unpack' },
    {
      name: 'with a packed header',
      bytes: archive(Buffer.from([0x17, 6])),
      end: 38,
      reason: 'even its list of names is packed',
    },
    { name: 'empty', bytes: archive(Buffer.alloc(0), { offset: 0n }), end: 32, reason: 'does not unpack' },
    {
      name: 'with bytes behind',
      bytes: Buffer.concat([archive(plain), Buffer.from('tail')]),
      end: 39,
      reason: 'does not unpack',
    },
    { name: 'cut off', bytes: archive(plain).subarray(0, 20), end: 20, reason: 'does not unpack', problem: 'cut off' },
    {
      name: 'with a size beyond the file',
      bytes: archive(plain, { length: 2n ** 63n }),
      end: 39,
      reason: 'does not unpack',
      problem: 'states 9223372036854775844 bytes',
    },
    {
      name: 'with a strange header',
      bytes: archive(Buffer.from([9])),
      end: 37,
      reason: 'does not unpack',
      problem: 'no known kind',
    },
  ]
  it.each(cases)('$name', async ({ bytes, end, reason, problem }) => {
    const found = await sevenZip(memorySource(bytes), 0)
    expect(found).toMatchObject({ version: '0.4', end })
    expect(found?.reason).toContain(reason)
    expect(found?.problems.join()).toContain(problem ?? '')
    expect(found?.problems).toHaveLength(problem === undefined ? 0 : 1)
  })

  it('is none', async () => {
    expect(await sevenZip(memorySource(Buffer.from('7z in words')), 0)).toBeUndefined()
  })
})
