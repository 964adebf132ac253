import type { BatchCommand } from '../../../formats/batch/syntax.ts'
import type { BehaviourKind, BehaviourMoment, Taint, TaintSource } from '../behaviour.ts'
import { isHostVariable, isSecretVariable } from '../known-places.ts'
import { unknownFile } from './known-file.ts'
import { homePath } from './program-rules.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'
import { plainValue, type ScriptValue } from './script-value.ts'
import type { ShellCall } from './shell-call.ts'

/** What a batch file knows while it is followed. */
export interface BatchRun {
  readonly findings: ScriptFindings
  readonly when: BehaviourMoment
  readonly tellsAll: boolean
  /** What it wrote, by plain path. */
  readonly files: Map<string, ScriptValue>
  readonly told: Set<string>
}

/** One command of a batch file, with its program and words. */
export interface BatchStep {
  readonly run: BatchRun
  readonly command: BatchCommand
  readonly spot: Spot
  /** The program as it is written. */
  readonly written: string
  /** In lower case, without folder and ending. */
  readonly name: string
  readonly words: readonly string[]
  readonly call: ShellCall
  tell(kind: BehaviourKind, subject: string, inputs?: readonly Taint[]): void
  taint(source: TaintSource, subject: string, ...through: readonly string[]): Taint
  /** What a file holds. */
  file(path: string): ScriptValue
}

/** Starts to follow a command: variables of the user that it names are told and flow into its words. */
export function batchStep(command: BatchCommand, spot: Spot, run: BatchRun): BatchStep {
  const { findings, when, files } = run
  const tell: BatchStep['tell'] = (kind, subject, inputs = []) =>
    findings.add(kind, subject, spot, when, inputs, command.text)
  const taint: BatchStep['taint'] = (source, subject, ...through) => ({
    source,
    subject,
    place: findings.placeOf(spot),
    through,
  })
  const named = command.variables.flatMap((name) => variableTaint(name.toUpperCase(), tell, taint))
  const [written = '', ...words] =
    command.words[0]?.toLowerCase() === 'start' ? afterStart(command.words) : command.words
  const name = bareName(written)
  const values = words.map((text): ScriptValue => ({
    text,
    taints: named.filter(({ subject }) => text.toUpperCase().includes(subject)),
  }))
  const call = { program: name, words: values, texts: words, stdin: plainValue('') }
  const file = (path: string): ScriptValue => files.get(plainPath(path)) ?? unknownFile(plainPath(path), taint)
  return { run, command, spot, written, name, words, call, tell, taint, file }
}

function variableTaint(name: string, tell: BatchStep['tell'], taint: BatchStep['taint']): readonly Taint[] {
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

/** A path as the files that the script wrote are kept by. */
export function plainPath(path: string): string {
  return homePath(path.replaceAll('\\', '/')).replace(/^\.\//, '').toLowerCase()
}
