import { get, string, type TreeValue } from './tree.ts'

/** A chat template, the name under which it is chosen, and where its text begins in the document. */
export interface NamedTemplate {
  readonly name: string
  readonly text: string
  readonly offset: number
}

/**
 * Every chat template of a parsed `tokenizer_config.json`, `processor_config.json` or `chat_template.json`. A key that stands twice
 * gives both: readers differ on which one counts.
 */
export function chatTemplates(root: TreeValue): readonly NamedTemplate[] {
  const values = root.kind === 'object' ? root.entries.filter(({ key }) => key === 'chat_template') : []
  return values.flatMap(({ value }) => templatesIn(value))
}

/** One text, a list of `{name, template}`, or a map from names to texts: transformers writes all three. */
function templatesIn(value: TreeValue): readonly NamedTemplate[] {
  const text = string(value)
  if (text !== undefined) return [{ name: 'default', text, offset: value.offset }]
  if (value.kind === 'array')
    return value.items.flatMap((item) => named(string(get(item, 'name')), get(item, 'template')))
  return value.kind === 'object' ? value.entries.flatMap(({ key, value: template }) => named(key, template)) : []
}

function named(name: string | undefined, template: TreeValue | undefined): readonly NamedTemplate[] {
  const text = string(template)
  return text === undefined || template === undefined
    ? []
    : [{ name: name ?? 'default', text, offset: template.offset }]
}
