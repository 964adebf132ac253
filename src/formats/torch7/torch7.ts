import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Limits } from '../../base/limits.ts'
import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { asciiTorchInput, binaryTorchInput, type TorchInput } from './input.ts'
import { STORAGE_BYTES } from './storage.ts'

/** What a file of Lua Torch holds beside tables and tensors. */
export interface Torch7 {
  readonly encoding: 'binary' | 'ascii'
  /** Functions as compiled Lua, in the order of the file. */
  readonly functions: readonly LuaFunction[]
  /** Names of classes, each once. */
  readonly classes: readonly string[]
  readonly breaches: readonly Anomaly<Torch7Breach>[]
}

export interface LuaFunction {
  readonly byte: number
  readonly length: number
  /** Words in the compiled code, for people. */
  readonly words: readonly string[]
}

export type Torch7Breach = 'truncated' | 'lying-count' | 'unknown-type' | 'limit' | 'unknown-class' | 'trailing-data'

/** Types of objects (torch7, File.lua). 7 is the old form of 8. */
const T = {
  nil: 0,
  number: 1,
  string: 2,
  table: 3,
  torch: 4,
  boolean: 5,
  function: 6,
  oldClosure: 7,
  closure: 8,
} as const

/**
 * Reads what `torch.save` of Lua Torch wrote, as bytes or as text. Functions in it are Lua byte code, which `torch.load` hands to
 * `loadstring`. Throws FormatError when the first object is none; a file that breaks off keeps what was read and says so.
 */
export async function readTorch7(source: ByteSource, limits: Limits): Promise<Torch7> {
  const head = await source.slice(0, 2)
  // Text begins with the digit of a type and a newline.
  const encoding = head[0] !== undefined && head[0] >= 0x30 && head[0] <= 0x38 ? 'ascii' : 'binary'
  const input = encoding === 'ascii' ? asciiTorchInput(source) : binaryTorchInput(source)
  const first = await input.int()
  if (first < 0 || first > 8)
    throw new FormatError('FORMAT_SHAPE', `Torch: no object has the type ${first}`, { byte: 0 })
  const reading: Reading = {
    input,
    limits,
    log: anomalyLog<Torch7Breach>(),
    seen: new Set(),
    functions: [],
    classes: new Set(),
    nodes: 0,
  }
  try {
    await readAll(reading, first)
    if (input.left() > 1) reading.log.add('trailing-data', `${input.left()} bytes behind the object`, input.at())
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : input.at()
    const kind = error instanceof LimitError ? 'limit' : error.code === 'FORMAT_VERSION' ? 'unknown-type' : 'truncated'
    // What is partial has been logged where it was found.
    if (error.code !== 'FORMAT_PARTIAL') reading.log.add(kind, error.message, byte)
  }
  return { encoding, functions: reading.functions, classes: [...reading.classes], breaches: reading.log.list() }
}

interface Reading {
  readonly input: TorchInput
  readonly limits: Limits
  readonly log: AnomalyLog<Torch7Breach>
  /** Objects that were read: later they are only named by their number. */
  readonly seen: Set<number>
  readonly functions: LuaFunction[]
  readonly classes: Set<string>
  nodes: number
}

