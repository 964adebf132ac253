import type { PsCommand, PsWord } from '../../../formats/powershell/syntax.ts'
import { commandName } from './powershell-aliases.ts'
import type { PsCall } from './powershell-call.ts'
import { runCmdlet } from './powershell-commands.ts'
import { callFunction } from './powershell-function-call.ts'
import { runProgram } from './powershell-program.ts'
import type { PowerShellState } from './powershell-state.ts'
import { type PsValue, UNKNOWN } from './powershell-value.ts'
import { isKnown } from './script-value.ts'

/** Most words of one command. */
const MOST_WORDS = 500

/** One command of a pipeline with what comes through the pipe; what it gives, where that is not written to a file. */
export function runCommand(command: PsCommand, input: PsValue, state: PowerShellState): PsValue {
  if (!state.spendCommand()) return UNKNOWN
  const outer = state.place
  state.place = { start: command.offset, end: command.end }
  const given = start(command, input, state)
  for (const { operator, target } of command.redirects) {
    const path = state.evaluate(target).text
    if (operator.startsWith('>')) state.writeFile(path, given, operator === '>>')
  }
  state.place = outer
  return given
}

function start(command: PsCommand, input: PsValue, state: PowerShellState): PsValue {
  const name = state.evaluate(command.name)
  if (name.block !== undefined) {
    const words = command.words.flatMap(({ value }) => (value === undefined ? [] : [state.evaluate(value)]))
    return state.runBlock(name.block, undefined, words)
  }
  if (name.object === 'scriptblock') return state.runText(name, 'scriptblock')
  tellHiddenName(name, command, state)
  const written = name.text.toLowerCase()
  const alias = state.assigned(`alias:${written}`)
  const call = callOf(commandName(alias?.text ?? name.text), command.words, input, state)
  if (state.functions.has(written)) return callFunction(written, call, state)
  const given = runCmdlet(call, state)
  if (given !== undefined) {
    if (state.tellsAll) state.tell('execute', call.name)
    return given
  }
  const file = command.operator === '.' || name.text.endsWith('.ps1') ? state.written(name.text) : undefined
  return file === undefined ? runProgram(call, name, command, state) : state.runText(file, 'script')
}

/** The name of a command that is put together of letters. */
function tellHiddenName(name: PsValue, command: PsCommand, state: PowerShellState): void {
  const decoded = name.taints.filter(({ source }) => source === 'decoded')
  const isPutTogether = decoded.length > 0 || isTicked(name, command, state)
  if (isKnown(name) && /^[\w.\\:-]{2,60}$/.test(name.text.trim()) && isPutTogether)
    state.tell('obfuscation', 'hidden-name', decoded)
}

/** `i`e`x`: ticks that change nothing. */
function isTicked({ text }: PsValue, { name }: PsCommand, { source }: PowerShellState): boolean {
  const end = name.offset + Math.min(200, text.length * 3 + 10)
  const raw = source.text.slice(name.offset, end).split(/[\s(]/, 1)[0] ?? ''
  return (
    name.kind === 'text' &&
    /[a-z]`[a-z]/i.test(raw) &&
    raw.replaceAll('`', '').toLowerCase().startsWith(text.toLowerCase())
  )
}

interface OpenParameter {
  readonly name: string
  value: PsValue | undefined
}

function callOf(name: string, words: readonly PsWord[], input: PsValue, state: PowerShellState): PsCall {
  const parameters: OpenParameter[] = []
  const operands: PsValue[] = []
  let open: OpenParameter | undefined
  for (const { parameter: written, value } of words.slice(0, MOST_WORDS)) {
    const given = value === undefined ? undefined : state.evaluate(value)
    if (written !== undefined) {
      open = { name: written.slice(1).toLowerCase(), value: given }
      parameters.push(open)
      if (given !== undefined || SWITCHES.test(open.name)) open = undefined
    } else if (given !== undefined) {
      parameters.push(...splatted(given))
      if (open === undefined) operands.push(given)
      else open.value = given
      open = undefined
    }
  }
  return { name, parameters, operands, input }
}

/** `@options`: a table whose keys are parameters. */
function splatted({ table = [] }: PsValue): readonly OpenParameter[] {
  return table.map(({ key, value }) => ({ name: key.toLowerCase(), value }))
}

/** Parameters without a value. */
const SWITCHES =
  /^(?:nop\w{0,10}|noni\w{0,12}|noe\w{0,5}|nol\w{0,5}|sta|mta|recurse|force|usebasicparsing|useb\w{0,20}|wait|nonewwindow|passthru|asjob|hidden|compress|raw|append|noclobber|confirm|whatif|asplaintext|all|verbose|debug)$/
