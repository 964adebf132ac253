import { describe, expect, it } from 'vitest'
import { crashes } from '../../../test/support/mutations.ts'
import { safetensorsOf } from '../../../test/support/safetensors-writer.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { memorySource } from '../zip-source.ts'
import { readSafetensors } from './safetensors.ts'

const read = (bytes: Uint8Array, limits = DEFAULT_LIMITS) => readSafetensors(memorySource(bytes), limits)
const kinds = async (bytes: Uint8Array): Promise<readonly string[]> =>
  (await read(bytes)).breaches.map(({ kind }) => kind)

const F32 = '{"dtype":"F32","shape":[2],"data_offsets":[0,8]}'

describe('honest files', () => {
  const cases: readonly { name: string; header: string; data: number }[] = [
    { name: 'no tensors', header: '{}', data: 0 },
    { name: 'one tensor', header: `{"a":${F32}}`, data: 8 },
    { name: 'a scalar', header: '{"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}', data: 2 },
    { name: 'an empty tensor', header: `{"a":${F32},"z":{"dtype":"U8","shape":[0,4],"data_offsets":[8,8]}}`, data: 8 },
    {
      name: 'tensors out of order',
      header: `{"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},"a":${F32}}`,
      data: 16,
    },
    { name: 'packed four-bit elements', header: '{"a":{"dtype":"F4","shape":[3,2],"data_offsets":[0,3]}}', data: 3 },
    { name: 'metadata', header: `{"__metadata__":{"format":"pt"},"a":${F32}}`, data: 8 },
    { name: 'a name of the prototype', header: `{"__proto__":${F32}}`, data: 8 },
  ]
  it.each(cases)('$name', async ({ header, data }) => {
    expect(await kinds(safetensorsOf(header, data))).toEqual([])
  })

  it('reads nothing but the header and the tail', async () => {
    const bytes = safetensorsOf(`{"a":{"dtype":"U8","shape":[9000000],"data_offsets":[0,9000000]}}`, 9_000_000)
    let taken = 0
    const source = {
      ...memorySource(bytes),
      slice: async (offset: number, length: number) => {
        taken += length
        return bytes.subarray(offset, offset + length)
      },
    }
    const file = await readSafetensors(source, DEFAULT_LIMITS)
    expect(file.tensors).toHaveLength(1)
    expect(taken).toBeLessThan(80_000)
  })
})

describe('breaches', () => {
  const cases: readonly { breach: string; header: string; data?: number }[] = [
    { breach: 'duplicate-key', header: `{"a":${F32},"a":${F32}}` },
    { breach: 'duplicate-key', header: '{"a":{"dtype":"F32","dtype":"I32","shape":[2],"data_offsets":[0,8]}}' },
    { breach: 'duplicate-key', header: `{"__metadata__":{"k":"1","k":"2"},"a":${F32}}` },
    { breach: 'unknown-field', header: '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"x"}}' },
    { breach: 'malformed-tensor', header: '{"a":{"dtype":"F32","shape":[2]}}' },
    { breach: 'malformed-tensor', header: '{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}' },
    { breach: 'malformed-tensor', header: '{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}' },
    { breach: 'malformed-tensor', header: '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}' },
    { breach: 'malformed-tensor', header: '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551616]}}' },
    { breach: 'malformed-tensor', header: '{"a":7}' },
    { breach: 'unknown-dtype', header: '{"a":{"dtype":"F3","shape":[2],"data_offsets":[0,8]}}' },
    {
      breach: 'shape-overflow',
      header: '{"a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}}',
    },
    { breach: 'size-mismatch', header: '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}' },
    { breach: 'size-mismatch', header: '{"a":{"dtype":"F4","shape":[15],"data_offsets":[0,8]}}' },
    { breach: 'size-mismatch', header: '{"a":{"dtype":"U8","shape":[9007199254740993],"data_offsets":[0,8]}}' },
    { breach: 'metadata-type', header: `{"__metadata__":[],"a":${F32}}` },
    { breach: 'metadata-type', header: `{"__metadata__":{"n":1},"a":${F32}}` },
    { breach: 'outside-file', header: '{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}' },
    { breach: 'outside-file', header: '{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}' },
    {
      breach: 'outside-file',
      header: '{"a":{"dtype":"U8","shape":[8],"data_offsets":[18446744073709551608,18446744073709551615]}}',
    },
    { breach: 'overlap', header: `{"a":${F32},"b":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}}` },
    { breach: 'hole', header: '{"a":{"dtype":"I32","shape":[1],"data_offsets":[4,8]}}' },
    { breach: 'trailing-data', header: `{"a":${F32}}`, data: 9 },
    { breach: 'trailing-data', header: '{}' },
    { breach: 'header-padding', header: `{"a":${F32}}\n` },
    { breach: 'unaligned', header: `{"a":${F32}} ` },
  ]
  it.each(cases)('$breach: $header', async ({ breach, header, data = 8 }) => {
    const padded = breach === 'unaligned' ? safetensorsOf(header, data, false) : safetensorsOf(header, data)
    expect(await kinds(padded)).toContain(breach)
  })

  it('names the byte of the key, behind characters of several bytes', async () => {
    const bytes = safetensorsOf(`{"__metadata__":{"ü😀":"x"},"a":${F32},"a":${F32}}`, 8)
    const byte = (await read(bytes)).breaches[0]?.places[0]?.byte ?? 0
    expect(Buffer.from(bytes.subarray(byte, byte + 3)).toString()).toBe('a":')
    expect(byte).toBeGreaterThan(60)
  })
})

