import { homePath } from './program-rules.ts'
import type { CommandScope, Redirects } from './shell-call.ts'
import { comesFrom, plainValue, type ScriptValue, taintedValue } from './script-value.ts'
import { readWord } from './shell-words.ts'

/** Reads where a command's input comes from and its output goes. `piped` is what comes through a pipe. */
export function redirectsOf(scope: CommandScope, piped: ScriptValue): Redirects {
  const { command } = scope.placed
  let stdin = scope.isPiped ? piped : plainValue('')
  let connection: string | undefined
  let silences = 0
  let isSilent = false
  const outputs: { readonly path: string; readonly appends: boolean }[] = []
  for (const { operator, target, offset } of command.redirects) {
    const descriptor = descriptorBefore(scope.text.text, offset)
    const raw = scope.text.text.slice(target.span.start, target.span.end)
    const value = target.unknown.length === 0 ? plainValue(target.text) : readWord(raw, target.span.start, scope)
    const host = networkPath(value.text)
    if (host !== undefined) {
      connection = host
      if (descriptor !== '') scope.state.connections.set(descriptor, host)
      if (operator === '<') stdin = taintedValue(scope.taint('network', host))
    } else if (operator === '<&' || operator === '>&') {
      const kept = scope.state.connections.get(value.text.replace(/-$/, ''))
      if (kept !== undefined) {
        connection = kept
        if (operator === '<&') stdin = taintedValue(scope.taint('network', kept))
      } else if (value.text === '/dev/null') {
        isSilent = true
        silences++
      }
    } else if (operator === '<<<') stdin = value
    else if (operator === '<') stdin = scope.file(homePath(value.text))
    else if (operator.includes('>')) {
      if (value.text === '/dev/null') {
        silences++
        isSilent ||= descriptor !== '2'
      } else if (descriptor !== '2') outputs.push({ path: value.text, appends: operator.includes('>>') })
    }
  }
  for (const document of command.hereDocuments.slice(0, 20)) stdin = documentValue(document, scope)
  if (stdin.text === '' && stdin.taints.length === 0 && !scope.isPiped) stdin = inherited(scope, stdin)
  return { stdin, outputs, isSilent, silences, connection }
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
