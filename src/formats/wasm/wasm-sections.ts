import { FormatError } from '../../base/errors.ts'
import { WasmCursor } from './wasm-cursor.ts'
import type { WasmArea, WasmImport, WasmKind, WasmMemory, WasmModule } from './wasm-file.ts'

/** Modules of Emscripten import some hundred functions and export some thousand. */
export const MOST_ENTRIES = 100_000

/** Imports: two names, a kind, and a type. */
export function readImports(cursor: WasmCursor): readonly WasmImport[] {
  return entries(cursor, () => {
    const [module, name] = [cursor.name(), cursor.name()]
    const kind = kindOf(cursor)
    skipImportType(cursor, kind)
    return { module, name, kind }
  })
}

/** Exports: a name, a kind and a number. */
export function readExports(cursor: WasmCursor): WasmModule['exports'] {
  return entries(cursor, () => {
    const name = cursor.name()
    const kind = kindOf(cursor)
    cursor.number()
    return { name, kind }
  })
}

/** Memories with their limits. */
export function readMemories(cursor: WasmCursor): readonly WasmMemory[] {
  return entries(cursor, () => limits(cursor))
}

/** Data segments: where the bytes of each lie in the file. */
export function readData(cursor: WasmCursor): readonly WasmArea[] {
  return entries(cursor, () => {
    const mode = cursor.number()
    if (mode === 2) cursor.number()
    if (mode === 0 || mode === 2) skipExpression(cursor)
    else if (mode !== 1) throw new FormatError('FORMAT_SHAPE', `expected a data segment of mode 0 to 2, found ${mode}`)
    const size = cursor.number()
    const offset = cursor.place
    cursor.skip(size)
    return { offset, size }
  })
}

/** How many entries a section says it has. */
export function readCount(cursor: WasmCursor): number {
  return cursor.number()
}

function entries<T>(cursor: WasmCursor, read: () => T): readonly T[] {
  const count = cursor.number()
  const found: T[] = []
  for (let index = 0; index < count; index++) {
    if (index >= MOST_ENTRIES)
      throw new FormatError('FORMAT_PARTIAL', `read ${MOST_ENTRIES} of ${count} entries`, { byte: cursor.place })
    found.push(read())
  }
  return found
}

const KINDS: readonly (WasmKind | undefined)[] = ['function', 'table', 'memory', 'global', 'tag']

function kindOf(cursor: WasmCursor): WasmKind {
  const number = cursor.byte()
  const kind = KINDS[number]
  if (kind === undefined)
    throw new FormatError('FORMAT_SHAPE', `expected a kind of 0 to 4, found ${number}`, { byte: cursor.place })
  return kind
}

function skipImportType(cursor: WasmCursor, kind: WasmKind): void {
  if (kind === 'function') cursor.number()
  else if (kind === 'memory') limits(cursor)
  else if (kind === 'table') {
    valueType(cursor)
    limits(cursor)
  } else if (kind === 'global') {
    valueType(cursor)
    cursor.byte()
  } else {
    cursor.byte()
    cursor.number()
  }
}

/** References with a heap type (63, 64) are followed by it; all other types are one byte. */
function valueType(cursor: WasmCursor): void {
  const type = cursor.byte()
  if (type === 0x63 || type === 0x64) cursor.number()
}

function limits(cursor: WasmCursor): WasmMemory {
  const flags = cursor.byte()
  const least = cursor.number()
  const most = (flags & 1) === 1 ? cursor.number() : undefined
  // Custom page sizes add their logarithm.
  if ((flags & 8) !== 0) cursor.number()
  return most === undefined ? { least } : { least, most }
}

/** A constant expression: the place of a segment. Honest ones have two or three instructions. */
function skipExpression(cursor: WasmCursor): void {
  for (let count = 0; count < 1000; count++) {
    const operation = cursor.byte()
    if (operation === 0x0b) return
    // i32.const, i64.const, global.get, ref.null, ref.func: a number each. f32, f64: their bytes. Arithmetic: nothing.
    if (operation === 0x41 || operation === 0x42 || operation === 0x23 || operation === 0xd0 || operation === 0xd2)
      cursor.number()
    else if (operation === 0x43) cursor.skip(4)
    else if (operation === 0x44) cursor.skip(8)
    else if (operation === 0xfd) {
      cursor.number()
      cursor.skip(16)
    } else if (operation === 0xfb) cursor.number()
  }
  throw new FormatError('FORMAT_SHAPE', 'expected a constant expression of at most 1,000 instructions', {
    byte: cursor.place,
  })
}
