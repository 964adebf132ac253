import { get, items, string, type TreeValue } from '../formats/tree.ts'
import type { PolicyRule, PolicySubject } from '../model/policy.ts'
import type { Decision } from '../model/verdict.ts'
import { type ConditionCompiler, conditionCompiler } from './condition.ts'
import { type PolicyFile, textList } from './policy-file.ts'

/** Names that stand for something else where rules are named. */
const RESERVED_RULE_IDS: readonly string[] = ['default', 'waiver']

/**
 * The rules of a file whose shape was checked: what the check refused is left out here, it is reported already. Conditions
 * are compiled to find their mistakes; ids must be unique.
 */
export function readRules(file: PolicyFile, value: TreeValue | undefined): readonly PolicyRule[] {
  const compile = conditionCompiler()
  const rules = items(value).flatMap((item) => readRule(file, item, compile) ?? [])
  reportDuplicates(file, items(value))
  return rules
}

function readRule(file: PolicyFile, item: TreeValue, compile: ConditionCompiler): PolicyRule | undefined {
  const id = string(get(item, 'id'))
  const on = (string(get(item, 'on')) ?? 'finding') as PolicySubject
  const decision = string(get(item, 'decision'))
  checkCondition(file, get(item, 'when'), on, compile)
  if (on === 'coverage' && get(item, 'paths') !== undefined) {
    file.report(
      get(item, 'paths')?.offset ?? item.offset,
      'a rule on coverage has no places, so "paths" cannot be given',
    )
  }
  if (id === undefined || decision === undefined) return undefined
  return {
    id,
    on,
    when: string(get(item, 'when')) ?? 'true',
    decision: decision as Decision,
    paths: textList(get(item, 'paths')),
    message: string(get(item, 'message')) ?? '',
    reason: string(get(item, 'reason')) ?? '',
    origin: { kind: 'file', ...file.place(item.offset) },
  }
}

function checkCondition(
  file: PolicyFile,
  value: TreeValue | undefined,
  on: PolicySubject,
  compile: ConditionCompiler,
): void {
  const text = string(value)
  if (value === undefined || text === undefined || text.trim() === '' || !SUBJECTS.includes(on)) return
  const compiled = compile(text, on)
  if (compiled.kind === 'condition') return
  for (const { message, hint, start } of compiled.mistakes) {
    file.report(file.offsetWithin(value, text, start), `when: ${message}`, hint)
  }
}

const SUBJECTS: readonly PolicySubject[] = ['finding', 'component', 'coverage']

function reportDuplicates(file: PolicyFile, rules: readonly TreeValue[]): void {
  const seen = new Set<string>()
  for (const id of rules.flatMap((rule) => get(rule, 'id') ?? [])) {
    const name = string(id)
    if (name === undefined) continue
    if (RESERVED_RULE_IDS.includes(name))
      file.report(id.offset, `id: "${name}" has a meaning of its own; choose another`)
    if (seen.has(name)) file.report(id.offset, `id: a rule "${name}" stands above already`)
    seen.add(name)
  }
}
