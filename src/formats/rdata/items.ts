import { FormatError, LimitError } from '../../base/errors.ts'
import { readBytecode } from './bytecode.ts'
import { callName } from './call-name.ts'
import { calls } from './facts.ts'
import { counted, type Header, headerOf, type Place, readLength, type Reading } from './reading.ts'
import { CONSTANTS, PLAIN_VECTORS, R, type RItem } from './types.ts'

/** Deeper than any code people write; the reading recurses. */
const MOST_DEPTH = 1_000

/** The next value. Throws FormatError, LimitError with the byte. */
export async function readItem(reading: Reading, place: Place = 'top'): Promise<RItem> {
  return readWith(reading, await reading.input.int(), place)
}

/** The value that these flags begin. Throws FormatError, LimitError. */
export async function readWith(reading: Reading, flags: number, place: Place): Promise<RItem> {
  const byte = reading.input.at()
  if (++reading.nodes > reading.limits.nodes)
    throw new LimitError('LIMIT_ENTRIES', `more than ${reading.limits.nodes} values in one file`, { byte })
  if (++reading.depth > MOST_DEPTH)
    throw new LimitError('LIMIT_DEPTH', `nested deeper than ${MOST_DEPTH} levels`, { byte })
  const item = await readTyped(reading, headerOf(flags, byte), place)
  reading.depth--
  return item
}

async function readTyped(reading: Reading, header: Header, place: Place): Promise<RItem> {
  const { type } = header
  if (CONSTANTS.has(type)) return { type }
  if (type === R.reference) return readReference(reading, header)
  const reader = READERS.get(type)
  if (reader === undefined)
    throw new FormatError('FORMAT_VERSION', `R: no value has the type ${type}`, { byte: header.byte })
  return reader(reading, header, place)
}

type Reader = (reading: Reading, header: Header, place: Place) => Promise<RItem>

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [R.symbol, readSymbol],
  [R.char, readChar],
  [R.string, readStrings],
  [R.list, readPairs],
  [R.dots, readPairs],
  [R.language, readCall],
  [R.closure, readClosure],
  [R.promise, readPromise],
  [R.environment, readEnvironment],
  [R.special, readPrimitive],
  [R.builtin, readPrimitive],
  [R.vector, readVector],
  [R.expression, readVector],
  [R.bytecode, readCode],
  [R.externalPointer, readPointer],
  [R.weakReference, readWeakReference],
  [R.s4, readS4],
  [R.altrep, readAltrep],
  [R.persistent, readNamed],
  [R.package, readNamed],
  [R.namespace, readNamed],
  ...[...PLAIN_VECTORS.keys()].map((type) => [type, readPlain] as const),
])

async function readReference(reading: Reading, { flags, byte }: Header): Promise<RItem> {
  const packed = flags >> 8
  const index = packed === 0 ? await reading.input.int() : packed
  const found = reading.references[index - 1]
  if (found === undefined)
    reading.log.add('bad-reference', `a reference to value ${index} of ${reading.references.length}`, byte)
  return found ?? { type: R.nil }
}

async function readSymbol(reading: Reading, { type }: Header): Promise<RItem> {
  const { name } = await readItem(reading)
  const symbol = name === undefined ? { type } : { type, name }
  reading.references.push(symbol)
  return symbol
}

async function readChar(reading: Reading, { type, hasAttributes, byte }: Header): Promise<RItem> {
  const length = await reading.input.int()
  const name = length === -1 ? undefined : await reading.input.text(counted(reading, length, 1, byte))
  if (hasAttributes) await readItem(reading)
  return name === undefined ? { type } : { type, name }
}

async function readPlain(reading: Reading, { type, hasAttributes, byte }: Header): Promise<RItem> {
  const [bytes = 1, words = 1] = PLAIN_VECTORS.get(type) ?? []
  // In the form for people a number takes two bytes at least.
  const count = await readLength(reading, 1, byte)
  await reading.input.skip(count, bytes, words)
  await readAttributes(reading, hasAttributes)
  return { type }
}

async function readStrings(reading: Reading, { type, hasAttributes, byte }: Header): Promise<RItem> {
  const count = await readLength(reading, 1, byte)
  let first: string | undefined
  if (count === 1) first = (await readItem(reading)).name
  for (let index = count === 1 ? 1 : 0; index < count;) {
    index += reading.input.fastTexts(count - index)
    if (index < count) {
      await readItem(reading)
      // Strings are bytes that are there: however many, they are no nodes.
      reading.nodes--
      index++
    }
  }
  await readAttributes(reading, hasAttributes)
  return first === undefined ? { type } : { type, name: first }
}

async function readAttributes(reading: Reading, present: boolean): Promise<void> {
  if (present) await readItem(reading)
}

async function readVector(reading: Reading, { type, hasAttributes, byte }: Header, place: Place): Promise<RItem> {
  const count = await readLength(reading, 1, byte)
  for (let index = 0; index < count; index++) await readItem(reading, place === 'frame' ? 'frame' : 'top')
  await readAttributes(reading, hasAttributes)
  return { type }
}

/** The names of the first values of a list; the rest of the list is read in a loop, however long it is. */
async function readPairs(reading: Reading, header: Header, place: Place): Promise<RItem> {
  await readList(reading, header, place)
  return { type: header.type }
}

const KEPT_ITEMS = 4

