import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import { chatTemplates } from '../../../formats/chat-templates.ts'
import { json } from '../../../formats/json.ts'
import type { ModelObservation } from '../observation.ts'
import { judgeTemplate } from './judge-template.ts'

/**
 * Judges every chat template of a `tokenizer_config.json`, `processor_config.json` or `chat_template.json`. Throws FormatError
 * for what is no JSON; a file without a template has no observations.
 */
export function judgeTokenizerConfig(bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  return chatTemplates(json.parse(bytes, limits).root).flatMap(({ name, text }) =>
    judgeTemplate(text, { inside: `chat_template (${excerpt(name, 40)})` }, limits),
  )
}
