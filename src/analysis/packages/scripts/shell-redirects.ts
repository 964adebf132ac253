import { homePath } from './program-rules.ts'
import type { CommandScope, Redirects } from './shell-call.ts'
import { comesFrom, plainValue, type ScriptValue, taintedValue } from './script-value.ts'
import { readWord } from './shell-words.ts'

/** Reads where a command's input comes from and its output goes. `piped` is what comes through a pipe. */
export function redirectsOf(scope: CommandScope, piped: ScriptValue): Redirects {
  const { command } = scope.placed
  const state: Collected = {
    stdin: scope.isPiped ? piped : plainValue(''),
    outputs: [],
    isSilent: false,
    silences: 0,
    connection: undefined,
  }
  for (const redirect of command.redirects) collect(redirect, state, scope)
  for (const document of command.hereDocuments.slice(0, 20)) state.stdin = documentValue(document, scope)
  const { stdin } = state
  const isNothing = stdin.text === '' && stdin.taints.length === 0 && !scope.isPiped
  return { ...state, stdin: isNothing ? inherited(scope, stdin) : stdin }
}

interface Collected {
  stdin: ScriptValue
  readonly outputs: { readonly path: string; readonly appends: boolean }[]
  isSilent: boolean
  silences: number
  connection: string | undefined
}

type Redirect = CommandScope['placed']['command']['redirects'][number]

function collect({ operator, target, offset }: Redirect, state: Collected, scope: CommandScope): void {
  const descriptor = descriptorBefore(scope.text.text, offset)
  const raw = scope.text.text.slice(target.span.start, target.span.end)
  const value = target.unknown.length === 0 ? plainValue(target.text) : readWord(raw, target.span.start, scope)
  const host = networkPath(value.text)
  if (host !== undefined) {
    if (descriptor !== '') scope.state.connections.set(descriptor, host)
    connect(host, operator === '<', state, scope)
  } else if (operator === '<&' || operator === '>&') duplicate(value.text, operator, state, scope)
  else if (operator === '<<<') state.stdin = value
  else if (operator === '<') state.stdin = scope.file(homePath(value.text))
  else if (operator.includes('>')) write(value.text, { descriptor, appends: operator.includes('>>') }, state)
}

function connect(host: string, reads: boolean, state: Collected, scope: CommandScope): void {
  state.connection = host
  if (reads) state.stdin = taintedValue(scope.taint('network', host))
}

/** `>&3`: a connection that was opened before; `>&/dev/null`: nothing is seen of it. */
function duplicate(target: string, operator: string, state: Collected, scope: CommandScope): void {
  const kept = scope.state.connections.get(target.replace(/-$/, ''))
  if (kept !== undefined) return connect(kept, operator === '<&', state, scope)
  if (target !== '/dev/null') return
  state.isSilent = true
  state.silences++
}

function write(
  path: string,
  { descriptor, appends }: { readonly descriptor: string; readonly appends: boolean },
  state: Collected,
): void {
  if (path === '/dev/null') {
    state.silences++
    state.isSilent ||= descriptor !== '2'
  } else if (descriptor !== '2') state.outputs.push({ path, appends })
}

/** Inside of a function or a loop what is piped into it is read by whoever reads first. */
function inherited(scope: CommandScope, none: ScriptValue): ScriptValue {
  const outer = scope.state.stdin
  return outer.text !== '' || comesFrom(outer, 'network', 'environment', 'secret-file') ? outer : none
}

function documentValue(
  { body, expands }: CommandScope['placed']['command']['hereDocuments'][number],
  scope: CommandScope,
): ScriptValue {
  if (!expands || !/[$`]/.test(body.text)) return plainValue(body.text)
  // Quotes mean nothing in a here-document (POSIX 2.7.4); inside of double quotes only they have to be kept.
  return readWord(`"${body.text.replaceAll('"', '\\"')}"`, body.original(0) - 1, scope)
}

/** The number that stands directly before an operator: `2>`. */
function descriptorBefore(text: string, offset: number): string {
  return /(?:^|[\s;&|(])(\d{1,3})$/.exec(text.slice(Math.max(0, offset - 5), offset))?.[1] ?? ''
}

/** The host of bash's `/dev/tcp/host/port`. */
export function networkPath(path: string): string | undefined {
  const match = /^\/dev\/(?:tcp|udp)\/([^/]{1,255})\//.exec(path)
  return match?.[1]
}
