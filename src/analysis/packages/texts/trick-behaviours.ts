import type { FileKind } from '../artefact-facts.ts'
import type { Behaviour } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'
import { momentOfRole, ScriptFindings } from '../scripts/script-findings.ts'
import { type TextTrick, textTricks } from './text-tricks.ts'

/**
 * Characters in a script that deceive who reads it. Of Python and JavaScript the readers of the language tell them, who know what is a name and what
 * is a text.
 */
export function trickBehaviours(text: string, file: PackageFile, kind: FileKind): readonly Behaviour[] {
  const findings = new ScriptFindings(file)
  tellTricks(text, findings, kind)
  return findings.result().behaviours
}

/** Notes the tricks of a text that say something in a file of its kind. */
export function tellTricks(text: string, findings: ScriptFindings, kind: FileKind): void {
  for (const trick of textTricks(text)) if (saysSomething(trick, kind)) tellTrick(trick, findings)
}

/** Files whose every character counts: what they hold is run, or obeyed. */
const STRICT: ReadonlySet<FileKind> = new Set(['assistant-configuration', 'shell', 'powershell', 'batch'])

function saysSomething({ kind: trick, text }: TextTrick, kind: FileKind): boolean {
  // In prose a word of two alphabets is a slip, and a joiner a formatter's; names of shells are ASCII.
  if (trick === 'look-alike') return false
  if (trick === 'invisible') return STRICT.has(kind)
  // In prose and data: names, addresses and tables of characters are turned; nothing is run.
  const isProse = (kind === 'text' || kind === 'data') && !/[{}()]/.test(text.replace(/\\u\{[\da-f]+\}/g, ''))
  return trick !== 'bidirectional' || !isProse
}

function tellTrick({ kind: trick, line, column, text }: TextTrick, findings: ScriptFindings): void {
  const spot = { line, column }
  const carriesData = trick === 'hidden-bytes' || trick === 'tags'
  const place = findings.placeOf(spot)
  const inputs = carriesData ? [{ source: 'decoded', subject: trick, place, through: [trick] } as const] : []
  const subject = trick === 'bidirectional' ? 'bidirectional-text' : 'hidden-characters'
  findings.add('obfuscation', subject, spot, momentOfRole(findings.file.role), inputs, text)
}
