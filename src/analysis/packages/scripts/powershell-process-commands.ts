import { codeSources } from './code-sources.ts'
import { parameter, type PsCall } from './powershell-call.ts'
import { itemsOf, NOTHING, type PsScope, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
import { joinTaints, type ScriptValue } from './script-value.ts'

/** `Start-Process`: a program, or PowerShell and cmd with what they run. */
export function startProcess(call: PsCall, scope: PsScope): PsValue {
  const program = parameter(call, 'filepath') ?? call.operands[0] ?? call.input
  const words = parameter(call, 'argumentlist') ?? call.operands.find((one) => one !== program)
  if (/^h/i.test(parameter(call, 'windowstyle')?.text ?? '')) scope.tell('hide', 'hidden window')
  const inputs = codeSources(joinTaints([program.taints, scope.file(program.text).taints]))
  scope.tell('execute', program.text, inputs)
  const line = [program.text, ...itemsOf(words ?? NOTHING).map(({ text }) => text)].join(' ')
  if (words !== undefined && /^(?:.{0,200}[\\/])?(?:powershell|pwsh|cmd)(?:\.exe)?$/i.test(program.text))
    scope.runText(
      { text: line, taints: joinTaints([inputs, words.taints]).filter(({ source }) => source === 'decoded') },
      'Start-Process',
    )
  return NOTHING
}

/** Commands that run a block: `Start-Job`, `Invoke-Command`. */
export function blocks(call: PsCall, scope: PsScope): PsValue {
  const body = [parameter(call, 'scriptblock'), ...call.operands].find((one) => one?.block !== undefined)
  return body?.block === undefined ? UNKNOWN : scope.runBlock(body.block)
}

/** The program of a scheduled task. */
export function inner(call: PsCall, scope: PsScope): PsValue {
  const program = parameter(call, 'execute')?.text ?? ''
  scope.runText(textValue(`${program} ${parameter(call, 'argument')?.text ?? ''}`), 'scheduled task')
  return NOTHING
}

/** C# that calls functions of Windows: keys that are pressed, pictures of the screen, memory of others. */
export function addType(call: PsCall, scope: PsScope): PsValue {
  const code = joined([
    parameter(call, 'typedefinition'),
    parameter(call, 'memberdefinition'),
    ...call.operands,
    call.input,
  ])
  if (/GetAsyncKeyState|SetWindowsHookEx|GetKeyboardState/.test(code)) scope.tell('spy', 'keyboard')
  if (/VirtualAlloc|CreateThread|WriteProcessMemory|CreateRemoteThread|VirtualProtect/.test(code))
    scope.tell('evaluate', 'machine code')
  return NOTHING
}

function joined(values: readonly (ScriptValue | undefined)[]): string {
  return values
    .map((value) => value?.text ?? '')
    .join('\n')
    .slice(0, 200_000)
}
