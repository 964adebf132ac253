import type { FileRuleCase } from './rule-case.ts'

/** A text on which a rule must report something. */
export function fires(name: string, path: string, text: string): FileRuleCase {
  return { name, expect: 'fires', path, content: () => Buffer.from(text) }
}

/** A text on which a rule must say nothing. */
export function silent(name: string, path: string, text: string): FileRuleCase {
  return { name, expect: 'silent', path, content: () => Buffer.from(text) }
}
