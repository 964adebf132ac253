import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

const escape = '{{ messages.__class__.__mro__[1].__subclasses__() }}'
const honest = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] }}{% endfor %}"

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on an escape to classes', 'fires', 'tokenizer_config.json', () => tokenizer(escape)),
  modelCase('fires on a template in a file of its own', 'fires', 'chat_template.jinja', () => Buffer.from(escape)),
  modelCase('is silent on a loop over messages', 'silent', 'tokenizer_config.json', () => tokenizer(honest)),
  modelCase('is silent on a configuration without one', 'silent', 'tokenizer_config.json', () => Buffer.from('{}')),
  ...HARMLESS,
]

function tokenizer(template: string): Uint8Array {
  return Buffer.from(JSON.stringify({ chat_template: template, model_max_length: 4096 }))
}
