import type { Format } from '../../base/bytes.ts'
import { type ImportedModule, MOST_IMPORTS } from './imported-module.ts'
import { type PythonStatement, readPythonStatement } from './python-import-statement.ts'
import { pythonUse } from './python-import-use.ts'
import { BACKSLASH, byteTable, isLineEnd, lineCounter, lineEnd, sourceBytes } from './source-bytes.ts'

/** The modules a Python file imports. Takes any bytes; what is binary imports nothing. */
export const pythonImports: Format<readonly ImportedModule[]> = {
  id: 'python-imports',
  binary: true,
  parse: (bytes) => (bytes.subarray(0, 512).includes(0) ? [] : readPythonImports(bytes)),
}

/**
 * Absolute imports of Python source, in order: statements anywhere, `importlib.import_module("x")`, `__import__("x")` and
 * pytest's `importorskip("x")`. Relative ones are the project's own and left out. Strings and comments never count. No parser:
 * `import` is a keyword, so only the places of that word outside of strings are looked at, and nothing behind the last of them.
 * Linear, takes any bytes.
 */
export function readPythonImports(bytes: Uint8Array): readonly ImportedModule[] {
  const source = sourceBytes(bytes)
  const line = lineCounter(source)
  const use = pythonUse(source)
  const found: ImportedModule[] = []
  forEachWord(source, (offset) => {
    const statement = readPythonStatement(source, offset)
    if (statement === undefined) return undefined
    if (found.length < MOST_IMPORTS && statement.modules.length > 0) add(statement)
    return statement.end
  })
  return found

  function add({ start, modules, names, maySkip }: PythonStatement): void {
    const place = { line: line(start), use: maySkip ? ('optional' as const) : use(start) }
    for (const module of modules) found.push({ module, names, ...place })
  }
}

const WORD = Buffer.from('import')

/** Bytes at which code turns into something else. */
const SPECIAL = byteTable((byte) => `"'#\\`.includes(String.fromCharCode(byte)))
const HASH = 35

/** Every place of the word in code. The visitor answers where to go on, if not behind the word. */
function forEachWord(source: Buffer, visit: (offset: number) => number | undefined): void {
  let at = 0
  let next = source.indexOf(WORD)
  while (next >= 0) {
    while (at < next) {
      const byte = source[at] as number
      if (SPECIAL[byte] === 0) at++
      else if (byte === HASH) at = lineEnd(source, at)
      else at = byte === BACKSLASH ? at + 2 : stringEnd(source, at)
    }
    if (at === next) at = Math.max(visit(next) ?? 0, next + WORD.length)
    next = source.indexOf(WORD, at)
  }
}

/** Behind the string that opens here. One that is not closed ends with its line, or with the source in triple quotes. */
function stringEnd(source: Uint8Array, start: number): number {
  const quote = source[start]
  const triple = source[start + 1] === quote && source[start + 2] === quote
  let at = start + (triple ? 3 : 1)
  while (at < source.length) {
    const byte = source[at]
    if (byte === BACKSLASH) at += 2
    else if (byte === quote) {
      if (!triple) return at + 1
      if (source[at + 1] === quote && source[at + 2] === quote) return at + 3
      at++
    } else if (!triple && isLineEnd(byte)) return at
    else at++
  }
  return source.length
}