/** The root and everything in it. Tables only say how many objects follow, so that counting replaces recursion. */
async function readAll(reading: Reading, first: number): Promise<void> {
  const open: number[] = [1]
  let type: number | undefined = first
  while (open.length > 0) {
    if (++reading.nodes > reading.limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${reading.limits.nodes} objects`, { byte: reading.input.at() })
    open[open.length - 1] = (open.at(-1) ?? 1) - 1
    const inside = await readObject(reading, type ?? (await reading.input.int()))
    type = undefined
    if (inside > 0) open.push(inside)
    if (open.length > MOST_DEPTH)
      throw new LimitError('LIMIT_DEPTH', `nested deeper than ${MOST_DEPTH} levels`, { byte: reading.input.at() })
    while (open.at(-1) === 0) open.pop()
  }
}

/** Each module of a network refers to the ones behind it: deep, but not this deep. */
const MOST_DEPTH = 100_000
const MOST_FUNCTIONS = 1_000

/** Reads what belongs to the object itself; how many objects are inside. */
async function readObject(reading: Reading, type: number): Promise<number> {
  const { input } = reading
  switch (type) {
    case T.nil:
      return 0
    case T.number:
      await input.double()
      return 0
    case T.boolean:
      await input.int()
      return 0
    case T.string:
      await readText(reading)
      return 0
    case T.function:
      await readFunction(reading)
      return 1
    case T.table:
    case T.torch:
    case T.closure:
    case T.oldClosure:
      return readShared(reading, type)
    default:
      throw new FormatError('FORMAT_VERSION', `Torch: no object has the type ${type}`, { byte: input.at() })
  }
}

async function readShared(reading: Reading, type: number): Promise<number> {
  const { input, seen } = reading
  const index = await input.int()
  if (seen.has(index)) return 0
  seen.add(index)
  if (type === T.torch) return readClass(reading)
  if (type !== T.table) {
    await readFunction(reading)
    return 1
  }
  return pairsOf(reading, await input.int())
}

function pairsOf({ input, log }: Reading, pairs: number): number {
  // A key and a value take two bytes at least, as text.
  if (pairs >= 0 && pairs * 2 <= input.left()) return pairs * 2
  log.add('lying-count', `a table of ${pairs} entries, ${input.left()} bytes are left`, input.at())
  throw new FormatError('FORMAT_PARTIAL', `Torch: a table of ${pairs} entries`, { byte: input.at() })
}

async function readText({ input, log }: Reading): Promise<string> {
  const length = await input.int()
  if (length >= 0 && length <= input.left()) return input.text(length)
  log.add('lying-count', `a text of ${length} bytes, ${input.left()} are left`, input.at())
  throw new FormatError('FORMAT_PARTIAL', `Torch: a text of ${length} bytes`, { byte: input.at() })
}

async function readFunction(reading: Reading): Promise<void> {
  const byte = reading.input.at()
  const code = await readText(reading)
  if (reading.functions.length >= MOST_FUNCTIONS) return
  const words = code.match(/[A-Za-z_][A-Za-z0-9_.]{2,40}/g) ?? []
  reading.functions.push({ byte, length: code.length, words: [...new Set(words)].slice(0, 60) })
}

/** `V 1` and the name; files before versions have the name alone. Tensors and storages have a form of their own. */
async function readClass(reading: Reading): Promise<number> {
  const { input, classes, log } = reading
  const version = await readText(reading)
  const name = /^V \d+$/.test(version) ? await readText(reading) : version
  if (classes.size < MOST_FUNCTIONS) classes.add(name.slice(0, 200))
  if (/^(?:torch|cutorch)\.\w*Tensor$/.test(name)) return readTensor(reading)
  const bytes = STORAGE_BYTES.get(name)
  if (bytes !== undefined) return readStorage(reading, bytes)
  // Any other class writes itself as one object, a table of its fields, unless it has a writer of its own.
  const next = await input.peekInt()
  if (next !== undefined && next >= 0 && next <= 8) return 1
  log.add('unknown-class', `the class ${excerpt(name, 60)} has a form that Assay does not know`, input.at())
  throw new FormatError('FORMAT_PARTIAL', `Torch: the class ${excerpt(name, 60)} has a form of its own`, {
    byte: input.at(),
  })
}

const MOST_DIMENSIONS = 64

/** Dimensions, sizes, strides, the place in the storage; then the storage as an object. */
async function readTensor({ input, log }: Reading): Promise<number> {
  const dimensions = await input.int()
  if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
    log.add('lying-count', `a tensor of ${dimensions} dimensions`, input.at())
    throw new FormatError('FORMAT_PARTIAL', `Torch: a tensor of ${dimensions} dimensions`, { byte: input.at() })
  }
  for (let index = 0; index < dimensions * 2 + 1; index++) await input.long()
  return 1
}

async function readStorage({ input, log }: Reading, bytes: number): Promise<number> {
  const size = await input.long()
  if (size < 0n || size * BigInt(input.smallest(bytes)) > BigInt(input.left())) {
    log.add('lying-count', `a storage of ${size} numbers, ${input.left()} bytes are left`, input.at())
    throw new FormatError('FORMAT_PARTIAL', `Torch: a storage of ${size} numbers`, { byte: input.at() })
  }
  await input.skipNumbers(Number(size), bytes)
  return 0
}
