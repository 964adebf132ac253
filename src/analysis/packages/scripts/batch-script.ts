import { readBatch } from '../../../formats/batch/batch.ts'
import type { BatchCommand } from '../../../formats/batch/syntax.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import type { BehaviourMoment, Taint } from '../behaviour.ts'
import { isHostVariable, isSecretVariable, writePlace } from '../known-places.ts'
import { fromBase64, textOfBytes } from './decode-text.ts'
import { homePath, programBehaviours } from './program-rules.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { joinTaints, plainValue, type ScriptValue, UNKNOWN_PART } from './script-value.ts'
import { unknownFile } from './known-file.ts'
import { sentBy, writtenBy } from './shell-sinks.ts'

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
  const run: Run = { findings, when, tellsAll, files: new Map(), told: new Set() }
  for (const command of commands) {
    const { line, column } = lines.position(command.offset)
    follow(command, spot ?? { line: line + firstLine - 1, column }, run)
  }
  if (isCut) findings.add('unread', 'script', { line: 1, column: 1 }, 'unknown', [], 'longer than what is read')
}

interface Run {
  readonly findings: ScriptFindings
  readonly when: BehaviourMoment
  readonly tellsAll: boolean
  readonly files: Map<string, ScriptValue>
  readonly told: Set<string>
}

/** Commands of cmd.exe itself that say nothing. */
const ORDINARY =
  /^(?:echo|set|if|else|goto|call|exit|rem|pause|cls|title|cd|chdir|pushd|popd|setlocal|endlocal|shift|for|do|mkdir|md|type|copy|move|xcopy|robocopy|where|find|findstr|ver|color|more|sort|choice|timeout|start|:.*|@.*|\)|\()$/

function follow(command: BatchCommand, spot: Spot, run: Run): void {
  const { findings, when } = run
  const tell = (kind: Parameters<ScriptFindings['add']>[0], subject: string, inputs: readonly Taint[] = []): void =>
    findings.add(kind, subject, spot, when, inputs, command.text)
  const taint = (source: Taint['source'], subject: string, ...through: readonly string[]): Taint => ({
    source,
    subject,
    place: findings.placeOf(spot),
    through,
  })
  const file = (path: string): ScriptValue => run.files.get(plainPath(path)) ?? unknownFile(plainPath(path), taint)
  const named = command.variables.flatMap((name) => variableTaint(name.toUpperCase(), tell, taint))
  const started = command.words[0]?.toLowerCase() === 'start' ? afterStart(command.words) : command.words
  const name = bareName(started[0] ?? '')
  const words = started.slice(1)
  if (command.isDisguised) tell('obfuscation', 'hidden-name')
  const values = words.map((word): ScriptValue => ({
    text: word,
    taints: named.filter(({ subject }) => word.toUpperCase().includes(subject)),
  }))
  const call = { program: name, words: values, texts: words, stdin: plainValue('') }
  const sent = sentBy(call, { file, taint })
  const fetched = file(started[0] ?? '').taints.filter(({ source }) => source === 'network' || source === 'decoded')
  programBehaviours({ program: name, words }, (kind, subject) => {
    if (kind !== 'execute') return tell(kind, subject, kind === 'network' || kind === 'dns' ? sent : [])
    const isNew = !ORDINARY.test(subject) && !run.told.has(subject)
    run.told.add(subject)
    if (fetched.length > 0 || isNew || run.tellsAll) tell(kind, subject, fetched)
  })
  if (name === 'powershell' || name === 'pwsh')
    findings.addCode('powershell', `powershell ${words.map(quoted).join(' ')}`, spot.line)
  if (name === 'cmd')
    findings.addCode('batch', words.slice(words.findIndex((word) => /^\/[ck]/i.test(word)) + 1).join(' '), spot.line)
  if (
    /^(?:mshta|rundll32|regsvr32|wscript|cscript)$/.test(name) &&
    words.some((word) => /https?:|javascript:|vbscript:/i.test(word))
  )
    tell('download', name)
  if (name === 'netsh' && words.some((word) => /^off$|disable/i.test(word))) tell('hide', 'from the firewall')
  if (name === 'reg' && /currentversion\\run/i.test(command.text)) tell('persist', 'run key')
  if (name === 'set' && words.length === 0) tell('read-environment', '*')
  if ((name === 'del' || name === 'erase') && words.some((word) => /^%~f?0$/.test(word))) tell('hide', 'deletes itself')
  files(command, { name, words, call, file, taint, tell, run })
}

