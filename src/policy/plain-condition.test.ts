import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import type { PolicySubject } from '../model/policy.ts'
import { absentFacts, type Facts, VARIABLES, VARIABLES_OF } from './environment.ts'
import { plainCondition } from './plain-condition.ts'
import { PRESETS } from './presets.ts'

const { Environment } = createRequire(import.meta.url)('@marcbachmann/cel-js') as typeof import('@marcbachmann/cel-js')

function celSays(text: string, facts: Facts): unknown {
  const environment = new Environment({ unlistedVariablesAreDyn: true })
  return environment.evaluate(text, { ...facts })
}

/** The facts of an empty scan with some fields of coverage replaced. */
function factsWith(coverage: Facts): Facts {
  const nothing = (subject: PolicySubject): Facts => absentFacts(VARIABLES[subject])
  return {
    finding: nothing('finding'),
    component: nothing('component'),
    coverage: { ...nothing('coverage'), ...coverage },
  }
}

const SAMPLES: readonly Facts[] = [
  factsWith({}),
  ...['none', 'starter', 'database'].flatMap((data) =>
    [0, 7, 7.5, 8, Number.POSITIVE_INFINITY, Number.NaN].flatMap((ageDays) =>
      [0n, 1n, 7n].map((total) => factsWith({ data, ageDays, total, kevRecords: total, complete: total === 0n })),
    ),
  ),
]

const CONDITIONS: readonly (readonly [PolicySubject, string])[] = [
  ...Object.values(PRESETS).flatMap(({ rules }) => rules.map(({ on, when }) => [on, when] as const)),
  ['coverage', 'coverage.complete'],
  ['coverage', '!coverage.complete && coverage.total >= 1'],
  ['coverage', 'coverage.total != 7 && coverage.ageDays <= 7'],
  ['coverage', 'coverage.total == 7'],
  ['coverage', 'coverage.ageDays < 8 && coverage.data != "none"'],
  ['finding', 'finding.advisory.id == "" && coverage.total < 1'],
]

describe('a condition that needs no library', () => {
  for (const [on, text] of CONDITIONS) {
    const condition = plainCondition(text, on)
    if (condition === undefined) continue
    it(`says what CEL says: ${text}`, () => {
      for (const facts of SAMPLES)
        expect(condition.holds(facts), JSON.stringify(facts['coverage'], asText)).toBe(celSays(text, facts))
    })
  }

  it('is every coverage rule of the presets', () => {
    const rules = Object.values(PRESETS)
      .flatMap(({ rules }) => rules)
      .filter(({ on }) => on === 'coverage')
    expect(rules.filter(({ when }) => plainCondition(when, 'coverage') === undefined)).toEqual([])
    expect(rules.length).toBeGreaterThan(5)
  })

  it.each<[PolicySubject, string]>([
    ['coverage', ''],
    ['coverage', 'coverage.total'],
    ['coverage', 'coverage.nothing == 1'],
    ['coverage', 'coverage.total == 1.0'],
    ['coverage', 'coverage.ageDays == 7'],
    ['coverage', 'coverage.data > "none"'],
    ['coverage', 'coverage.data == "elsewhere"'],
    ['coverage', 'coverage.data == "a\\" && true || \\""'],
    ['coverage', 'coverage.total == 1 || coverage.total == 2'],
    ['coverage', 'finding.known'],
    ['coverage', 'coverage.gaps == "x"'],
    ['coverage', 'coverage.constructor == "x"'],
    ['finding', 'finding.advisory == "x"'],
  ])('leaves to the library: %s %s', (on, text) => {
    expect(VARIABLES_OF[on].length).toBeGreaterThan(0)
    expect(plainCondition(text, on)).toBeUndefined()
  })
})

function asText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : value
}
