import { FormatError, LimitError } from '../../../base/errors.ts'
import type { Limits } from '../../../base/limits.ts'
import { byteOffsets } from '../../../formats/byte-offsets.ts'
import { parseJinja } from '../../../formats/jinja/jinja.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import { kept } from '../kept.ts'
import type { ModelObservation } from '../observation.ts'
import { constantsOf } from './constant-text.ts'
import { findEscapes } from './escapes.ts'
import type { TemplateFinding } from './finding.ts'
import { findHiddenInstructions } from './hidden-instructions.ts'
import { findExhaustion } from './exhaustion.ts'
import { findPlainText } from './plain-text.ts'
import { findRewrites } from './rewrites.ts'

/** Where a template stands: in a file of its own, in a GGUF file, in a JSON string. */
export interface TemplatePlace {
  /** For example `tokenizer.chat_template`. */
  readonly inside: string
  /** Of the first byte of the text in the file; absent where the text is escaped there and bytes do not map. */
  readonly byte?: number
}

/** A template can repeat one trick a million times; a report cannot. */
const MOST_OF_A_KIND = 20

/**
 * What a chat template does besides laying out a conversation: ways to Python, instructions that depend on what was said,
 * text that is rewritten, loops that never end. A template that Jinja would refuse is an observation too. Pure.
 */
export function judgeTemplate(text: string, place: TemplatePlace, limits: Limits): readonly ModelObservation[] {
  const findings = [...findPlainText(text), ...syntaxFindings(text, limits)]
  const byteOf = byteOffsets(text, Buffer.byteLength(text))
  const lines = lineIndex(text)
  const seen = new Set<string>()
  const found = kept<ModelObservation>(MOST_OF_A_KIND)
  for (const { offset, ...finding } of findings) {
    const { line } = lines.position(offset)
    const key = `${finding.id} ${finding.title} ${line}`
    if (seen.has(key)) continue
    seen.add(key)
    const byte = place.byte === undefined ? {} : { byte: place.byte + byteOf(offset) }
    found.add({ ...finding, where: { inside: `${place.inside}, line ${line}`, ...byte } })
  }
  return found.dropped() === 0 ? found.list : [...found.list, more(found.dropped(), place)]
}

function more(count: number, { inside }: TemplatePlace): ModelObservation {
  return {
    id: 'templates/more',
    severity: 'low',
    title: `${count} more observations in the chat template`,
    why: `Only the first ${MOST_OF_A_KIND} of each kind are listed.`,
    where: { inside },
    fix: 'Use the template of the base model.',
  }
}

const TOO_TANGLED: TemplateFinding = {
  id: 'templates/tangled',
  severity: 'high',
  title: 'The chat template assembles texts in more steps than Assay follows',
  why: 'Some names and texts were not resolved, so ways to Python may be hidden behind them. Honest templates assemble next to nothing.',
  offset: 0,
  cwe: 'CWE-506',
  atlas: 'AML.T0011.000',
  fix: 'Use the template of the base model.',
}

function syntaxFindings(text: string, limits: Limits): readonly TemplateFinding[] {
  try {
    const statements = parseJinja(text, limits)
    const constants = constantsOf(statements)
    return [
      ...findEscapes(statements, constants),
      ...findHiddenInstructions(statements, constants),
      ...findRewrites(statements, constants),
      ...findExhaustion(statements, constants),
      ...(constants.steps > 0 ? [] : [TOO_TANGLED]),
    ]
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return [
      {
        id: 'templates/unreadable',
        severity: 'medium',
        title: 'The chat template cannot be parsed',
        why: `It was not inspected: ${error.message}. Some runtimes accept more than Jinja does.`,
        offset: 0,
        cwe: 'CWE-20',
        atlas: 'AML.T0010.003',
        fix: 'Use the template of the base model.',
      },
    ]
  }
}
