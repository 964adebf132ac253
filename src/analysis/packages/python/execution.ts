import type { PythonUse } from '../../../formats/python/module.ts'
import { flowsOf } from '../flow/argument-facts.ts'
import { constantInputs, type Inputs } from '../flow/inputs.ts'
import { argumentOf, optionOf, ownText, ownTexts, wordsOf } from './argument-facts.ts'
import { allInputs, decodedInputs, inputsOf, writtenInputs } from './inputs.ts'
import type { PythonInspection } from './python-inspection.ts'
import { commandsOf } from './sources.ts'
import { executes } from './use-names.ts'
import type { WrittenFiles } from './written-files.ts'

/** A program is started: what its command does, and what flows into it. */
export function inspectExecution(inspection: PythonInspection, files: WrittenFiles, use: PythonUse): void {
  const how = executes(use.name)
  const command = argumentOf(use, 0, 'args') ?? argumentOf(use, 0, 'cmd') ?? use.arguments[0]
  const given = how === 'words' ? use.arguments : [command, optionOf(use, 'input')]
  const words = wordsOf(command)
  const programs =
    words.length > 0 ? startedBy(words) : ownTexts(command).flatMap((text) => startedBy(text.trim().split(/[\s;&|]+/)))
  const inputs = allInputs(
    inputsOf(
      inspection,
      files,
      given.flatMap((one) => flowsOf(one)),
    ),
    decodedInputs(inspection, use, [command]),
    writtenInputs(inspection, files, programs),
  )
  const found = commandsOf(use)
  if (found.length === 0) inspection.addUse('execute', words[0] ?? '?', use, inputs)
  for (const { kind, subject, evidence, inputs: own } of found) {
    const inner = constantInputs(own.map((taint) => ({ ...taint, place: inspection.placeOf(use) })))
    inspection.addUse(kind, subject, use, allInputs(LEAVING.has(kind) ? inputs : NOTHING, inner), evidence)
  }
  if (programs.some((word) => files.has(word)))
    inspection.addUse('write-executable', programs.find((word) => files.has(word)) ?? '?', use, inputs)
  if (isDetached(use) && isSilent(use)) inspection.addUse('hide', 'detached', use)
  if (/^pty\.spawn$/.test(use.name) && inspection.module.uses.some(({ name }) => name === 'os.dup2'))
    inspection.addUse('reverse-shell', 'pty', use)
  if (isOnSocket(use)) inspection.addUse('reverse-shell', 'standard input', use)
}

/** The file that a command starts: its program, or what an interpreter is given. */
function startedBy([program, ...rest]: readonly string[]): readonly string[] {
  if (program === undefined) return []
  const script = INTERPRETER.test(program) ? rest.find((word) => !word.startsWith('-')) : undefined
  return script === undefined ? [program] : [program, script]
}

const INTERPRETER =
  /(?:^|[/\\])(?:python[\w.]{0,8}|(?:ba|da|z|k)?sh|node|bun|deno|perl|ruby|php|java|powershell|pwsh|wscript|cscript|rundll32|sudo|nohup|start|cmd)(?:\.exe)?$/i

const NOTHING: Inputs = { taints: [], nodes: [] }

/** What is given to a command is in what it starts and sends. */
const LEAVING: ReadonlySet<string> = new Set(['execute', 'network', 'dns'])

function isDetached(use: PythonUse): boolean {
  const session =
    optionOf(use, 'start_new_session')?.value === 'True' ||
    /setsid|setpgrp/.test(optionOf(use, 'preexec_fn')?.value ?? '')
  const flags = optionOf(use, 'creationflags')
  const isHidden =
    flags !== undefined &&
    (/NO_WINDOW|DETACHED/.test(flags.value) || (flags.type === 'number' && (Number(flags.value) & 0x08000008) !== 0))
  return session || isHidden
}

function isSilent(use: PythonUse): boolean {
  return ['stdout', 'stderr'].every((name) => {
    const option = optionOf(use, name)
    return (
      /DEVNULL/.test(option?.value ?? '') ||
      ownText(option) === '/dev/null' ||
      (option?.flow !== 0 && /open\(\)/.test(option?.value ?? ''))
    )
  })
}

function isOnSocket(use: PythonUse): boolean {
  return /^(?:socket|ssl)\.\S{0,80}(?:fileno\(\)|socket\(\)|makefile\(\))$/.test(optionOf(use, 'stdin')?.value ?? '')
}
