import { describe, expect, it } from 'vitest'
import type { PolicySubject } from '../model/policy.ts'
import { Budget, conditionCompiler, ConditionFailure } from './condition.ts'
import { bind } from './condition-cost.ts'
import { absentFacts, type Facts, VARIABLES } from './environment.ts'

const compile = conditionCompiler()

function facts(finding: Partial<Facts> = {}, component: Partial<Facts> = {}, coverage: Partial<Facts> = {}): Facts {
  return {
    finding: overlaid(absentFacts(VARIABLES.finding), finding),
    component: overlaid(absentFacts(VARIABLES.component), component),
    coverage: overlaid(absentFacts(VARIABLES.coverage), coverage),
  }
}

function overlaid(base: Facts, given: Partial<Facts>): Facts {
  return Object.fromEntries(
    Object.entries(base).map(([name, value]) => {
      const own = given[name]
      const nested = typeof value === 'object' && !Array.isArray(value) && typeof own === 'object'
      return [name, nested ? { ...(value as Facts), ...(own as Facts) } : (own ?? value)]
    }),
  )
}

function holds(text: string, about: Facts, on: PolicySubject = 'finding'): boolean {
  const compiled = compile(text, on)
  if (compiled.kind === 'mistakes') throw new Error(compiled.mistakes.map((mistake) => mistake.message).join('; '))
  return compiled.condition.holds(bind(about), new Budget())
}

function mistakesOf(text: string, on: PolicySubject = 'finding'): string {
  const compiled = compile(text, on)
  if (compiled.kind === 'condition') return ''
  return compiled.mistakes.map((mistake) => `${mistake.start}: ${mistake.message} (${mistake.hint ?? ''})`).join('\n')
}

describe('a condition holds', () => {
  const torch = facts(
    {
      severity: 'critical',
      fixable: true,
      paths: ['services/rag/requirements.txt', 'notebooks/a.ipynb'],
      advisory: {
        id: 'CVE-2025-32434',
        ids: ['CVE-2025-32434', 'GHSA-53q9-r3pm-6pq6'],
        score: 9.3,
        scored: true,
        fixed: ['2.6.0'],
      },
    },
    { name: 'torch', version: '2.1.0', direct: 'yes', scope: 'runtime', groups: ['extra:gpu'] },
    { unpinned: 3n, total: 10n, ageDays: 2 },
  )
  it.each([
    ['finding.severity == "critical" && finding.fixable', true],
    ['finding.severity in ["high", "critical"]', true],
    ['finding.advisory.score >= 9', true],
    ['finding.advisory.score >= 9.5', false],
    ['"CVE-2025-32434" in finding.advisory.ids', true],
    ['finding.advisory.ids.exists(i, i.startsWith("GHSA-"))', true],
    ['finding.paths.all(p, glob(p, "services/**"))', false],
    ['finding.paths.exists_one(p, glob(p, "**/*.ipynb"))', true],
    ['finding.paths.filter(p, p.endsWith(".txt")).size() == 1', true],
    ['size(finding.advisory.fixed) == 0', false],
    ['component.name.lowerAscii().contains("orc")', true],
    ['component.direct == "yes" ? component.scope == "runtime" : false', true],
    ['["services/", "apps/"].exists(d, finding.paths.exists(p, p.startsWith(d)))', true],
    ['coverage.unpinned * 2 > coverage.total', false],
    ['double(coverage.unpinned) / double(coverage.total) > 0.2', true],
    ['coverage.ageDays > 7', false],
    ['finding.advisory.fixed[0] == "2.6.0"', true],
    ['finding.advisory.ids == ["CVE-2025-32434", "GHSA-53q9-r3pm-6pq6"]', true],
    ['-1 < 0 && !finding.known', true],
  ])('%s: %s', (text, expected) => expect(holds(text, torch)).toBe(expected))
})

