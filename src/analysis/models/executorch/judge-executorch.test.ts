import { describe, expect, it } from 'vitest'
import { type FlatFields, flatBuffer } from '../../../../test/support/flatbuffer-writer.ts'
import { crashes } from '../../../../test/support/mutations.ts'
import { FormatError } from '../../../base/errors.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readExecutorch } from '../../../formats/executorch/executorch.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { judgeExecutorch } from './judge-executorch.ts'

const read = (bytes: Uint8Array) => readExecutorch(memorySource(bytes), DEFAULT_LIMITS)

interface Parts {
  readonly operators?: readonly string[]
  readonly delegates?: readonly FlatFields[]
  readonly values?: readonly FlatFields[]
  readonly instructions?: readonly FlatFields[]
  readonly inputs?: readonly number[]
  readonly program?: FlatFields
}

const tensor = (sizes: readonly number[], buffer = 0): FlatFields => ({
  0: { u8: 5 },
  1: { table: { 2: { ints: sizes }, 5: { u32: buffer } } },
})
const call = (type: number, first: number, second?: number, args?: readonly number[]): FlatFields => ({
  0: { u8: type },
  1: {
    table: {
      0: { i32: first },
      ...(args !== undefined ? { 1: { ints: args } } : second === undefined ? {} : { 1: { i32: second } }),
    },
  },
})

/** A program of one method. */
function programOf({
  operators = ['aten::add'],
  delegates = [],
  values = [tensor([1]), tensor([1])],
  instructions = [call(1, 0, undefined, [0, 1])],
  inputs = [0],
  program = {},
}: Parts = {}): FlatFields {
  const plan: FlatFields = {
    0: 'forward',
    2: { tables: values },
    3: { ints: inputs },
    4: { ints: [1] },
    5: { tables: [{ 2: { tables: instructions } }] },
    6: { tables: operators.map((name) => ({ 0: name, 1: 'out' })) },
    7: { tables: delegates },
  }
  return { 0: { u32: 0 }, 1: { tables: [plan] }, ...program }
}

/** A file without an extended header. */
function pte(parts: Parts = {}): Buffer {
  return flatBuffer(programOf(parts), 'ET12')
}

/** A file with an extended header and one segment behind the program, stated to be of this place and size. */
function segmented(parts: Parts, data: Uint8Array, offset = 0n, size = BigInt(data.length)): Buffer {
  const header = Buffer.alloc(32)
  header.write('eh00')
  header.writeUInt32LE(32, 4)
  const segments = { 4: { tables: [{ 0: { u64: offset }, 1: { u64: size } }] } }
  const bytes = flatBuffer(programOf({ ...parts, program: { ...parts.program, ...segments } }), 'ET12', header)
  const padded = Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)])
  padded.writeBigUInt64LE(BigInt(bytes.length), 16)
  padded.writeBigUInt64LE(BigInt(padded.length), 24)
  return Buffer.concat([padded, data])
}

const delegate = (id: string, location = 0, index = 0): FlatFields => ({
  0: id,
  1: { table: { 0: { i8: location }, 1: { u32: index } } },
})
const inline = (data: Uint8Array): FlatFields => ({ 3: { tables: [{ 0: { bytes: data } }] } })
const withDelegate = (id: string, data = 'XN01 data of a delegate'): Buffer =>
  pte({ delegates: [delegate(id)], program: inline(Buffer.from(data, 'latin1')) })

function elf(machine: number): string {
  return `\x7fELF\x02\x01\x01${'\0'.repeat(11)}${String.fromCharCode(machine)}\0${'\0'.repeat(44)}`
}

