import type { MessageRange } from '../protobuf/wire.ts'
import { children, type CoremlReading, MOST_NAMES, textAt } from './reading.ts'

/** Fields of Program, Function, Block, Operation and Value (MIL.proto); maps are entries of a key and a value. */
const PROGRAM = { functions: 2 }
const FUNCTION = { blocks: 3 }
const BLOCK = { operations: 3 }
const OPERATION = { type: 1, inputs: 2, blocks: 4, attributes: 5 }
const ENTRY = { value: 2 }
const ARGUMENT = { bindings: 1 }
const BINDING = { value: 2 }
const VALUE = { blob: 5 }
const BLOB = { file: 1 }
/** The operation that hands its inputs to a class of the app; the class is an attribute or an input. */
const CUSTOM = 'custom_layer'

/** Reads the operations of an ML program for files of weights and for custom operations. */
export async function readProgram(reading: CoremlReading, program: MessageRange, inside: string): Promise<void> {
  for (const entry of await children(reading, program, PROGRAM.functions))
    for (const body of await children(reading, entry, ENTRY.value))
      for (const blocks of await children(reading, body, FUNCTION.blocks))
        for (const block of await children(reading, blocks, ENTRY.value)) await readBlock(reading, block, inside)
}

async function readBlock(reading: CoremlReading, block: MessageRange, inside: string): Promise<void> {
  for (const operation of await children(reading, block, BLOCK.operations)) {
    for (const field of await reading.wire.fields(operation)) {
      if (field.wire !== 'bytes') continue
      if (field.number === OPERATION.type) await readType(reading, field, inside)
      if (field.number === OPERATION.blocks) await readBlock(reading, field, inside)
      if (field.number === OPERATION.attributes)
        for (const value of await children(reading, field, ENTRY.value)) await readValue(reading, value, inside)
      if (field.number === OPERATION.inputs) await readInput(reading, field, inside)
    }
  }
}

async function readType(reading: CoremlReading, type: MessageRange, inside: string): Promise<void> {
  const name = await reading.wire.text(type, 256)
  if (name === CUSTOM && reading.classes.length < MOST_NAMES)
    reading.classes.push({ name, inside: `${inside}/${name}`, byte: type.start })
}

async function readInput(reading: CoremlReading, entry: MessageRange, inside: string): Promise<void> {
  for (const argument of await children(reading, entry, ENTRY.value))
    for (const binding of await children(reading, argument, ARGUMENT.bindings))
      for (const value of await children(reading, binding, BINDING.value)) await readValue(reading, value, inside)
}

async function readValue(reading: CoremlReading, value: MessageRange, inside: string): Promise<void> {
  for (const blob of await children(reading, value, VALUE.blob)) {
    const name = await textAt(reading, blob, BLOB.file)
    if (!reading.blobs.has(name) && reading.blobs.size < MOST_NAMES)
      reading.blobs.set(name, { name, inside, byte: blob.start })
  }
}