describe('absent facts', () => {
  it.each([
    ['finding.advisory.score >= 0', false],
    ['finding.advisory.score < 4', false],
    ['finding.advisory.scored', false],
    ['finding.advisory.epss < 0.01', false],
    ['finding.advisory.ageDays > 30', false],
    ['finding.severity == "unknown"', true],
    ['finding.advisory.id == ""', true],
    ['finding.advisory.ids.exists(i, i == "CVE-1")', false],
    ['component.name == ""', true],
    ['finding.range.admits == ""', true],
  ])('%s: %s', (text, expected) => expect(holds(text, facts())).toBe(expected))

  it('takes no data for infinitely old data', () =>
    expect(holds('coverage.ageDays > 7', facts({}, {}, { ageDays: Number.POSITIVE_INFINITY }))).toBe(true))
})

describe('a mistake is found before anything runs', () => {
  it.each([
    ['finding.sevrity == "high"', 'finding has no field "sevrity" (did you mean "severity"?)'],
    ['finding.advisory.scoer > 7', 'finding.advisory has no field "scoer" (did you mean "score"?)'],
    ['finding.severity == "hgih"', 'finding.severity is never "hgih" (did you mean "high"?)'],
    ['finding.severity in ["high", "moderate"]', 'is never "moderate"'],
    ['"dev" == component.scope', 'component.scope is never "dev"'],
    ['component.direct == true', 'no such overload: string == bool'],
    ['finding.severity == critical', 'there is no variable "critical" (write "critical" in quotes)'],
    ['findings.known', 'there is no variable "findings" (did you mean "finding"?)'],
    ['finding', '"finding" is a group of fields'],
    ['finding.advisory == finding.advisory', 'is a group of fields'],
    ['finding["severity"] == "high"', 'only lists are indexed'],
    ['finding.severity', 'this one is of type string'],
    ['finding.advisory.score == 7', 'decimal point'],
    ['finding.severity = "high"', ''],
    ['finding.severity == "high', 'Unterminated string'],
    ['', 'Unexpected token: EOF'],
    ['finding.title.matches("(a+)+$")', 'there is no method .matches() (use glob('],
    ['has(finding.severity)', 'there is no function has() (fields are always there'],
    ['finding.paths.map(p, p + p).size() > 0', 'there is no method .map()'],
    ['cel.bind(x, finding.title, x == x)', 'there is no'],
    ['finding.title + "x" == "x"', '"+" is for numbers'],
    ['[1] + [2] == [1, 2]', '"+" is for numbers'],
    ['b"abc".size() == 3', 'bytes'],
    ['{"a": 1}.size() == 1', 'maxMapEntries'],
    ['{}.size() == 0', 'maps cannot be used'],
    ['null == null', 'null'],
    ['int == int', 'there is no variable "int"'],
    ['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T00:00:00Z")', 'there is no function timestamp()'],
    ['glob(finding.title, finding.ruleId)', 'a pattern in quotes'],
    ['glob(finding.title, "[a")', 'the pattern has a "[" without "]"'],
    ['finding.paths.exists(finding, true)', '"finding" is taken'],
    ['finding.paths.exists(p)', 'takes a name and a condition'],
    ['finding.title.exists(p, true)', '.exists() is for lists'],
    ['constructor.name == ""', 'there is no variable "constructor"'],
    ['finding.__proto__ == ""', ''],
    ['finding.constructor == ""', 'no field "constructor"'],
  ])('%s', (text, message) => {
    const found = mistakesOf(text)
    expect(found).not.toBe('')
    expect(found).toContain(message)
  })

  it.each<[PolicySubject, string, string]>([
    ['component', 'finding.known', '"finding" is not known here (a rule on this subject sees component, coverage)'],
    ['coverage', 'component.name == ""', '"component" is not known here'],
  ])('on %s: %s', (on, text, message) => expect(mistakesOf(text, on)).toContain(message))

  it('reports every mistake of one condition, each with its place', () => {
    const found = mistakesOf('finding.a == "x" || component.b == "y" || glob(finding.title, "")')
    expect(found.split('\n').map((line) => Number.parseInt(line, 10))).toEqual([8, 30, 62])
  })
})

