import { DEFAULT_LIMITS } from '../../base/limits.ts'
import { get } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { NewEntry } from './add-json-entries.ts'
import { appended, indentAt, lineEnding } from './text-layout.ts'
import type { TextEdit } from './text-edit.ts'

/**
 * `'key': 'value'` in the mapping under a top-level key of a YAML document, which is made where it is missing. Undefined when
 * something else stands there. Throws FormatError when the text is no YAML. The texts hold no quotes.
 */
export function addYamlEntries(text: string, name: string, added: readonly NewEntry[]): TextEdit | undefined {
  const lines = added.map(([key, value]) => `'${key}': '${value}'`)
  const block = [`${name}:`, ...lines.map((line) => `  ${line}`)]
  if (text.trim() === '') return appended(text, block)
  const { root } = yamlDocument.parse(new TextEncoder().encode(text), DEFAULT_LIMITS)
  const mapping = get(root, name)
  if (mapping === undefined) return appended(text, block)
  const [head] = mapping.kind === 'object' ? mapping.entries : []
  if (head === undefined) return undefined
  const start = /["']/.test(text.charAt(head.keyOffset - 1)) ? head.keyOffset - 1 : head.keyOffset
  const isFlow = /[{,]\s*$/.test(text.slice(0, start).slice(-LONGEST_GAP))
  const gap = isFlow ? ', ' : lineEnding(text) + indentAt(text, start)
  return { start, end: start, text: lines.map((line) => line + gap).join('') }
}

/** White space in front of a key of a flow mapping is shorter. */
const LONGEST_GAP = 200
