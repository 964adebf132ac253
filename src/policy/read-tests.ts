import { excerpt } from '../base/escape.ts'
import { entries, get, items, string, type TreeValue } from '../formats/tree.ts'
import type { GivenValue, PolicySubject, PolicyTest } from '../model/policy.ts'
import type { Decision } from '../model/verdict.ts'
import { suggestion } from './nearest.ts'
import type { PolicyFile } from './policy-file.ts'

/**
 * The tests of a file whose shape was checked; incomplete ones are left out, they are reported already. `ruleIds` are the
 * rules of the policy: a test that demands another can never pass.
 */
export function readTests(
  file: PolicyFile,
  value: TreeValue | undefined,
  ruleIds: readonly string[],
): readonly PolicyTest[] {
  return items(value).flatMap((item) => {
    checkRule(file, get(item, 'rule'), ruleIds)
    return readTest(file, item) ?? []
  })
}

function checkRule(file: PolicyFile, value: TreeValue | undefined, ruleIds: readonly string[]): void {
  const id = string(value)
  if (value === undefined || id === undefined || id === 'default' || ruleIds.includes(id)) return
  file.report(value.offset, `rule: this policy has no rule "${excerpt(id, 80)}"`, suggestion(id, ruleIds))
}

const SUBJECTS: readonly PolicySubject[] = ['finding', 'component', 'coverage']

function readTest(file: PolicyFile, item: TreeValue): PolicyTest | undefined {
  const name = string(get(item, 'name'))
  const expect = string(get(item, 'expect'))
  const rule = string(get(item, 'rule'))
  if (name === undefined || expect === undefined) return undefined
  const given = SUBJECTS.flatMap((subject) => {
    const value = get(item, subject)
    return value?.kind === 'object' ? [[subject, givenFields(value)] as const] : []
  })
  return {
    name,
    given: Object.fromEntries(given),
    expect: expect as Decision,
    ...(rule === undefined ? {} : { rule }),
    origin: file.place(item.offset),
  }
}

function givenFields(value: TreeValue): { readonly [field: string]: GivenValue } {
  return Object.fromEntries(
    entries(value).flatMap((entry) => {
      const given = givenValue(entry.value)
      return given === undefined ? [] : [[entry.key, given] as const]
    }),
  )
}

function givenValue(value: TreeValue): GivenValue | undefined {
  if (value.kind === 'object') return givenFields(value)
  if (value.kind === 'array') return value.items.flatMap((item) => string(item) ?? [])
  return value.value ?? undefined
}
