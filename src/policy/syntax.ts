import { globMistake } from '../base/glob.ts'
import { componentMistake } from './component-selector.ts'
import type { Syntax } from './shape.ts'

/** For each syntax: the pattern editors check (JSON Schema), where one says enough. */
export const SYNTAX_PATTERNS: Readonly<Record<Syntax, string | undefined>> = {
  identifier: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$',
  date: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  glob: undefined,
  condition: undefined,
  fingerprint: '^[0-9a-f]{16,128}$',
  component: undefined,
  digest: '^sha256:[0-9a-f]{64}$',
  key: '^[0-9a-f]{64}$',
  global: '^[^\\s*?]{1,300}$',
}

/** What is wrong with a text, as the end of a sentence; undefined when nothing is. Conditions are checked by condition.ts. */
export function syntaxMistake(syntax: Syntax, text: string): string | undefined {
  if (syntax === 'glob') return globMistake(text)
  if (syntax === 'component') return componentMistake(text)
  if (syntax === 'identifier') {
    return /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/.test(text)
      ? undefined
      : 'is not made of letters, digits, ".", "_" and "-"'
  }
  if (syntax === 'fingerprint') {
    return /^[0-9a-f]{16,128}$/.test(text) ? undefined : 'is not a fingerprint (16 or more hexadecimal characters)'
  }
  if (syntax === 'key') return /^[0-9a-f]{64}$/.test(text) ? undefined : 'is not 64 hexadecimal digits'
  if (syntax === 'digest') {
    return /^sha256:[0-9a-f]{64}$/.test(text) ? undefined : 'is not "sha256:" and 64 hexadecimal digits'
  }
  if (syntax === 'global') {
    return /^[^\s*?]{1,300}$/.test(text) ? undefined : 'is not one name such as my_library.Thing (no globs)'
  }
  if (syntax === 'date') return isCalendarDay(text) ? undefined : 'is not a day of the calendar written YYYY-MM-DD'
  return undefined
}

/** `2026-02-30` is not: Date would silently make the 2nd of March of it. */
function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