const CASES: readonly { name: string; bytes: Buffer; found: readonly string[] }[] = [
  { name: 'operators of PyTorch', bytes: pte(), found: [] },
  {
    name: 'operators that come along',
    bytes: pte({
      operators: [
        'dim_order_ops::_clone_dim_order',
        'executorch_prim::add',
        'quantized_decomposed::dequantize_per_tensor',
      ],
    }),
    found: [],
  },
  {
    name: 'an operator of somebody',
    bytes: pte({ operators: ['mine::op'] }),
    found: ['executorch/custom-operator medium'],
  },
  {
    name: 'an operator without a namespace',
    bytes: pte({ operators: ['op'] }),
    found: ['executorch/custom-operator medium'],
  },
  { name: 'a delegate that interprets', bytes: withDelegate('XnnpackBackend'), found: [] },
  {
    name: 'a delegate for an accelerator',
    bytes: withDelegate('QnnBackend'),
    found: ['executorch/compiled-engine low'],
  },
  { name: 'a delegate of somebody', bytes: withDelegate('EvilBackend'), found: ['executorch/custom-delegate medium'] },
  {
    name: 'a delegate that opens a library',
    bytes: withDelegate('CudaBackend'),
    found: ['executorch/native-code high'],
  },
  {
    name: 'a library under another name',
    bytes: withDelegate('XnnpackBackend', elf(62)),
    found: ['executorch/native-code high'],
  },
  {
    name: 'code for a GPU',
    bytes: withDelegate('XnnpackBackend', elf(190)),
    found: ['executorch/compiled-engine low'],
  },
  { name: 'a segment', bytes: segmented({}, new Uint8Array(64)), found: [] },
  {
    name: 'a segment that is a library',
    bytes: segmented({}, Buffer.from(elf(183), 'latin1')),
    found: ['executorch/native-code high'],
  },
  {
    name: 'a segment behind the end',
    bytes: segmented({}, new Uint8Array(64), 1n),
    found: ['executorch-layout/segment-range high'],
  },
  {
    name: 'a segment that overflows',
    bytes: segmented({}, new Uint8Array(64), (1n << 64n) - 1n, 2n),
    found: ['executorch-layout/segment-range high'],
  },
  {
    name: 'segments without a header',
    bytes: pte({ program: { 4: { tables: [{ 1: { u64: 4n } }] } } }),
    found: ['executorch-layout/segment-range high'],
  },
  {
    name: 'a data segment of a delegate',
    bytes: segmented({ delegates: [delegate('XnnpackBackend', 1, 0)] }, new Uint8Array(8)),
    found: [],
  },
  {
    name: 'data that is not there',
    bytes: segmented({ delegates: [delegate('XnnpackBackend', 1, 1)] }, new Uint8Array(8)),
    found: ['executorch-layout/index high'],
  },
  {
    name: 'an operator that is not there',
    bytes: pte({ instructions: [call(1, 1)] }),
    found: ['executorch-layout/index high'],
  },
  {
    name: 'an argument that is not there',
    bytes: pte({ instructions: [call(1, 0, undefined, [0, 2])] }),
    found: ['executorch-layout/index high'],
  },
  {
    name: 'a negative argument',
    bytes: pte({ instructions: [call(1, 0, undefined, [-1])] }),
    found: ['executorch-layout/index high'],
  },
  {
    name: 'a delegate that is not there',
    bytes: pte({ instructions: [call(2, 0)] }),
    found: ['executorch-layout/index high'],
  },
  { name: 'a move to nothing', bytes: pte({ instructions: [call(3, 0, 9)] }), found: ['executorch-layout/index high'] },
  { name: 'a jump to the end', bytes: pte({ instructions: [call(4, 0, 1)] }), found: [] },
  {
    name: 'a jump behind the end',
    bytes: pte({ instructions: [call(4, 0, 2)] }),
    found: ['executorch-layout/index high'],
  },
  { name: 'freeing nothing', bytes: pte({ instructions: [call(5, 2)] }), found: ['executorch-layout/index high'] },
  { name: 'an input that is not there', bytes: pte({ inputs: [7] }), found: ['executorch-layout/index high'] },
  {
    name: 'a negative size',
    bytes: pte({ values: [tensor([-1]), tensor([1])] }),
    found: ['executorch-layout/negative-size high'],
  },
  {
    name: 'a constant that is not there',
    bytes: pte({ values: [tensor([1], 3), tensor([1])] }),
    found: ['executorch-layout/index high'],
  },
  {
    name: 'a list of values that are not there',
    bytes: pte({ values: [tensor([1]), { 0: { u8: 10 }, 1: { table: { 0: { ints: [5] } } } }] }),
    found: ['executorch-layout/index high'],
  },
]

it.each(CASES)('$name', async ({ bytes, found }) => {
  expect(judgeExecutorch(await read(bytes)).map(({ id, severity }) => `${id} ${severity}`)).toEqual(found)
})

it('a header that does not fit', async () => {
  const bytes = segmented({}, new Uint8Array(64))
  bytes.writeBigUInt64LE(1n << 40n, 16)
  expect(judgeExecutorch(await read(bytes)).map(({ id }) => id)).toContain('executorch-layout/header')
})

describe('hostile bytes', () => {
  it('refuses what is no program', async () => {
    for (const bytes of [new Uint8Array(), Buffer.from('hello world'), Buffer.from('\x1c\0\0\0ET12')])
      await expect(read(bytes)).rejects.toBeInstanceOf(FormatError)
  })
  it('no mutation crashes', async () => {
    const honest = segmented(
      { delegates: [delegate('XnnpackBackend', 1, 0)], operators: ['aten::add', 'x::y'] },
      new Uint8Array(64),
    )
    expect(await crashes(honest, async (bytes) => judgeExecutorch(await read(bytes)))).toEqual([])
  })
})
