import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { FlatTable } from '../flatbuffers/flatbuffer.ts'
import { verifyTable } from '../flatbuffers/verify.ts'
import { readBuffers, readExternalBuffers } from './buffers.ts'
import { hasLoop } from './call-loops.ts'
import type { TfliteModel } from './model.ts'
import { tfliteReading, type TfliteReading } from './reading.ts'
import { MODEL_SHAPE, OPERATOR_CODE_SHAPE } from './shapes.ts'
import { readSubgraph } from './subgraph.ts'

/** Slots of Model, OperatorCode, SignatureDef, TensorMap and Metadata (schema.fbs of TensorFlow 2.21). */
const MODEL = {
  version: 0,
  codes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffers: 5,
  metadata: 6,
  signatures: 7,
  externalGroups: 8,
  externalBuffers: 9,
}
const CODE = { deprecatedBuiltin: 0, custom: 1, builtin: 3 }
const SIGNATURE = { inputs: 0, outputs: 1, subgraph: 4 }
const TENSOR_MAP = { index: 1 }
const METADATA = { buffer: 1 }

const LONGEST_NAME = 512

/**
 * Reads the structure of a TensorFlow Lite model: operators, what is handed to TensorFlow, sizes and indexes; weights stay
 * where they are. Throws FormatError when the bytes are no FlatBuffer with this identifier and subgraphs.
 */
export async function readTflite(source: ByteSource, limits: Limits): Promise<TfliteModel> {
  const reading = tfliteReading(source, limits)
  const { flat } = reading
  const identifier = Buffer.from(await source.slice(4, 4)).toString('latin1')
  const model = identifier === 'TFL3' ? await flat.root() : undefined
  if (model === undefined)
    throw new FormatError('FORMAT_SHAPE', 'expected a TensorFlow Lite model, found no table behind its identifier', {
      byte: 0,
    })
  await readCodes(reading, model)
  await readBuffers(reading, model, MODEL.buffers)
  await readExternalBuffers(reading, model, MODEL.externalGroups, MODEL.externalBuffers)
  let subgraphs = 0
  for await (const subgraph of flat.tables(model, MODEL.subgraphs)) await readSubgraph(reading, subgraph, subgraphs++)
  checkCalls(reading)
  await verifyTable(flat, model, MODEL_SHAPE)
  await checkReferences(reading, model)
  return {
    version: flat.number(model, MODEL.version, 'u32'),
    description: (await flat.text(model, MODEL.description, 4096)) ?? '',
    subgraphs,
    tensors: reading.tensors,
    operators: reading.operators,
    custom: [...reading.custom.values()],
    flex: reading.flex,
    externalFiles: reading.externalFiles,
    breaches: [...flat.breaches(), ...reading.log.list()],
  }
}

/** The wider number counts since operators are more than 127 (schema version 3a). */
async function readCodes({ flat, codes }: TfliteReading, model: FlatTable): Promise<void> {
  for await (const code of flat.tables(model, MODEL.codes)) {
    if (code === undefined) codes.push({ builtin: -1, custom: undefined })
    else {
      await verifyTable(flat, code, OPERATOR_CODE_SHAPE)
      codes.push({
        builtin: Math.max(flat.number(code, CODE.deprecatedBuiltin, 'i8'), flat.number(code, CODE.builtin, 'i32')),
        custom: await flat.text(code, CODE.custom, LONGEST_NAME),
      })
    }
  }
}

/** A subgraph that reaches itself runs until the stack ends. */
function checkCalls({ calls, log }: TfliteReading): void {
  const wrong = calls.flat().find((target) => target >= calls.length)
  if (wrong !== undefined) log.add('index', `a call of subgraph ${wrong} where there are ${calls.length}`)
  const loop = hasLoop(calls.map((targets) => targets.filter((target) => target < calls.length)))
  if (loop !== undefined) log.add('subgraph-loop', `expected calls that end, found subgraph ${loop} reaching itself`)
}

async function checkReferences(reading: TfliteReading, model: FlatTable): Promise<void> {
  const { flat, buffers, log } = reading
  const check = (index: number, byte: number): void => {
    if (index >= buffers.length)
      log.add('index', `metadata name buffer ${index} where there are ${buffers.length}`, byte)
  }
  const vector = await flat.vector(model, MODEL.metadataBuffers, 4)
  for (const index of await flat.integers(vector, 10_000)) check(index >>> 0, vector?.at ?? 0)
  for await (const entry of flat.tables(model, MODEL.metadata))
    if (entry !== undefined) check(flat.number(entry, METADATA.buffer, 'u32'), entry.at)
  for await (const signature of flat.tables(model, MODEL.signatures))
    if (signature !== undefined) await checkSignature(reading, signature)
}

async function checkSignature({ flat, tensorCounts, log }: TfliteReading, signature: FlatTable): Promise<void> {
  const subgraph = flat.number(signature, SIGNATURE.subgraph, 'u32')
  const count = tensorCounts[subgraph]
  if (count === undefined)
    log.add('index', `a signature names subgraph ${subgraph} where there are ${tensorCounts.length}`, signature.at)
  for (const slot of [SIGNATURE.inputs, SIGNATURE.outputs]) {
    for await (const map of flat.tables(signature, slot)) {
      const index = map === undefined ? 0 : flat.number(map, TENSOR_MAP.index, 'u32')
      if (map !== undefined && count !== undefined && index >= count)
        log.add('index', `a signature names tensor ${index} where there are ${count}`, map.at)
    }
  }
}
