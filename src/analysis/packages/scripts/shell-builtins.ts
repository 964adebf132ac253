import type { Taint } from '../behaviour.ts'
import { homePath } from './program-rules.ts'
import type { CommandScope, Redirects, ShellCall } from './shell-call.ts'
import { comesFrom, plainValue, type ScriptValue, taintedValue, UNKNOWN_PART } from './script-value.ts'
import { runValue } from './shell-given-code.ts'

/** Follows what the shell itself does; undefined for a program. What it returns is what it prints. */
export function runBuiltin(call: ShellCall, scope: CommandScope, redirects: Redirects): ScriptValue | undefined {
  return BUILTINS.get(call.program)?.(call, scope, redirects)
}

type Builtin = (call: ShellCall, scope: CommandScope, redirects: Redirects) => ScriptValue | undefined

const NOTHING = plainValue('')

const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...['export', 'local', 'declare', 'readonly', 'typeset'].map((name) => [name, declare] as const),
  ['read', read],
  ['mapfile', read],
  ['readarray', read],
  ['for', loop],
  ['select', loop],
  ['case', () => NOTHING],
  ['function', () => NOTHING],
  ['unset', unset],
  ['trap', trap],
  ['history', history],
  ['eval', evaluate],
  ['.', source],
  ['source', source],
  ['printf', printfTo],
])

function declare({ program, words, texts }: ShellCall, scope: CommandScope): ScriptValue | undefined {
  // `export -p` and `declare -x` list the environment.
  if (texts.every((text) => text.startsWith('-'))) return program === 'local' ? NOTHING : undefined
  for (const { text, taints } of words) {
    const match = /^([A-Za-z_]\w{0,100})(\+?)=/.exec(text.slice(0, 200))
    if (match !== null) scope.assign(match[1] ?? '', { text: text.slice(match[0].length), taints })
  }
  return NOTHING
}

/** `read line`, from a pipe, a file or a connection. */
function read({ texts, stdin }: ShellCall, scope: CommandScope, { connection }: Redirects): ScriptValue {
  const value = connection === undefined ? stdin : taintedValue(scope.taint('network', connection))
  const names = texts.filter((text) => /^[A-Za-z_]\w{0,100}$/.test(text))
  for (const name of names.length === 0 ? ['REPLY'] : names)
    scope.state.set(name, value.text === '' && value.taints.length === 0 ? plainValue(UNKNOWN_PART) : oneLine(value))
  return NOTHING
}

function oneLine(value: ScriptValue): ScriptValue {
  return value.text.includes('\n') ? { text: UNKNOWN_PART, taints: value.taints } : value
}

function loop({ words, texts }: ShellCall, scope: CommandScope): ScriptValue {
  const [name = ''] = texts
  if (texts[1] !== 'in' || !/^[A-Za-z_]\w{0,100}$/.test(name)) return NOTHING
  const values = words.slice(2)
  const [only] = values
  if (values.length === 1 && only !== undefined) scope.state.set(name, only)
  else
    scope.state.set(
      name,
      taintedValue(...values.flatMap((value) => [...value.taints, ...placeTaints(value, scope)]).slice(0, 24)),
    )
  return NOTHING
}

/** The files that a loop goes through. */
function placeTaints({ text }: ScriptValue, scope: CommandScope): readonly Taint[] {
  return scope.file(homePath(text)).taints.filter(({ source }) => source !== 'file')
}

function unset({ texts }: ShellCall, scope: CommandScope): ScriptValue {
  if (texts.includes('HISTFILE')) scope.tell('hide', 'history')
  for (const name of texts) if (/^[A-Za-z_]\w*$/.test(name)) scope.state.set(name, plainValue(''))
  return NOTHING
}

function trap({ words, texts }: ShellCall, scope: CommandScope): ScriptValue {
  const [code] = words
  if (code !== undefined && texts.length > 1 && code.text !== '-' && code.text !== '') runValue(code, 'shell', scope)
  return NOTHING
}

function history({ texts }: ShellCall, scope: CommandScope): ScriptValue {
  if (/^-\w*[cw]/.test(texts[0] ?? '')) scope.tell('hide', 'history')
  return NOTHING
}

function evaluate({ words }: ShellCall, scope: CommandScope): ScriptValue {
  if (words.length === 0) return NOTHING
  const text = words.map((word) => word.text).join(' ')
  return runValue({ text, taints: words.flatMap(({ taints }) => taints).slice(0, 24) }, 'eval', scope)
}

function source({ words }: ShellCall, scope: CommandScope): ScriptValue {
  const [file] = words
  if (file === undefined) return NOTHING
  const content =
    comesFrom(file, 'network', 'decoded') || file.text === UNKNOWN_PART ? file : scope.file(homePath(file.text))
  return runValue(content, 'source', scope)
}

/** `printf -v NAME FORMAT` sets a variable. */
function printfTo({ words, texts }: ShellCall, scope: CommandScope): ScriptValue | undefined {
  if (texts[0] === '-v')
    scope.state.set(
      texts[1] ?? '',
      taintedValue(
        ...words
          .slice(2)
          .flatMap(({ taints }) => taints)
          .slice(0, 24),
      ),
    )
  return texts[0] === '-v' ? NOTHING : undefined
}
