import { describe, expect, it } from 'vitest'
import { memorySource } from './zip-source.ts'
import { npyHeader } from './npy.ts'
import { parseLiteral } from './npy-literal.ts'

function npy(text: string, data: Uint8Array = Buffer.alloc(0), version = 1): Buffer {
  const header = Buffer.from(`${text}\n`, version === 3 ? 'utf8' : 'latin1')
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  length.writeUIntLE(header.length, 0, length.length)
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([version, 0]), length, header, data])
}

function described(descr: string, shape: string): string {
  return `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`
}

describe('headers numpy writes', () => {
  const cases: readonly {
    descr: string
    shape: string
    bytes: bigint | undefined
    objects?: boolean
    version?: number
  }[] = [
    { descr: "'<f4'", shape: '(2, 3)', bytes: 24n },
    { descr: "'<f8'", shape: '()', bytes: 8n },
    { descr: "'|b1'", shape: '(5,)', bytes: 5n, version: 2 },
    { descr: "'<U10'", shape: '(2,)', bytes: 80n },
    { descr: "'<M8[ns]'", shape: '(3,)', bytes: 24n },
    { descr: "'<i8'", shape: '(3L, 2L)', bytes: 48n },
    { descr: "'<i8'", shape: '(0, 7)', bytes: 0n },
    { descr: "[('x', '<f4'), ('ü', '<f8', (2,))]", shape: '(2,)', bytes: 40n, version: 3 },
    { descr: "[('p', [('x', '|u1'), ('y', '<u2')])]", shape: '(1,)', bytes: 3n },
    { descr: "'|O'", shape: '(4,)', bytes: undefined, objects: true },
    { descr: "[('x', '<f4'), ('y', 'O')]", shape: '(4,)', bytes: undefined, objects: true },
    { descr: "[('p', [(('title', 'q'), '|O', (2, 2))])]", shape: '(4,)', bytes: undefined, objects: true },
  ]
  it.each(cases)('$descr $shape', async ({ descr, shape, bytes, objects = false, version = 1 }) => {
    const file = npy(described(descr, shape), Buffer.alloc(Number(bytes ?? 0n)), version)
    const header = await npyHeader(memorySource(file))
    expect(header).toMatchObject({ dataBytes: bytes, hasObjects: objects, problems: [] })
  })
})

describe('what is told', () => {
  const cases: readonly { name: string; text: string; problem: string }[] = [
    {
      name: 'a shape bomb',
      text: described("'<f8'", '(1000000000, 1000000000, 1000)'),
      problem: 'the shape asks for 8000000000000000000000 bytes',
    },
    { name: 'a negative length', text: described("'<f8'", '(-1,)'), problem: 'no tuple of lengths' },
    { name: 'a shape of text', text: described("'<f8'", "('a',)"), problem: 'no tuple of lengths' },
    { name: 'too many dimensions', text: described("'<f8'", `(${'1, '.repeat(100)})`), problem: '100 dimensions' },
    { name: 'an unknown type', text: described("'what'", '(1,)'), problem: 'not understood' },
    { name: 'a missing field', text: "{'descr': '<f4', 'shape': (0,)}", problem: 'lacks fortran_order' },
    {
      name: 'a field too many',
      text: "{'descr': '<f4', 'shape': (0,), 'fortran_order': False, 'x': 1}",
      problem: 'no writer writes',
    },
    {
      name: 'a header numpy refuses',
      text: `${described("'<f4'", '(0,)')}${' '.repeat(20_000)}`,
      problem: 'numpy refuses',
    },
  ]
  it.each(cases)('$name', async ({ text, problem }) => {
    expect((await npyHeader(memorySource(npy(text)))).problems.join('; ')).toContain(problem)
  })

  it('bytes behind the array', async () => {
    const header = await npyHeader(memorySource(npy(described("'|u1'", '(1,)'), Buffer.from('x and more'))))
    expect(header.problems).toEqual(['9 bytes behind the array'])
  })
})

describe('what is no header', () => {
  const cases: readonly { name: string; bytes: Buffer; code: string }[] = [
    { name: 'other bytes', bytes: Buffer.from('not an array at all'), code: 'FORMAT_SHAPE' },
    { name: 'version 9', bytes: npy(described("'<f4'", '(0,)'), Buffer.alloc(0), 9), code: 'FORMAT_VERSION' },
    { name: 'code instead of a literal', bytes: npy("__import__('os')"), code: 'FORMAT_SYNTAX' },
    { name: 'an expression', bytes: npy("{'shape': (2**9,)}"), code: 'FORMAT_SYNTAX' },
    { name: 'a list', bytes: npy('[1]'), code: 'FORMAT_SHAPE' },
    { name: 'a header cut off', bytes: npy(described("'<f4'", '(0,)')).subarray(0, 30), code: 'FORMAT_SHAPE' },
  ]
  it.each(cases)('$name: $code', async ({ bytes, code }) => {
    await expect(npyHeader(memorySource(bytes))).rejects.toMatchObject({ code })
  })
})

describe('bounds of the literal', () => {
  it('refuses deep nesting', () => {
    expect(() => parseLiteral('('.repeat(100_000))).toThrow('at most 64 levels')
  })

  it('reads a megabyte in good time', () => {
    const started = performance.now()
    parseLiteral(`[${'1,'.repeat(500_000)}]`)
    parseLiteral(`'${'x'.repeat(1_000_000)}'`)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
