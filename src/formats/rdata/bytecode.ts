import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { Calls } from './facts.ts'
import type { RInput } from './input.ts'
import { R, type RItem } from './types.ts'

/** What reading byte code needs of the reading around it. */
interface CodeReading {
  readonly input: RInput
  readonly limits: Limits
  nodes: number
  depth: number
  calls?: Calls | undefined
}

interface Readers<Reading extends CodeReading> {
  readonly readItem: (reading: Reading) => Promise<RItem>
  readonly callName: (items: readonly RItem[], into: Calls) => string | undefined
}

const MOST_DEPTH = 1_000

/**
 * Byte code (src/main/serialize.c, `ReadBC`): the instructions as integers, then the constants, among them the expression it
 * was made from. Which function an instruction calls stands as a symbol among the constants, so every symbol counts as called.
 */
export async function readBytecode<Reading extends CodeReading>(
  reading: Reading,
  readers: Readers<Reading>,
): Promise<void> {
  await reading.input.int()
  await readOne(reading, readers)
}

async function readOne<Reading extends CodeReading>(reading: Reading, readers: Readers<Reading>): Promise<void> {
  enter(reading)
  await readers.readItem(reading)
  const count = await reading.input.int()
  if (count < 0 || count > reading.input.left())
    throw new FormatError('FORMAT_SHAPE', `R: ${count} constants stated, ${reading.input.left()} bytes are left`, {
      byte: reading.input.at(),
    })
  for (let index = 0; index < count; index++) {
    const type = await reading.input.int()
    if (type === R.bytecode) await readOne(reading, readers)
    else if (LANGUAGE.has(type)) await readLanguage(reading, type, readers)
    else {
      const item = await readers.readItem(reading)
      if (item.type === R.symbol && item.name !== undefined) reading.calls?.add(item.name)
    }
  }
  reading.depth--
}

const LANGUAGE: ReadonlySet<number> = new Set([
  R.language,
  R.list,
  R.bytecodeDefinition,
  R.bytecodeReference,
  R.attributedLanguage,
  R.attributedList,
])

/** Language inside byte code has a form of its own, in which parts that stand twice are referred to. */
async function readLanguage<Reading extends CodeReading>(
  reading: Reading,
  first: number,
  readers: Readers<Reading>,
): Promise<RItem> {
  enter(reading)
  const parts: RItem[] = []
  let type = first
  let isCall = false
  for (;;) {
    if (type === R.bytecodeReference) {
      await reading.input.int()
      break
    }
    if (!LANGUAGE.has(type)) {
      // The end of a list, or what stands in its place; a value of its own.
      await readers.readItem(reading)
      break
    }
    const head = type === R.bytecodeDefinition ? await definedType(reading) : type
    isCall ||= head === R.language || head === R.attributedLanguage
    if (head === R.attributedLanguage || head === R.attributedList) await readers.readItem(reading)
    await readers.readItem(reading)
    const car = await reading.input.int()
    parts.push(LANGUAGE.has(car) ? await readLanguage(reading, car, readers) : await readers.readItem(reading))
    type = await reading.input.int()
    if (++reading.nodes > reading.limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${reading.limits.nodes} values in one file`, {
        byte: reading.input.at(),
      })
  }
  reading.depth--
  const name = isCall && reading.calls !== undefined ? readers.callName(parts, reading.calls) : undefined
  return name === undefined ? { type: R.language } : { type: R.language, name }
}

async function definedType(reading: CodeReading): Promise<number> {
  await reading.input.int()
  return reading.input.int()
}

function enter(reading: CodeReading): void {
  if (++reading.depth > MOST_DEPTH)
    throw new LimitError('LIMIT_DEPTH', `nested deeper than ${MOST_DEPTH} levels`, { byte: reading.input.at() })
}
