import { readShell } from './shell-lexer.ts'
import type { ShellOptions, ShellScript } from './shell-syntax.ts'

/**
 * Splits shell text into simple commands, wherever they stand: in lists, pipelines, subshells, loops, branches, command
 * substitutions. Nothing is run. A variable is put in when its value is written in the text (or given) on every way to the place;
 * `for x in a b` and arrays stand for all their values. `${x:-default}` is the default when nothing else is said.
 *
 * Tolerant: what is not closed is closed at the end and told in `issues`. One pass, so linear in the text; nesting is bounded by
 * `limits.depth`, behind which reading stops with an issue; expansions together by `limits.nodes` characters.
 */
export function lexShell(text: string, options: ShellOptions): ShellScript {
  return readShell(text, options)
}
