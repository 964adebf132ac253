import { FormatError } from '../../../base/errors.ts'

/**
 * Foreign JSON as a value. The size of the text bounds it; V8 reads any depth without the stack. Throws FORMAT_SYNTAX.
 * Not the tree of formats/: a packument of 50 MB would take seconds, and nobody needs its lines.
 */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FormatError('FORMAT_SYNTAX', `expected JSON, found ${JSON.stringify(text.slice(0, 40))}`)
  }
}

/** The own fields of an object; none for anything else. Without a prototype: `constructor` is a name of a package. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.assign(Object.create(null), value)
    : NOTHING
}

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null))

export function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
