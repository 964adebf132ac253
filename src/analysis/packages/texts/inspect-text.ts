import type { Limits } from '../../../base/limits.ts'
import type { FileKind } from '../artefact-facts.ts'
import type { PackageFile } from '../package-file.ts'
import { textOfBytes } from '../scripts/decode-text.ts'
import { followed } from '../scripts/inspect-script.ts'
import { ScriptFindings, type TextInspection } from '../scripts/script-findings.ts'
import { inspectAssistantConfiguration } from './assistant-configuration.ts'
import { hiddenPayload } from './hidden-payload.ts'
import { hiddenInstructions } from './hidden-instructions.ts'
import { inspectNotebook } from './notebook.ts'
import { pathConfiguration } from './path-configuration.ts'
import { tellTricks } from './trick-behaviours.ts'
import { inspectWorkflow } from './workflow.ts'

/** Largest file that is looked at as text. */
const MOST_TEXT = 8 * 1024 * 1024

/**
 * What a file of a package that is no program says and hides, by its kind: lines of `.pth` files that run, notebooks, workflows, settings and instructions of
 * assistants; in every text invisible and turned characters and instructions that only an assistant sees; in data what decodes to a program. Code that was
 * found is handed on by language; scripts of shells are followed here.
 */
export function inspectText(
  content: Uint8Array | string,
  file: PackageFile,
  kind: FileKind,
  limits: Limits,
): TextInspection {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  if (kind === 'notebook') return inspectNotebook(bytes, file, limits)
  const findings = new ScriptFindings(file)
  const text =
    typeof content === 'string'
      ? content
      : bytes.length <= MOST_TEXT
        ? textOfBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'))
        : undefined
  if (kind === 'path-configuration') inspectPathConfiguration(text ?? Buffer.from(bytes).toString('latin1'), findings)
  if (kind === 'workflow') inspectWorkflow(bytes, findings, limits)
  if (kind === 'assistant-configuration') inspectAssistantConfiguration(bytes, findings, limits)
  if (text !== undefined) inspectCharacters(text, findings, kind)
  if (kind === 'data' || kind === 'text') inspectData(bytes, findings)
  return followed(findings, limits)
}

/** A line longer than any tool writes; the longest, setuptools' namespace line, has about 520 characters. */
const LONG_LINE = 1000

function inspectPathConfiguration(text: string, findings: ScriptFindings): void {
  for (const { line, code, shape } of pathConfiguration(text).lines) {
    if (shape !== undefined && shape !== 'import') continue
    findings.addCode('python', code, line)
    if (shape === 'import') continue
    findings.add('evaluate', 'line of a .pth file', { line, column: 1 }, 'import', [], code)
    if (code.length > LONG_LINE)
      findings.add(
        'obfuscation',
        'long line',
        { line, column: 1 },
        'import',
        [],
        `${code.length} characters: ${code.slice(0, 120)}`,
      )
  }
}

function inspectCharacters(text: string, findings: ScriptFindings, kind: FileKind): void {
  tellTricks(text, findings, kind)
  for (const { line, text: shown } of hiddenInstructions(text))
    findings.add('hide', 'instructions', { line, column: 1 }, 'unknown', [], shown)
}

function inspectData(bytes: Uint8Array, findings: ScriptFindings): void {
  const payload = hiddenPayload(bytes)
  if (payload === undefined) return
  const { how, what, offset, text } = payload
  const spot = { line: 1, column: 1 }
  const taint = { source: 'decoded', subject: how, place: findings.placeOf(spot), through: [how] } as const
  findings.add(
    'obfuscation',
    how === 'appended' || how === 'frames' ? `${how}-data` : 'encoded-data',
    spot,
    'unknown',
    [taint],
    `${what} at byte ${offset}${text === undefined ? '' : `: ${text.slice(0, 120)}`}`,
  )
  if (
    text !== undefined &&
    what !== 'encoded text' &&
    (what === 'python' || what === 'javascript' || what === 'shell' || what === 'powershell')
  )
    findings.addCode(what, text, 1)
}