describe('a condition without an answer fails, it is not false', () => {
  it.each([
    ['finding.advisory.fixed[0] == "1"', 'index out of bounds'],
    ['coverage.total / coverage.failed == 0', 'division by zero'],
    ['9223372036854775807 + coverage.total + 1 > 0', 'overflow'],
  ])('%s', (text, message) => {
    expect(() => holds(text, facts())).toThrow(ConditionFailure)
    expect(() => holds(text, facts())).toThrow(message)
  })
})

describe('a hostile condition ends at once', () => {
  const paths = Array.from({ length: 10_000 }, (_, index) => `d${index}/requirements.txt`)
  const long = Array.from({ length: 1000 }, () => 'a'.repeat(4000))
  it.each([
    ['nested loops', 'finding.paths.all(a, finding.paths.exists(b, a == b))', { paths }],
    ['three loops', '[1,2,3,4,5,6,7,8,9].all(a, finding.paths.all(b, finding.paths.all(c, c != "")))', { paths }],
    ['long search', `finding.paths.exists(p, p.contains("${'a'.repeat(400)}b"))`, { paths: long }],
    ['hostile glob', `finding.paths.exists(p, glob(p, "${'*a'.repeat(200)}b"))`, { paths: long }],
    [
      'filters over filters',
      `finding.paths${'.filter(p, finding.paths.size() > 0)'.repeat(30)}.exists(q, q in finding.paths)`,
      { paths },
    ],
    ['membership', 'finding.paths.all(p, p in finding.paths)', { paths }],
  ])('%s is refused', (_name, text, finding) => {
    const start = performance.now()
    expect(() => holds(text, facts(finding))).toThrow(/steps/)
    expect(performance.now() - start).toBeLessThan(500)
  })

  it.each([
    ['nots', '!'.repeat(2000) + 'finding.known'],
    ['nots beyond the limit', '!'.repeat(19_000) + 'finding.known'],
    ['parentheses', '('.repeat(9000) + 'true' + ')'.repeat(9000)],
    ['ternaries', 'finding.known ? true : '.repeat(800) + 'true'],
    ['lists', '['.repeat(9000)],
    ['or', 'finding.known || '.repeat(1100) + 'true'],
    ['dots', 'finding' + '.a'.repeat(9000)],
    ['calls', 'size('.repeat(3000)],
    ['too long', `finding.title == "${'x'.repeat(30_000)}"`],
    ['minus', '-'.repeat(15_000) + '1 == 1'],
  ])('%s end with an answer or a mistake', (_name, text) => {
    const start = performance.now()
    const compiled = compile(text, 'finding')
    const outcome =
      compiled.kind === 'condition' ? compiled.condition.holds(bind(facts()), new Budget()) : compiled.mistakes
    expect([true, false, expect.arrayContaining([expect.anything()])]).toContainEqual(outcome)
    expect(performance.now() - start).toBeLessThan(1000)
  })

  it('allows a list of a thousand names and a scan of a thousand files', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `"package-${index}"`).join(', ')
    const about = facts({ paths: paths.slice(0, 1000) }, { name: 'package-999' })
    expect(holds(`component.name in [${names}]`, about)).toBe(true)
    expect(holds('finding.paths.all(p, glob(p, "**/requirements*.txt"))', about)).toBe(true)
  })

  it('stops when all conditions together take too long', () => {
    const compiled = compile('finding.paths.all(p, p != "")', 'finding')
    const budget = new Budget(100_000)
    const binding = bind(facts({ paths: paths.slice(0, 1000) }))
    if (compiled.kind !== 'condition') throw new Error('a good condition')
    expect(() => {
      for (let i = 0; i < 100; i++) compiled.condition.holds(binding, budget)
    }).toThrow(/all conditions together/)
  })

  it('answers a hundred thousand times a second', () => {
    const compiled = compile('finding.severity == "high" && finding.fixable || "x" in finding.paths', 'finding')
    if (compiled.kind !== 'condition') throw new Error('a good condition')
    const binding = bind(facts())
    const budget = new Budget()
    const start = performance.now()
    for (let i = 0; i < 100_000; i++) compiled.condition.holds(binding, budget)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
