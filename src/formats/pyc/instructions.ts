import type { Opcodes } from './opcodes.ts'

/** One instruction. Places are offsets in the code. */
export interface Instruction {
  readonly name: string
  readonly argument: number
  readonly at: number
  /** Behind it and what the interpreter keeps behind it. */
  readonly next: number
}

/** Below this number instructions before 3.6 have no argument. */
const HAVE_ARGUMENT = 90

/** The instructions of a code object in their order; unknown numbers have an empty name. */
export function* instructions(code: Uint8Array, { names, caches, isWordCode }: Opcodes): Generator<Instruction> {
  let extended = 0
  for (let at = 0; at < code.length;) {
    const number = code[at] ?? 0
    const name = names.get(number) ?? ''
    const hasArgument = isWordCode || number >= HAVE_ARGUMENT
    const low = (code[at + 1] ?? 0) + (isWordCode ? 0 : (code[at + 2] ?? 0) * 256)
    const argument = hasArgument ? (extended * (isWordCode ? 256 : 65_536) + low) % 2 ** 32 : 0
    const next = at + (isWordCode ? 2 : hasArgument ? 3 : 1) + 2 * (caches.get(name) ?? 0)
    if (name === 'EXTENDED_ARG') extended = argument
    else {
      extended = 0
      yield { name, argument, at, next }
    }
    at = next
  }
}
