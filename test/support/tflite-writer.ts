import { type FlatFields, flatBuffer } from './flatbuffer-writer.ts'

/** What a TensorFlow Lite model is made of in a test; everything may be left out. */
export interface TfliteParts {
  readonly codes?: readonly FlatFields[]
  readonly tensors?: readonly FlatFields[]
  readonly operators?: readonly FlatFields[]
  readonly buffers?: readonly FlatFields[]
  readonly subgraphs?: readonly FlatFields[]
  /** More slots of the model. */
  readonly more?: FlatFields
}

/** A model with one subgraph: an addition of one tensor of four floats and another, unless said otherwise. */
export function tfliteOf({
  codes = [builtin(0)],
  tensors = [tfliteTensor([4]), tfliteTensor([4], 0, 1)],
  operators = [tfliteOperator(0, [0, 1], [0])],
  buffers = [{}, { 0: { bytes: new Uint8Array(16) } }],
  subgraphs = [],
  more = {},
}: TfliteParts = {}): Buffer {
  const main = { 0: { tables: tensors }, 1: { ints: [0] }, 2: { ints: [0] }, 3: { tables: operators }, 4: 'main' }
  return flatBuffer(
    {
      0: { u32: 3 },
      1: { tables: codes },
      2: { tables: [main, ...subgraphs] },
      3: 'made by a test',
      4: { tables: buffers },
      ...more,
    },
    'TFL3',
  )
}

/** An operator code by number. */
export function builtin(code: number): FlatFields {
  return { 0: { i8: Math.min(code, 127) }, 3: { i32: code } }
}

/** A custom operator code. */
export function custom(name: string): FlatFields {
  return { 0: { i8: 32 }, 1: name, 3: { i32: 32 } }
}

/** A tensor of floats, unless the type says otherwise. */
export function tfliteTensor(shape: readonly number[], type = 0, buffer = 0): FlatFields {
  return { 0: { ints: shape }, 1: { i8: type }, 2: { u32: buffer }, 3: 't' }
}

export function tfliteOperator(
  code: number,
  inputs: readonly number[],
  outputs: readonly number[],
  more: FlatFields = {},
): FlatFields {
  return { 0: { u32: code }, 1: { ints: inputs }, 2: { ints: outputs }, ...more }
}

/** A subgraph without tensors whose only operator calls others: WHILE with these two. */
export function whileSubgraph(code: number, condition: number, body: number): FlatFields {
  const options = { table: { 0: { i32: condition }, 1: { i32: body } } }
  return { 0: { tables: [] }, 3: { tables: [tfliteOperator(code, [], [], { 3: { u8: 93 }, 4: options })] } }
}

/** Options of an operator of TensorFlow: a FlexBuffer of its name and its NodeDef. */
export function flexOptions(name: string, node: Uint8Array): Uint8Array {
  const first = [...number(name.length), ...Buffer.from(name), 0]
  const second = [...number(node.length), ...node, 0]
  const start = first.length + second.length + 4
  // Offsets of items lead back from where they stand.
  const items = [...number(start - 4), ...number(start + 4 - first.length - 4)]
  const body = [...first, ...second, ...number(2), ...items.slice(0, 4), ...items.slice(4), 0x16, 0x16]
  const vector = start
  return Uint8Array.from([...body, ...number(body.length - vector), 0x2a, 4])
}

function number(value: number): readonly number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff]
}

/** A tensor of texts as its buffer holds it. */
export function stringBuffer(...texts: readonly string[]): FlatFields {
  const bytes = texts.map((text) => Buffer.from(text))
  let at = 8 + texts.length * 4
  const offsets = [at, ...bytes.map(({ length }) => (at += length))]
  return { 0: { bytes: Buffer.concat([Buffer.from([texts.length, ...offsets].flatMap(number)), ...bytes]) } }
}
