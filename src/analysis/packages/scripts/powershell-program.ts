import type { PsCommand } from '../../../formats/powershell/syntax.ts'
import type { Taint } from '../behaviour.ts'
import { codeSources } from './code-sources.ts'
import { fromBase64 } from './decode-text.ts'
import { parameter, type PsCall } from './powershell-call.ts'
import type { PowerShellState } from './powershell-state.ts'
import { itemsOf, type PsValue, textValue, UNKNOWN } from './powershell-value.ts'
import { programBehaviours } from './program-rules.ts'
import { joinTaints, type ScriptValue, UNKNOWN_PART } from './script-value.ts'

/** A program that is no command of PowerShell: what starting it means, and what it prints. */
export function runProgram(call: PsCall, name: ScriptValue, command: PsCommand, state: PowerShellState): PsValue {
  const words = wordsOf(command, state)
  if (call.name === 'powershell' || call.name === 'pwsh') return runPowerShell(call, words, state)
  if (call.name === 'cmd') handOnBatch(words, state)
  const inputs = codeSources(joinTaints([name.taints, state.written(name.text)?.taints ?? []]))
  if (call.name === '' || call.name === UNKNOWN_PART) {
    if (inputs.length > 0) state.tell('execute', '?', inputs)
    return UNKNOWN
  }
  const sent = givenTaints(call)
  programBehaviours({ program: call.name, words }, (kind, subject) => {
    if (kind !== 'execute') return state.tell(kind, subject, kind === 'network' || kind === 'dns' ? sent : [])
    const isNew = state.isFirst(subject) && !/^[a-z]+-[a-z]+$/.test(subject)
    if (inputs.length > 0 || isNew || state.tellsAll) state.tell(kind, subject, inputs)
  })
  const isAboutHost = /^(?:whoami|hostname|systeminfo|ipconfig|net|tasklist)$/.test(call.name)
  return { text: UNKNOWN_PART, taints: isAboutHost ? [state.taint('host-facts', call.name)] : sent }
}

function wordsOf(command: PsCommand, state: PowerShellState): readonly string[] {
  return command.words.flatMap(({ parameter: written, value }) => {
    const given = value === undefined ? [] : itemsOf(state.evaluate(value)).map(({ text }) => text)
    return written === undefined ? given : [written, ...given]
  })
}

/** `cmd /c …` */
function handOnBatch(words: readonly string[], state: PowerShellState): void {
  const line = words.slice(words.findIndex((word) => /^\/[ck]$/i.test(word)) + 1).join(' ')
  state.findings.addCode('batch', line, state.source.spot(state.place.start).line)
}

function givenTaints({ operands, parameters }: PsCall): readonly Taint[] {
  return joinTaints([...operands.map(({ taints }) => taints), ...parameters.map(({ value }) => value?.taints ?? [])])
}

/** `powershell -NoP -W Hidden -Enc …` */
function runPowerShell(call: PsCall, words: readonly string[], state: PowerShellState): PsValue {
  state.tell('execute', call.name)
  const window = parameter(call, 'windowstyle') ?? call.parameters.find(({ name }) => name === 'w')?.value
  if (/^h(?:idden)?$|^1$/i.test(window?.text ?? '')) state.tell('hide', 'hidden window')
  const encoded = call.parameters.find(({ name }) => /^(?:e|ec|en|enc\w{0,14})$/.test(name))?.value
  if (encoded !== undefined) return runEncoded(encoded, state)
  const code = codeOf(words)
  return code.length === 0 ? UNKNOWN : state.runText(textValue(code.join(' '), givenTaints(call)), '-Command')
}

function runEncoded(encoded: PsValue, state: PowerShellState): PsValue {
  const bytes = fromBase64(encoded.text)
  const text = bytes === undefined ? UNKNOWN_PART : Buffer.from(bytes, 'latin1').toString('utf16le')
  const taints = [...encoded.taints, state.taint('decoded', 'base64', 'base64')]
  return state.runText(textValue(text, taints), '-EncodedCommand')
}

/** What follows `-Command`; without it every word that belongs to no option. */
function codeOf(words: readonly string[]): readonly string[] {
  const place = words.findIndex((word) => /^-c(?:o|om|omm\w{0,4})?$/i.test(word))
  if (place >= 0) return words.slice(place + 1)
  const takesValue = /^-(?:ex?\w{0,20}|w\w{0,10}|v\w{0,10}|f\w{0,4})$/i
  return words.filter((word, index) => !word.startsWith('-') && !takesValue.test(words[index - 1] ?? ''))
}
