import { parse, type ParserOptions, type ParserPlugin } from '@babel/parser'
import type { Limits } from '../../base/limits.ts'
import type { Program } from './syntax.ts'

/** How a source is written; JavaScript may hold JSX and, when it does not parse without, types. */
export type JavaScriptDialect = 'javascript' | 'typescript' | 'tsx'

/** A tree, or why there is none. */
export type Parsed = { readonly program: Program } | { readonly problem: Problem }

/** Why there is no tree, and the offset at which the parser gave up. */
export interface Problem {
  readonly message: string
  readonly at: number
  readonly reason: 'syntax' | 'limit'
}

/** The dialect that the ending of a file name says. */
export function dialectOf(path: string): JavaScriptDialect {
  if (/\.tsx$/i.test(path)) return 'tsx'
  return /\.[cm]?ts$/i.test(path) ? 'typescript' : 'javascript'
}

/**
 * Parses a module or script. Of JavaScript that does not parse, types of TypeScript and Flow are tried (Bun and bundlers run such files). The
 * parser's own recovery from mistakes is not used: 3,000 labels of one name (3 KB) gave it four million errors and a gigabyte, and what
 * does not parse does not run either. Never throws for foreign input: the parser is recursive, and nesting
 * that its stack does not hold (about 800 brackets, 6,000 links of a sum) is a problem with reason `limit`.
 */
export function parseJavaScript(text: string, dialect: JavaScriptDialect, limits: Limits): Parsed {
  if (text.length > limits.fileBytes)
    return { problem: { message: `longer than ${limits.fileBytes} characters`, at: 0, reason: 'limit' } }
  let first: Problem | undefined
  for (const plugins of PLUGINS[dialect]) {
    const parsed = attempt(text, plugins)
    if ('program' in parsed) return parsed
    first ??= parsed.problem
    if (parsed.problem.reason === 'limit') break
  }
  return { problem: first ?? { message: 'nothing to parse', at: 0, reason: 'syntax' } }
}

const TYPES: ParserPlugin[] = ['typescript', 'decorators-legacy', 'decoratorAutoAccessors']

const PLUGINS: Readonly<Record<JavaScriptDialect, readonly ParserPlugin[][]>> = {
  javascript: [
    ['jsx', 'decorators', 'decoratorAutoAccessors'],
    [...TYPES, 'jsx'],
    TYPES,
    ['jsx', 'decorators-legacy', ['flow', { all: true }]],
  ],
  // Declarations of types (`.d.ts`) may say what programs may not: `const version;`.
  typescript: [TYPES, ['jsx', ...TYPES], [['typescript', { dts: true }], ...TYPES.slice(1)]],
  tsx: [['jsx', ...TYPES]],
}

const OPTIONS: ParserOptions = {
  sourceType: 'unambiguous',
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowNewTargetOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
  allowImportExportEverywhere: true,
  attachComment: false,
  // Offsets are enough; lines and columns of every node make the tree twice as large, and the parser slower by half.
  locations: false,
}

function attempt(text: string, plugins: ParserPlugin[]): Parsed {
  try {
    return { program: parse(text, { ...OPTIONS, plugins }).program }
  } catch (error) {
    if (error instanceof RangeError)
      return { problem: { message: 'nested deeper than the parser can go', at: 0, reason: 'limit' } }
    if (!(error instanceof SyntaxError)) throw error
    const at = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0
    return { problem: { message: error.message.slice(0, 120), at, reason: 'syntax' } }
  }
}
