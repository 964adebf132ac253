import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type MessageRange, type WireField, type WireReader, wireReader } from '../protobuf/wire.ts'
import type { PaddleModel, PaddleOperator } from './model.ts'

/** Fields of ProgramDesc, BlockDesc, OpDesc and its attributes (framework.proto). */
const PROGRAM = { blocks: 1 }
const BLOCK = { operators: 4 }
const OPERATOR = { type: 3, attributes: 4 }
const ATTRIBUTE = { name: 1, string: 5, strings: 8 }

const LONGEST_NAME = 256
const LONGEST_TEXT = 1024
const MOST_STRINGS = 100

/**
 * Reads the operators of a Paddle program in protobuf; those for which `watch` is true come back with their strings. Throws
 * FormatError when there is no operator.
 */
export async function readPaddleProgram(
  source: ByteSource,
  limits: Limits,
  watch: (operator: string) => boolean,
): Promise<PaddleModel> {
  const wire = wireReader(source, limits)
  const operators = new Map<string, PaddleOperator>()
  const blocks = await children(wire, wire.root, PROGRAM.blocks)
  for (const [block, message] of blocks.entries()) {
    for (const [index, operator] of (await children(wire, message, BLOCK.operators)).entries()) {
      const field = (await children(wire, operator, OPERATOR.type)).at(-1)
      const name = field === undefined ? '' : await wire.text(field, LONGEST_NAME)
      const known = operators.get(name) ?? {
        name,
        count: 0,
        inside: `blocks/${block}/${index}`,
        byte: operator.start,
        strings: [],
      }
      const strings = watch(name) && known.strings.length < MOST_STRINGS ? await stringsOf(wire, operator) : []
      operators.set(name, { ...known, count: known.count + 1, strings: [...known.strings, ...strings] })
    }
  }
  if (operators.size === 0)
    throw new FormatError('FORMAT_SHAPE', 'expected a Paddle program, found no operator', { byte: 0 })
  return { operators: [...operators.values()], breaches: wire.breaches() }
}

async function stringsOf(wire: WireReader, operator: MessageRange): Promise<PaddleOperator['strings']> {
  const strings = []
  for (const attribute of await children(wire, operator, OPERATOR.attributes)) {
    const fields = (await wire.fields(attribute)).filter((field) => field.wire === 'bytes')
    const name = fields.findLast(({ number }) => number === ATTRIBUTE.name)
    const values = fields.filter(({ number }) => number === ATTRIBUTE.string || number === ATTRIBUTE.strings)
    for (const value of values.slice(0, 32)) {
      const label = name === undefined ? '' : await wire.text(name, LONGEST_NAME)
      strings.push({ attribute: label, value: await wire.text(value, LONGEST_TEXT) })
    }
  }
  return strings
}

async function children(wire: WireReader, message: MessageRange, number: number): Promise<readonly WireField[]> {
  return (await wire.fields(message)).filter((field) => field.number === number && field.wire === 'bytes')
}
