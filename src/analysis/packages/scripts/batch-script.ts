import { readBatch } from '../../../formats/batch/batch.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import type { BehaviourMoment } from '../behaviour.ts'
import { writeFiles } from './batch-files.ts'
import { type BatchRun, type BatchStep, batchStep } from './batch-step.ts'
import { codeSources } from './code-sources.ts'
import { programBehaviours } from './program-rules.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { sentBy } from './shell-sinks.ts'

/** Options of a reading of a batch file. */
export interface BatchReadingOptions {
  readonly when: BehaviourMoment
  readonly tellsAll?: boolean
  readonly spot?: Spot
  readonly firstLine?: number
}

/**
 * Follows a batch file: which programs it starts with which variables, files it writes and starts, PowerShell it calls. What it does
 * is noted with where the data comes from. Nothing is run.
 */
export function readBatchScript(
  text: string,
  findings: ScriptFindings,
  { when, tellsAll = false, spot, firstLine = 1 }: BatchReadingOptions,
): void {
  const { commands, isCut } = readBatch(text)
  const lines = lineIndex(text)
  const run: BatchRun = { findings, when, tellsAll, files: new Map(), told: new Set() }
  for (const command of commands) {
    const { line, column } = lines.position(command.offset)
    follow(batchStep(command, spot ?? { line: line + firstLine - 1, column }, run))
  }
  if (isCut) findings.add('unread', 'script', { line: 1, column: 1 }, 'unknown', [], 'longer than what is read')
}

function follow(step: BatchStep): void {
  if (step.command.isDisguised) step.tell('obfuscation', 'hidden-name')
  tellProgram(step)
  handOnCode(step)
  tellWindowsTools(step)
  writeFiles(step)
}

/** What the program does, as in every script; ordinary ones are told once, and again where what they are came from elsewhere. */
function tellProgram(step: BatchStep): void {
  const { name, words, call, run, tell } = step
  const sent = sentBy(call, step)
  const fetched = codeSources(step.file(step.written).taints)
  programBehaviours({ program: name, words }, (kind, subject) => {
    if (kind !== 'execute') return tell(kind, subject, kind === 'network' || kind === 'dns' ? sent : [])
    const isNew = !ORDINARY.test(subject) && !run.told.has(subject)
    run.told.add(subject)
    if (fetched.length > 0 || isNew || run.tellsAll) tell(kind, subject, fetched)
  })
}

/** Commands of cmd.exe itself that say nothing. */
const ORDINARY =
  /^(?:echo|set|if|else|goto|call|exit|rem|pause|cls|title|cd|chdir|pushd|popd|setlocal|endlocal|shift|for|do|mkdir|md|type|copy|move|xcopy|robocopy|where|find|findstr|ver|color|more|sort|choice|timeout|start|:.*|@.*|\)|\()$/

function handOnCode({ name, words, run: { findings }, spot }: BatchStep): void {
  if (name === 'powershell' || name === 'pwsh')
    findings.addCode('powershell', `powershell ${words.map(quoted).join(' ')}`, spot.line)
  if (name === 'cmd')
    findings.addCode('batch', words.slice(words.findIndex((word) => /^\/[ck]/i.test(word)) + 1).join(' '), spot.line)
}

function quoted(word: string): string {
  return /\s/.test(word) ? `'${word.replaceAll("'", "''")}'` : word
}

/** Tools of Windows that fetch and run, open ways and keep a program running. */
function tellWindowsTools({ name, words, command, tell }: BatchStep): void {
  const runsAddress = words.some((word) => /https?:|javascript:|vbscript:/i.test(word))
  if (/^(?:mshta|rundll32|regsvr32|wscript|cscript)$/.test(name) && runsAddress) tell('download', name)
  if (name === 'netsh' && words.some((word) => /^off$|disable/i.test(word))) tell('hide', 'from the firewall')
  if (name === 'reg' && /currentversion\\run/i.test(command.text)) tell('persist', 'run key')
  if (name === 'set' && words.length === 0) tell('read-environment', '*')
  if ((name === 'del' || name === 'erase') && words.some((word) => /^%~f?0$/.test(word))) tell('hide', 'deletes itself')
}
