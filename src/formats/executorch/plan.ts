import { excerpt } from '../../base/escape.ts'
import type { FlatTable } from '../flatbuffers/flatbuffer.ts'
import type { ExecutorchReading } from './reading.ts'

/** Slots of ExecutionPlan and of what it holds (program.fbs). */
const PLAN = { name: 0, values: 2, inputs: 3, outputs: 4, chains: 5, operators: 6, delegates: 7 }
const OPERATOR = { name: 0 }
const DELEGATE = { id: 0, processed: 1 }
const REFERENCE = { location: 0, index: 1 }
const CHAIN = { instructions: 2 }
const INSTRUCTION = { type: 0, value: 1 }
const CALL = { index: 0, args: 1 }
const JUMP = { target: 1 }
const VALUE = { type: 0, value: 1 }
const TENSOR = { sizes: 2, buffer: 5 }
const LIST = { items: 0 }

/** Members of the unions InstructionArguments and KernelTypes. */
const KERNEL_CALL = 1
const DELEGATE_CALL = 2
const MOVE_CALL = 3
const JUMP_FALSE_CALL = 4
const FREE_CALL = 5
const TENSOR_VALUE = 5
const TENSOR_LISTS = new Set([10, 11])

const MOST_INDEXES = 100_000

interface Counts {
  readonly values: number
  readonly operators: number
  readonly delegates: number
}

/** Reads one method: its operators and delegates, and every number that names something. */
export async function readPlan(reading: ExecutorchReading, plan: FlatTable): Promise<void> {
  const { flat, methods } = reading
  const name = excerpt((await flat.text(plan, PLAN.name, 256)) ?? '', 80)
  if (methods.length < 1_000) methods.push(name)
  const values = await flat.vector(plan, PLAN.values, 4)
  const counts: Counts = {
    values: values?.count ?? 0,
    operators: await readOperators(reading, plan, name),
    delegates: await readDelegates(reading, plan, name),
  }
  for await (const value of flat.tables(plan, PLAN.values))
    if (value !== undefined) await readValue(reading, value, counts)
  await checkIndexes(reading, plan, PLAN.inputs, counts.values, 'input')
  await checkIndexes(reading, plan, PLAN.outputs, counts.values, 'output')
  for await (const chain of flat.tables(plan, PLAN.chains))
    if (chain !== undefined) await readChain(reading, chain, counts)
}

async function readOperators({ flat, operators }: ExecutorchReading, plan: FlatTable, method: string): Promise<number> {
  let count = 0
  for await (const operator of flat.tables(plan, PLAN.operators)) {
    count++
    const name = operator === undefined ? undefined : await flat.text(operator, OPERATOR.name, 512)
    if (operator !== undefined && name !== undefined && !operators.has(name) && operators.size < 10_000)
      operators.set(name, { name, inside: `${method}/operators`, byte: operator.at })
  }
  return count
}

async function readDelegates(reading: ExecutorchReading, plan: FlatTable, method: string): Promise<number> {
  const { flat, delegates, log } = reading
  let count = 0
  for await (const delegate of flat.tables(plan, PLAN.delegates)) {
    const inside = `${method}/delegates/${count++}`
    if (delegate === undefined) continue
    const name = (await flat.text(delegate, DELEGATE.id, 512)) ?? ''
    if (!delegates.has(name) && delegates.size < 1_000) delegates.set(name, { name, inside, byte: delegate.at })
    const processed = await flat.table(delegate, DELEGATE.processed)
    if (processed === undefined) continue
    const index = flat.number(processed, REFERENCE.index, 'u32')
    const limit = flat.number(processed, REFERENCE.location, 'i8') === 1 ? reading.segments : reading.inline
    if (index >= limit) log.add('index', `data ${index} of a delegate where there are ${limit}`, processed.at)
  }
  return count
}

async function readValue({ flat, log, constants }: ExecutorchReading, value: FlatTable, counts: Counts): Promise<void> {
  const type = flat.number(value, VALUE.type, 'u8')
  if (type !== TENSOR_VALUE && !TENSOR_LISTS.has(type)) return
  const content = await flat.table(value, VALUE.value)
  if (content === undefined) return
  if (TENSOR_LISTS.has(type)) {
    const items = await flat.vector(content, LIST.items, 4)
    const wrong = (await flat.integers(items, MOST_INDEXES)).find((item) => item >= counts.values || item < -1)
    if (wrong !== undefined) log.add('index', `value ${wrong} in a list where there are ${counts.values}`, content.at)
    return
  }
  const sizes = await flat.integers(await flat.vector(content, TENSOR.sizes, 4), 64)
  if (sizes.some((size) => size < 0))
    log.add('negative-size', `the sizes [${sizes.slice(0, 8).join(', ')}]`, content.at)
  const buffer = flat.number(content, TENSOR.buffer, 'u32')
  // 0 is the buffer of tensors that are computed.
  if (buffer !== 0 && buffer >= constants)
    log.add('index', `constant ${buffer} where there are ${constants}`, content.at)
}

async function readChain(reading: ExecutorchReading, chain: FlatTable, counts: Counts): Promise<void> {
  const { flat, log } = reading
  const instructions = (await flat.vector(chain, CHAIN.instructions, 4))?.count ?? 0
  for await (const instruction of flat.tables(chain, CHAIN.instructions)) {
    const call = instruction === undefined ? undefined : await flat.table(instruction, INSTRUCTION.value)
    if (instruction === undefined || call === undefined) continue
    const check = (what: string, index: number, limit: number): void => {
      if (index < 0 || index >= limit) log.add('index', `${what} ${index} where there are ${limit}`, call.at)
    }
    const first = flat.number(call, CALL.index, 'i32')
    const second = flat.number(call, JUMP.target, 'i32')
    switch (flat.number(instruction, INSTRUCTION.type, 'u8')) {
      case KERNEL_CALL:
        check('operator', first, counts.operators)
        await checkIndexes(reading, call, CALL.args, counts.values, 'argument')
        break
      case DELEGATE_CALL:
        check('delegate', first, counts.delegates)
        await checkIndexes(reading, call, CALL.args, counts.values, 'argument')
        break
      case MOVE_CALL:
        check('value', first, counts.values)
        check('value', second, counts.values)
        break
      case JUMP_FALSE_CALL:
        check('value', first, counts.values)
        // One behind the last ends the chain.
        check('instruction', second, instructions + 1)
        break
      case FREE_CALL:
        check('value', first, counts.values)
        break
    }
  }
}

async function checkIndexes(
  { flat, log }: ExecutorchReading,
  table: FlatTable,
  slot: number,
  limit: number,
  what: string,
): Promise<void> {
  const vector = await flat.vector(table, slot, 4)
  const wrong = (await flat.integers(vector, MOST_INDEXES)).find((index) => index < 0 || index >= limit)
  if (wrong !== undefined) log.add('index', `${what} ${wrong} where there are ${limit} values`, table.at)
}