interface Files {
  readonly name: string
  readonly words: readonly string[]
  readonly call: Parameters<typeof writtenBy>[0]
  readonly file: (path: string) => ScriptValue
  readonly taint: (source: Taint['source'], subject: string, ...through: readonly string[]) => Taint
  readonly tell: (kind: Parameters<ScriptFindings['add']>[0], subject: string, inputs?: readonly Taint[]) => void
  readonly run: Run
}

function files(command: BatchCommand, { name, words, call, file, taint, tell, run }: Files): void {
  const keep = (path: string, value: ScriptValue): void => {
    const inputs = value.taints.filter(({ source }) => source === 'network' || source === 'decoded')
    if (inputs.length > 0) tell('write-file', path, inputs)
    const place = writePlace(homePath(path))
    if (place !== undefined) tell(place.kind, place.subject, inputs)
    if (run.files.size < 5000) run.files.set(plainPath(path), value)
  }
  const host = /https?:\/\/([^/'"\s]{1,200})/i.exec(command.text.slice(0, 4000))?.[1]
  const answer: ScriptValue = { text: UNKNOWN_PART, taints: [taint('network', host ?? '?')] }
  for (const path of writtenBy(call)) keep(path, answer)
  if ((name === 'certutil' && /urlcache/i.test(command.text)) || name === 'bitsadmin') keep(words.at(-1) ?? '', answer)
  if (name === 'certutil' && /-decode(?:hex)?\b/i.test(command.text)) {
    const [from = '', to = ''] = words.filter((word) => !/^[-/]/.test(word))
    const text = fromBase64(file(from).text.replace(/-----[^-]{1,60}-----/g, ''))
    keep(to, {
      text: text === undefined ? UNKNOWN_PART : (textOfBytes(text) ?? UNKNOWN_PART),
      taints: [taint('decoded', 'base64', 'base64')],
    })
  }
  if ((name === 'copy' || name === 'move') && words.length >= 2)
    keep(words.at(-1) ?? '', file(words.find((word) => !word.startsWith('/')) ?? ''))
  for (const { operator, target } of command.redirects) {
    if (/^nul$/i.test(target)) continue
    const printed: ScriptValue =
      name === 'echo' ? plainValue(command.text.replace(/^echo[.\s]?/i, '')) : { text: UNKNOWN_PART, taints: [] }
    const before = operator === '>>' ? run.files.get(plainPath(target)) : undefined
    keep(
      target,
      before === undefined
        ? printed
        : {
            text: `${before.text}\n${printed.text}`.slice(0, 1 << 20),
            taints: joinTaints([before.taints, printed.taints]),
          },
    )
  }
}

function variableTaint(name: string, tell: Files['tell'], taint: Files['taint']): readonly Taint[] {
  if (isSecretVariable(name)) {
    tell('read-environment', name)
    return [taint('environment', name)]
  }
  if (!isHostVariable(name)) return []
  tell('host-facts', name)
  return [taint('host-facts', name)]
}

/** `start "title" /min program …` */
function afterStart(words: readonly string[]): readonly string[] {
  const place = words.findIndex((word, index) => index > 0 && word !== '' && !word.startsWith('/') && !/\s/.test(word))
  return place < 0 ? words : words.slice(place)
}

function bareName(written: string): string {
  const plain = written.toLowerCase().replace(/\.(?:exe|cmd|bat|com)$/, '')
  return plain.slice(Math.max(plain.lastIndexOf('\\'), plain.lastIndexOf('/')) + 1).slice(0, 60) || '?'
}

function plainPath(path: string): string {
  return homePath(path.replaceAll('\\', '/')).replace(/^\.\//, '').toLowerCase()
}

function quoted(word: string): string {
  return /\s/.test(word) ? `'${word.replaceAll("'", "''")}'` : word
}
