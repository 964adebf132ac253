import { isExpected } from '../../base/errors.ts'
import { addJsonEntries, type NewEntry } from './add-json-entries.ts'
import { addTomlEntries, addTomlItems } from './add-toml-entries.ts'
import { addYamlEntries } from './add-yaml-entries.ts'
import type { Addition } from './fix-plan.ts'
import type { TextEdit } from './text-edit.ts'

/** The line as the file will have it, for people. */
export function additionText({ style, key, value }: Addition): string {
  if (style === 'toml-list') return JSON.stringify(value)
  return style === 'toml' ? `${key} = ${JSON.stringify(value)}` : `${JSON.stringify(key)}: ${JSON.stringify(value)}`
}

/** One edit for all additions to one place of one file; undefined when the file leaves no place for them. */
export function addAll(additions: readonly Addition[]): TextEdit | undefined {
  const [first] = additions
  const text = first?.file.text
  if (first === undefined || text === undefined) return undefined
  const entries: readonly NewEntry[] = [...new Map(additions.map(({ key, value }) => [key, value]))].sort()
  try {
    return editFor(first, text, entries)
  } catch (error) {
    if (!isExpected(error)) throw error
    return undefined
  }
}

function editFor({ style, under }: Addition, text: string, entries: readonly NewEntry[]): TextEdit | undefined {
  const last = under.at(-1) ?? ''
  switch (style) {
    case 'json':
      return addJsonEntries(text, under, entries)
    case 'yaml':
      return addYamlEntries(text, last, entries)
    case 'toml':
      return addTomlEntries(text, under, entries)
    case 'toml-list':
      return addTomlItems(
        text,
        under.slice(0, -1),
        last,
        entries.map(([, value]) => value),
      )
  }
}
