import type { Limits } from '../../../base/limits.ts'
import type { Behaviour, BehaviourMoment } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'
import { readBatchScript } from './batch-script.ts'
import { readPowerShellScript } from './powershell-script.ts'
import { type EmbeddedCode, momentOfRole, ScriptFindings, type Spot, type TextInspection } from './script-findings.ts'
import { readShellScript } from './shell-script.ts'

/** The languages of scripts. */
export type ScriptKind = 'shell' | 'powershell' | 'batch'

/** How a text of commands stands in its file. */
export interface ScriptReading {
  /** When it runs; by the role of the file where it is not given. */
  readonly when?: BehaviourMoment
  /** Every command is told, also ordinary tools. */
  readonly tellsAll?: boolean
  /** The line of the file where the text begins. */
  readonly firstLine?: number
  /** Stands for every place in the text. */
  readonly spot?: Spot
}

/** Scripts in scripts (`powershell -enc …` in a batch file in a shell script) are followed this deep. */
const MOST_LEVELS = 5

/**
 * What a script does, in the order of the file, with where its data comes from: variables, pipes, files it writes itself, text it decodes and runs
 * are followed. Facts, not verdicts. Nothing is run. Bounded and linear on hostile input; what was not read is an `unread`.
 */
export function inspectScript(text: string, kind: ScriptKind, file: PackageFile, limits: Limits): readonly Behaviour[] {
  return readScript(text, kind, file, limits).behaviours
}

/** The same with the code of other languages that the script hands to their interpreters. */
export function readScript(
  text: string,
  kind: ScriptKind,
  file: PackageFile,
  limits: Limits,
  reading: ScriptReading = {},
): TextInspection {
  const findings = new ScriptFindings(file)
  readInto(findings, { language: kind, text, line: reading.firstLine ?? 1 }, limits, reading)
  return followed(findings, limits, reading)
}

/** Reads the scripts of other script languages that were found inside; what is left is for the readers of programs. */
export function followed(findings: ScriptFindings, limits: Limits, reading: ScriptReading = {}): TextInspection {
  let done = 0
  for (let level = 0; level < MOST_LEVELS; level++) {
    const { code } = findings.result()
    const fresh = code.slice(done).filter(isScript)
    done = code.length
    for (const one of fresh)
      readInto(findings, one, limits, { ...reading, spot: reading.spot ?? { line: one.line, column: 1 } })
    if (fresh.length === 0) break
  }
  const { behaviours, code } = findings.result()
  return { behaviours, code: code.filter((one) => !isScript(one)) }
}

function isScript({ language }: EmbeddedCode): boolean {
  return language === 'shell' || language === 'powershell' || language === 'batch'
}

function readInto(
  findings: ScriptFindings,
  { language, text, line }: EmbeddedCode,
  limits: Limits,
  reading: ScriptReading,
): void {
  const when = reading.when ?? momentOfRole(findings.file.role)
  const options = {
    limits,
    when,
    firstLine: line,
    ...(reading.tellsAll === undefined ? {} : { tellsAll: reading.tellsAll }),
    ...(reading.spot === undefined ? {} : { spot: reading.spot }),
  }
  if (language === 'shell') readShellScript(text, findings, options)
  if (language === 'batch') readBatchScript(text, findings, options)
  if (language === 'powershell') readPowerShellScript(text, findings, options)
}
