import type { ByteSource } from '../../base/bytes.ts'
import { FormatError } from '../../base/errors.ts'
import { anomalyLog } from '../anomaly.ts'
import { BoundedReader } from '../native/bounded-reader.ts'
import { recordView } from '../native/record-view.ts'
import { WasmCursor } from './wasm-cursor.ts'
import type { WasmAnomaly, WasmArea, WasmModule } from './wasm-file.ts'
import { readCount, readData, readExports, readImports, readMemories } from './wasm-sections.ts'

/** What reading the tables of one module may cost; code is passed over. */
export const WASM_BUDGET = 128 * 1024 * 1024

/** Specification: each section once, and custom ones between them. */
const MOST_SECTIONS = 10_000

const SECTION = { custom: 0, import: 2, function: 3, memory: 5, export: 7, start: 8, code: 10, data: 11 } as const

/**
 * A module of WebAssembly: what it asks of its host, what it gives, and where its data lies. Throws FORMAT_SHAPE when it does not begin
 * as one, FORMAT_VERSION for a component or another version; damage behind that is in `anomalies`.
 */
export async function readWasm(source: ByteSource, budget: number = WASM_BUDGET): Promise<WasmModule> {
  const reader = new BoundedReader(source, budget)
  await checkHead(reader)
  const log = anomalyLog<WasmAnomaly>()
  const found: Draft = {
    imports: [],
    exports: [],
    memories: [],
    data: [],
    custom: [],
    functions: 0,
    codeBytes: 0,
    hasStart: false,
    anomalies: [],
  }
  let at = 8
  for (let count = 0; at < reader.size && count < MOST_SECTIONS; count++) {
    const head = new WasmCursor(await reader.upTo(at, 11), at)
    try {
      const id = head.byte()
      const size = head.number()
      const body = { offset: head.place, size }
      if (!reader.holds(body.offset, size) || id > LAST_SECTION) {
        // Behind the last whole section: bytes that no engine would take, so the module is damaged or something is hidden there.
        log.add('damage', `expected a section inside the file, found kind ${id} of ${size} bytes`, at)
        found.overlay = { offset: at, size: reader.size - at }
        break
      }
      await readSection(reader, id, body, found)
      at = body.offset + size
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      log.add(error.code === 'FORMAT_PARTIAL' ? 'limit' : 'damage', error.message, at)
      const next = await sectionEnd(reader, at)
      if (next === undefined) break
      at = next
    }
  }
  return { ...found, anomalies: log.list() }
}

type Draft = { -readonly [K in keyof WasmModule]: WasmModule[K] } & { custom: WasmModule['custom'][number][] }

/** 13 is the section of tags. */
const LAST_SECTION = 13

async function checkHead(reader: BoundedReader): Promise<void> {
  const head = recordView(await reader.upTo(0, 8), { littleEndian: true, isWide: false })
  if (head.length < 8 || head.u32(0) !== 0x6d736100)
    throw new FormatError('FORMAT_SHAPE', 'expected the mark of WebAssembly, 00 61 73 6d', { byte: 0 })
  if (head.u32(4) !== 1)
    throw new FormatError('FORMAT_VERSION', `expected version 1 of a module, found ${head.u32(4).toString(16)}`, {
      byte: 4,
    })
}

async function sectionEnd(reader: BoundedReader, at: number): Promise<number | undefined> {
  const cursor = new WasmCursor(await reader.upTo(at, 11), at)
  try {
    cursor.byte()
    const size = cursor.number()
    return reader.holds(cursor.place, size) ? cursor.place + size : undefined
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return undefined
  }
}

/** A name in front of a custom section has at most its length and 1,024 bytes that are kept. */
const CUSTOM_HEAD = 2048

async function readSection(reader: BoundedReader, id: number, { offset, size }: WasmArea, found: Draft): Promise<void> {
  const body = async (): Promise<WasmCursor> => new WasmCursor(await reader.bytes(offset, size), offset)
  const head = async (): Promise<WasmCursor> =>
    new WasmCursor(await reader.upTo(offset, Math.min(size, CUSTOM_HEAD)), offset)
  switch (id) {
    case SECTION.custom:
      found.custom.push({ name: (await head()).name(), offset, size })
      return
    case SECTION.import:
      found.imports = readImports(await body())
      return
    case SECTION.function:
      found.functions = readCount(await head())
      return
    case SECTION.memory:
      found.memories = readMemories(await body())
      return
    case SECTION.export:
      found.exports = readExports(await body())
      return
    case SECTION.start:
      found.hasStart = true
      return
    case SECTION.code:
      found.codeBytes = size
      return
    case SECTION.data:
      found.data = readData(await body())
  }
}
