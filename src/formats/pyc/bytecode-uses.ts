import { CodeRun } from './code-run.ts'
import type { MarshalCode } from './marshal-value.ts'
import { opcodesOf } from './opcodes.ts'
import type { PycFile } from './pyc.ts'

/** A name that compiled code imports, reads or calls: `requests.post`, `os.environ`, `socket.socket().connect`. */
export interface BytecodeUse {
  readonly name: string
  readonly how: 'import' | 'read' | 'call'
  /** Constant texts among the arguments; of a subscript the key. At most eight, cut at 2,000 characters. */
  readonly texts: readonly string[]
  /** Names whose values reach the arguments, as far as it was followed: `os.environ`, `base64.b64decode`. */
  readonly inputs: readonly string[]
  /** When the code around it runs: with the module, or when somebody calls the function. */
  readonly runs: 'import' | 'call'
  /** 1-based; of the function around it, 1 of a module. */
  readonly line: number
}

/** What the code objects of a compiled file use. */
export interface BytecodeUses {
  readonly uses: readonly BytecodeUse[]
  /** Every code object once, the module first. */
  readonly codes: readonly { readonly code: MarshalCode; readonly runs: 'import' | 'call' }[]
  /** Some of the instructions were not read: an unknown version, or more of them than honest modules have. */
  readonly isPartial: boolean
}

/** The largest module of the standard library has 40,000 instructions. */
const MOST_INSTRUCTIONS = 2_000_000
const MOST_CODES = 100_000
const MOST_USES = 50_000

/** CO_OPTIMIZED: functions have it; modules and bodies of classes have not and run with what is around them. */
const CO_OPTIMIZED = 1

/**
 * What the code objects of a compiled file import, read and call, by following the instructions once each, in order, with a stack of what
 * is known. Nothing is run. Names come from the imports in the file; of what only a run can tell nothing is said.
 */
export function bytecodeUses({ python, module }: PycFile): BytecodeUses {
  const opcodes = opcodesOf(python.version)
  const uses = new Map<string, BytecodeUse>()
  const seen = new Set<unknown>([module])
  const waiting: Waiting[] = [{ code: module, runs: 'import', around: undefined }]
  const codes: { code: MarshalCode; runs: 'import' | 'call' }[] = []
  let left = MOST_INSTRUCTIONS
  for (let index = 0; index < waiting.length; index++) {
    const next = waiting[index]
    if (next === undefined) break
    const { code, runs, around } = next
    codes.push({ code, runs })
    const run = new CodeRun(code, python.number, around)
    if (opcodes !== undefined && left > 0) left -= run.follow(opcodes, left)
    for (const { name, how, texts, inputs } of run.uses) {
      const key = `${how} ${name} ${code.firstLine} ${texts.map((text) => text.slice(0, 100)).join('\0')}`
      if (uses.size >= MOST_USES) break
      if (!uses.has(key)) uses.set(key, { name, how, texts, inputs, runs, line: Math.max(1, code.firstLine) })
    }
    for (const inner of innerCodes(code, seen))
      if (waiting.length < MOST_CODES) waiting.push({ code: inner, runs: runsOf(inner, runs), around: run })
  }
  return {
    uses: [...uses.values()],
    codes,
    isPartial: opcodes === undefined || left <= 0 || uses.size >= MOST_USES || waiting.length >= MOST_CODES,
  }
}

interface Waiting {
  readonly code: MarshalCode
  readonly runs: 'import' | 'call'
  readonly around: CodeRun | undefined
}

/** Code objects among the constants, each once in the whole file: hostile ones hold themselves, or one tuple holds all for all. */
function innerCodes({ constants }: MarshalCode, seen: Set<unknown>): readonly MarshalCode[] {
  if (seen.has(constants)) return []
  seen.add(constants)
  const found: MarshalCode[] = []
  for (const constant of constants) {
    if (constant.kind !== 'code' || seen.has(constant)) continue
    seen.add(constant)
    found.push(constant)
  }
  return found
}

function runsOf({ flags, name }: MarshalCode, around: 'import' | 'call'): 'import' | 'call' {
  const isBody = (flags & CO_OPTIMIZED) === 0 || /^<(?:listcomp|dictcomp|setcomp|genexpr)>$/.test(name)
  return isBody ? around : 'call'
}
