import { describe, expect, it } from 'vitest'
import { crashes } from '../../../../test/support/mutations.ts'
import { message } from '../../../../test/support/protobuf-writer.ts'
import { FormatError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readPaddleParameters } from '../../../formats/paddle/parameters.ts'
import { readPir } from '../../../formats/paddle/pir.ts'
import { readPaddleProgram } from '../../../formats/paddle/program.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { isWatchedByPaddle, judgePaddleParameters, judgePaddleProgram } from './judge-paddle.ts'

interface Operator {
  readonly name: string
  readonly attribute?: readonly [name: string, value: string]
}

/** The old form, each operator in a block of its own as loops have them. */
function program(operators: readonly Operator[]): Uint8Array {
  const written = operators.map(({ name, attribute }) =>
    message(
      [3, name],
      ...(attribute === undefined ? [] : [[4, message([1, attribute[0]], [2, 2], [5, attribute[1]])] as const]),
    ),
  )
  return message([1, written.map((operator, index) => message([1, index], [2, -1], [4, [operator]]))])
}

/** The new form, each operator in a region of the one before. */
function pir(operators: readonly Operator[]): Uint8Array {
  const nested = operators.reduceRight<unknown[]>(
    (regions, { name, attribute }) => [
      {
        '#': 'region_0',
        blocks: [
          {
            '#': 'block_0',
            ops: [
              {
                '#': `1.${name}`,
                A: attribute === undefined ? [] : [{ AT: { '#': '0.a_str', D: attribute[1] }, N: attribute[0] }],
                regions,
              },
            ],
          },
        ],
      },
    ],
    [],
  )
  return Buffer.from(JSON.stringify({ base_code: { magic: 'pir', version: 4 }, program: { regions: nested } }))
}

const judgeOld = async (bytes: Uint8Array): Promise<readonly string[]> =>
  judgePaddleProgram(await readPaddleProgram(memorySource(bytes), DEFAULT_LIMITS, isWatchedByPaddle)).map(
    ({ id, severity }) => `${id} ${severity}`,
  )
const judgeNew = (bytes: Uint8Array): readonly string[] =>
  judgePaddleProgram(readPir(bytes, DEFAULT_LIMITS, isWatchedByPaddle)).map(({ id, severity }) => `${id} ${severity}`)

const CASES: readonly { name: string; operators: readonly Operator[]; found: readonly string[] }[] = [
  {
    name: 'computing',
    operators: [{ name: 'feed' }, { name: 'conv2d' }, { name: 'while' }, { name: 'fetch' }],
    found: [],
  },
  { name: 'Python', operators: [{ name: 'relu' }, { name: 'py_func' }], found: ['paddle/python high'] },
  {
    name: 'Python in a loop',
    operators: [{ name: 'while' }, { name: 'while' }, { name: 'py_func' }],
    found: ['paddle/python high'],
  },
  { name: 'writing', operators: [{ name: 'save_combine' }], found: ['paddle/write-file high'] },
  {
    name: 'reading beside it',
    operators: [{ name: 'load_combine', attribute: ['file_path', 'weights'] }],
    found: ['paddle/read-file medium'],
  },
  {
    name: 'reading elsewhere',
    operators: [{ name: 'load', attribute: ['file_path', '/etc/passwd'] }],
    found: ['paddle/read-file high'],
  },
  { name: 'a server', operators: [{ name: 'listen_and_serv' }], found: ['paddle/network high'] },
  { name: 'an engine', operators: [{ name: 'tensorrt_engine' }], found: ['paddle/compiled-engine medium'] },
  {
    name: 'Python a hundred times',
    operators: Array.from({ length: 20 }, () => ({ name: 'py_func' })),
    found: ['paddle/python high'],
  },
]

describe('programs, old and new alike', () => {
  it.each(CASES)('$name', async ({ operators, found }) => {
    expect(await judgeOld(program(operators))).toEqual(found)
    expect(judgeNew(pir(operators))).toEqual(found)
  })
})

/** A tensor as Paddle writes it: float32 unless said otherwise. */
function tensor(dims: readonly (number | bigint)[], bytes: number, type = 5): Buffer {
  const description = message([1, type], [2, dims])
  const head = Buffer.alloc(20)
  head.writeInt32LE(description.length, 16)
  return Buffer.concat([head, description, Buffer.alloc(bytes)])
}

describe('parameters', () => {
  const read = (bytes: Uint8Array) => readPaddleParameters(memorySource(bytes), DEFAULT_LIMITS)
  const HONEST = Buffer.concat([tensor([2, 3], 24), tensor([5], 5, 21), tensor([], 4)])
  it('one after the other', async () => {
    expect(await read(HONEST)).toEqual({ tensors: 3, breaches: [] })
  })
  it.each([
    ['a piece is missing', Buffer.concat([HONEST, tensor([2], 7)]), ['paddle-layout/broken']],
    ['bytes behind the end', Buffer.concat([HONEST, Buffer.from('trailing bytes')]), ['paddle-layout/broken']],
    [
      'a negative dimension',
      Buffer.concat([HONEST, tensor([-1], 4)]),
      ['paddle-layout/negative-dimension', 'paddle-layout/broken'],
    ],
    [
      'an overflow',
      Buffer.concat([HONEST, tensor([1n << 62n, 4], 4)]),
      ['paddle-layout/shape-overflow', 'paddle-layout/broken'],
    ],
  ])('%s', async (_, bytes, found) => {
    expect(judgePaddleParameters(await read(bytes)).map(({ id }) => id)).toEqual(found)
  })
  it('no mutation crashes', async () => {
    expect(await crashes(HONEST, read)).toEqual([])
  })
})

describe('hostile bytes', () => {
  it('refuses what is no program', async () => {
    await expect(judgeOld(new Uint8Array())).rejects.toBeInstanceOf(FormatError)
    await expect(judgeOld(Buffer.from('hello'))).rejects.toBeInstanceOf(FormatError)
    for (const text of ['', '{', '[]', '{"ops":[]}', '{"ops":[7,null,{"#":1}]}'])
      expect(() => judgeNew(Buffer.from(text))).toThrow(FormatError)
  })
  it('no mutation crashes', async () => {
    const operators = [{ name: 'py_func' }, { name: 'load', attribute: ['file_path', '/x'] as const }]
    expect(await crashes(program(operators), judgeOld)).toEqual([])
    expect(await crashes(pir(operators), judgeNew)).toEqual([])
  })
  it('brackets in brackets', () => {
    expect(judgeNew(Buffer.from(`{"ops":[{"#":"1.py_func"}],"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`))).toEqual([
      'paddle/python high',
    ])
  })
})
