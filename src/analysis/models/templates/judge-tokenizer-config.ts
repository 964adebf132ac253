import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { get, string, type TreeValue } from '../../../formats/tree.ts'
import type { ModelObservation } from '../observation.ts'
import { judgeTemplate } from './judge-template.ts'

/** A chat template and the name under which it is chosen. */
export interface NamedTemplate {
  readonly name: string
  readonly text: string
}

/**
 * Judges every chat template of a `tokenizer_config.json`, `processor_config.json` or `chat_template.json`. Throws FormatError
 * for what is no JSON; a file without a template has no observations.
 */
export function judgeTokenizerConfig(bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  const { root } = json.parse(bytes, limits)
  // A key that stands twice is judged twice: readers differ on which one counts.
  const values = root.kind === 'object' ? root.entries.filter(({ key }) => key === 'chat_template') : []
  return values
    .flatMap(({ value }) => templatesIn(value))
    .flatMap(({ name, text }) => judgeTemplate(text, { inside: `chat_template (${excerpt(name, 40)})` }, limits))
}

/** One text, a list of `{name, template}`, or a map from names to texts: transformers writes all three. */
function templatesIn(value: TreeValue): readonly NamedTemplate[] {
  const text = string(value)
  if (text !== undefined) return [{ name: 'default', text }]
  if (value.kind === 'array')
    return value.items.flatMap((item) => named(string(get(item, 'name')), get(item, 'template')))
  return value.kind === 'object' ? value.entries.flatMap(({ key, value: template }) => named(key, template)) : []
}

function named(name: string | undefined, template: TreeValue | undefined): readonly NamedTemplate[] {
  const text = string(template)
  return text === undefined ? [] : [{ name: name ?? 'default', text }]
}