describe('other formats in the same bytes', () => {
  const zipEnd = Buffer.alloc(22)
  zipEnd.writeUInt32LE(0x06054b50, 0)
  zipEnd.writeUInt16LE(1, 10)
  it('a zip at the end, even where a tensor covers it', async () => {
    const header = '{"a":{"dtype":"U8","shape":[30],"data_offsets":[0,30]}}'
    const bytes = Buffer.from(safetensorsOf(header, 30))
    zipEnd.copy(bytes, bytes.length - 22)
    expect((await read(bytes)).alsoReadableAs).toEqual([{ format: 'zip', byte: bytes.length - 22 }])
  })
  it('a gzip signature in the length', async () => {
    const length = 0x00088b1f
    const bytes = Buffer.from(safetensorsOf('{}', length))
    bytes.writeBigUInt64LE(BigInt(length), 0)
    bytes.fill(0x20, 10)
    expect((await read(bytes)).alsoReadableAs).toEqual([{ format: 'gzip', byte: 0 }])
  })
  it('four bytes of weights that look like a zip end', async () => {
    const bytes = Buffer.from(safetensorsOf('{"a":{"dtype":"U8","shape":[30],"data_offsets":[0,30]}}', 30))
    bytes.writeUInt32LE(0x06054b50, bytes.length - 25)
    expect((await read(bytes)).alsoReadableAs).toEqual([])
  })
})

/** An honest file whose length field says something else. */
const lengthOf = (length: bigint): Uint8Array => {
  const bytes = Buffer.from(safetensorsOf('{}', 0))
  bytes.writeBigUInt64LE(length, 0)
  return bytes
}

describe('what no reader opens', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['eight bytes', new Uint8Array(8)],
    ['a length of 2^63', lengthOf(1n << 63n)],
    ['a length one past the end', lengthOf(9n)],
    ['no brace', safetensorsOf('["a"]', 0)],
    ['broken JSON', safetensorsOf('{"a":', 0)],
    ['two objects', safetensorsOf('{}{}', 0)],
    ['a header that is not UTF-8', Buffer.from(safetensorsOf('{"\u00e4":1}', 0)).fill(0xff, 10, 12)],
  ])('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  })
  it('deep nesting', async () => {
    await expect(read(safetensorsOf(`{"a":${'['.repeat(100_000)}`, 0))).rejects.toBeInstanceOf(LimitError)
  })
  it('a header over the limit is not read', async () => {
    const limits = { ...DEFAULT_LIMITS, fileBytes: 100 }
    await expect(read(safetensorsOf(`{"a":"${'x'.repeat(200)}"}`, 0), limits)).rejects.toBeInstanceOf(LimitError)
  })
})

describe('hostile bytes', () => {
  const honest = safetensorsOf(
    `{"__metadata__":{"format":"pt"},"a":${F32},"b":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}`,
    16,
  )
  it('every truncation is refused or told', async () => {
    for (let length = 0; length < honest.length; length++) {
      const outcome = await read(honest.subarray(0, length)).then(
        ({ breaches }) => breaches.length > 0,
        (error: unknown) => error instanceof FormatError,
      )
      expect(outcome, `cut to ${length} bytes`).toBe(true)
    }
  })
  it('no mutation is anything but read or refused', async () => {
    expect(await crashes(honest, read)).toEqual([])
  })
  it('100,000 tensors on the same bytes take linear time', async () => {
    const header = `{${Array.from({ length: 100_000 }, (_, index) => `"t${index}":${F32}`).join(',')}}`
    const started = performance.now()
    const file = await read(safetensorsOf(header, 8))
    expect(file.breaches).toMatchObject([{ kind: 'overlap', count: 99_999 }])
    expect(file.breaches[0]?.places.length).toBeLessThan(20)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
  it('a shape of a million huge dimensions', async () => {
    const header = `{"a":{"dtype":"U8","shape":[${'18446744073709551615,'.repeat(300_000)}1],"data_offsets":[0,1]}}`
    expect(await kinds(safetensorsOf(header, 1))).toContain('shape-overflow')
  })
})