async function readList(reading: Reading, header: Header, place: Place): Promise<readonly RItem[]> {
  const kept: RItem[] = []
  const inner = place === 'frame' || header.type === R.dots ? 'binding' : 'top'
  let { type, hasAttributes, hasTag } = header
  for (;;) {
    await readAttributes(reading, hasAttributes)
    if (hasTag) await readItem(reading)
    const item = await readItem(reading, inner)
    if (kept.length < KEPT_ITEMS) kept.push(item)
    const flags = await reading.input.int()
    type = flags & 0xff
    if (type !== R.list && type !== R.dots) {
      if (!CONSTANTS.has(type)) await readWith(reading, flags, place)
      return kept
    }
    if (++reading.nodes > reading.limits.nodes)
      throw new LimitError('LIMIT_ENTRIES', `more than ${reading.limits.nodes} values`, { byte: reading.input.at() })
    hasAttributes = (flags & 0x200) !== 0
    hasTag = (flags & 0x400) !== 0
  }
}

/** A call: the function, then its arguments. Outside of functions it is data, and a fact of its own. */
async function readCall(reading: Reading, header: Header): Promise<RItem> {
  const outer = reading.calls
  const own = outer ?? calls()
  reading.calls = own
  const name = callName(await readList(reading, header, 'top'), own)
  reading.calls = outer
  if (outer === undefined) reading.facts.add({ kind: 'call', names: own.names(), byte: header.byte })
  return name === undefined ? { type: header.type } : { type: header.type, name }
}

async function readClosure(reading: Reading, header: Header): Promise<RItem> {
  await readAttributes(reading, header.hasAttributes)
  if (header.hasTag) await readItem(reading)
  const names = await collected(reading, async () => {
    await readItem(reading)
    await readItem(reading)
  })
  reading.facts.add({ kind: 'closure', names, byte: header.byte })
  return { type: header.type }
}

/** Reads something with the names of what it calls collected apart. */
async function collected(reading: Reading, read: () => Promise<void>): Promise<readonly string[]> {
  const outer = reading.calls
  const own = calls()
  reading.calls = own
  await read()
  reading.calls = outer
  return own.names()
}

/** Environment, value, expression. With a value it has been run; without one it runs when it is touched. */
async function readPromise(reading: Reading, header: Header, place: Place): Promise<RItem> {
  await readAttributes(reading, header.hasAttributes)
  const environment = header.hasTag ? await readItem(reading) : undefined
  const value = await readItem(reading)
  let expression: RItem = { type: R.nil }
  const names = await collected(reading, async () => {
    expression = await readItem(reading)
    if (expression.type === R.symbol && expression.name !== undefined) reading.calls?.add(expression.name)
  })
  const isCode = expression.type === R.language || expression.type === R.bytecode || expression.type === R.symbol
  if (value.type === R.unbound && isCode) {
    const bound = environment !== undefined && environment.type !== R.nilValue && environment.type !== R.nil
    reading.facts.add({ kind: bound && place === 'binding' ? 'binding-promise' : 'promise', names, byte: header.byte })
  }
  return { type: header.type }
}

async function readEnvironment(reading: Reading, { type }: Header): Promise<RItem> {
  await reading.input.int()
  const environment = { type }
  reading.references.push(environment)
  const outer = reading.calls
  // What an environment holds is not called by the code around it.
  reading.calls = undefined
  await readItem(reading)
  await readItem(reading, 'frame')
  await readItem(reading, 'frame')
  await readItem(reading)
  reading.calls = outer
  return environment
}

async function readPrimitive(reading: Reading, { type, byte }: Header): Promise<RItem> {
  const length = counted(reading, await reading.input.int(), 1, byte)
  const name = await reading.input.text(length)
  return { type, name }
}

async function readPointer(reading: Reading, { type, hasAttributes }: Header): Promise<RItem> {
  reading.references.push({ type })
  await readItem(reading)
  await readItem(reading)
  await readAttributes(reading, hasAttributes)
  return { type }
}

async function readWeakReference(reading: Reading, { type, hasAttributes }: Header): Promise<RItem> {
  reading.references.push({ type })
  await readAttributes(reading, hasAttributes)
  return { type }
}

async function readS4(reading: Reading, { type, hasAttributes }: Header): Promise<RItem> {
  await readAttributes(reading, hasAttributes)
  return { type }
}

/** A vector of another form: its class (name, package, type), its state, its attributes. */
async function readAltrep(reading: Reading, { byte }: Header): Promise<RItem> {
  const info = await reading.input.int()
  const names: string[] = []
  if ((info & 0xff) === R.list) {
    const parts = await readList(reading, headerOf(info, byte), 'top')
    names.push(...parts.flatMap(({ name }) => (name === undefined ? [] : [name])))
  } else await readWith(reading, info, 'top')
  reading.facts.add({ kind: 'altrep', names, byte })
  const outer = reading.calls
  reading.calls = undefined
  await readItem(reading)
  await readItem(reading)
  reading.calls = outer
  return { type: R.altrep }
}

/** A package, a namespace or a value kept elsewhere, by its name. */
async function readNamed(reading: Reading, { type, byte }: Header): Promise<RItem> {
  await reading.input.int()
  const count = await readLength(reading, 1, byte)
  let name: string | undefined
  for (let index = 0; index < count; index++) {
    const item = await readItem(reading)
    name ??= item.name
  }
  const named = name === undefined ? { type } : { type, name }
  reading.references.push(named)
  return named
}

async function readCode(reading: Reading, { type, hasAttributes }: Header): Promise<RItem> {
  await readBytecode(reading, { readItem, callName })
  await readAttributes(reading, hasAttributes)
  return { type }
}
