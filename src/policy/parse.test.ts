import { describe, expect, it } from 'vitest'
import type { Policy } from '../model/policy.ts'
import { parsePolicy, parseWaivers, withWaivers } from './parse.ts'
import { PRESETS } from './presets.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function problemsOf(text: string): readonly string[] {
  return parsePolicy(encode(text), 'assay.yaml').problems.map(
    ({ line, column, message, hint }) => `${line}:${column} ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  )
}

function policyOf(text: string): Policy {
  const { policy, problems } = parsePolicy(encode(text), 'assay.yaml')
  expect(problems).toEqual([])
  return policy
}

describe('a policy file', () => {
  it('with its version alone is the balanced preset', () => {
    const policy = policyOf('version: 1\n')
    expect(policy.preset).toBe('balanced')
    expect(policy.source).toBe('assay.yaml')
    expect(policy.rules).toEqual(PRESETS.balanced.rules)
    expect(policy.requireComplete).toBe(false)
  })

  it('extends a preset, and strict demands completeness unless told otherwise', () => {
    expect(policyOf('version: 1\nextends: strict\n').requireComplete).toBe(true)
    expect(policyOf('version: 1\nextends: strict\nrequire-complete: false\n').requireComplete).toBe(false)
  })

  it.each([
    ['vex: vendor.json', ['vendor.json']],
    ['vex: [a.json, b/c.json]', ['a.json', 'b/c.json']],
  ])('names VEX documents: %s', (line, files) => {
    expect(policyOf(`version: 1\n${line}\n`).vexFiles).toEqual(files)
  })

  it('asks about malware first, then its own rules, then those of the preset, and replaces those of the same id', () => {
    const policy = policyOf(`version: 1
rules:
  - id: mine
    when: component.name == "torch"
    decision: warn
  - id: warn-old-advisory-data
    on: coverage
    when: coverage.ageDays > 30
    decision: block
`)
    expect(policy.rules.slice(0, 3).map((rule) => rule.id)).toEqual([
      'block-known-malware',
      'mine',
      'warn-old-advisory-data',
    ])
    expect(policy.rules.filter((rule) => rule.id === 'warn-old-advisory-data')).toHaveLength(1)
    expect(policy.rules).toHaveLength(PRESETS.balanced.rules.length + 1)
    expect(policy.rules[1]?.origin).toEqual({ kind: 'file', path: 'assay.yaml', line: 3, column: 5 })
  })

  it.each([
    ['block-known-malware', 'allow'],
    ['everything', 'block'],
  ])('an allowing rule called %s leaves malware to: %s', (id, decision) => {
    const policy = policyOf(`version: 1\nrules:\n  - {id: ${id}, when: "true", decision: allow}\n`)
    expect(policy.rules[0]).toMatchObject({ id: 'block-known-malware', decision })
  })

  it('reads everything else as plain data', () => {
    const policy = policyOf(`version: 1
waivers-file: governance/waivers.yaml
waivers:
  - advisory: CVE-2024-31580
    component: pkg:pypi/torch@2.1.0+cu118
    paths: notebooks/**
    owner: ml-platform
    reason: only used on trusted input
    expires: 2027-01-31
advisories:
  osv: https://osv.example/all.zip
  kev: kev.json
  epss: epss.csv
  allow-sources: [GHSA-, PYSEC-]
  deny-sources: ECHO-
limits: {fileBytes: 1048576, fileSeconds: 2.5}
exclude: ["vendor/**"]
tests:
  - name: malware
    finding: {advisory: {id: MAL-2025-1, malicious: true}}
    expect: block
    rule: block-known-malware
`)
    expect(policy.waivers[0]).toEqual({
      id: 'waiver-1',
      selector: { advisory: 'CVE-2024-31580', component: 'pkg:pypi/torch@2.1.0+cu118' },
      paths: ['notebooks/**'],
      owner: 'ml-platform',
      reason: 'only used on trusted input',
      expires: '2027-01-31',
      origin: { path: 'assay.yaml', line: 4, column: 5 },
    })
    expect(policy.waiversFile).toBe('governance/waivers.yaml')
    expect(policy.advisories).toEqual({
      osv: ['https://osv.example/all.zip'],
      kev: 'kev.json',
      epss: 'epss.csv',
      allowSources: ['GHSA-', 'PYSEC-'],
      denySources: ['ECHO-'],
    })
    expect(policy.limits).toEqual({ fileBytes: 1_048_576, fileSeconds: 2.5 })
    expect(policy.exclude).toEqual(['vendor/**'])
    expect(policy.tests[0]?.given).toEqual({ finding: { advisory: { id: 'MAL-2025-1', malicious: true } } })
  })

  it('crosses a worker thread unchanged', () => {
    const policy = policyOf('version: 1\nextends: strict\n')
    expect(structuredClone(policy)).toEqual(policy)
    expect(JSON.parse(JSON.stringify(policy))).toEqual(policy)
  })
})

const RULE = 'version: 1\nrules:\n  - '
const WAIVER = 'version: 1\nwaivers:\n  - {advisory: CVE-1, owner: me, reason: why, expires: '

describe('a mistake is reported with its place and a way out', () => {
  it.each([
    ['', '1:1 expected a policy, found an empty file'],
    ['# nothing\n', '1:1 expected a policy, found an empty file'],
    ['- a\n', 'expected a mapping with "version", found a list'],
    ['extends: strict\n', '"version" must be given'],
    ['version: 2\n', '1:10 version: expected 1, found the number "2"'],
    ['version: "1"\n', 'version: expected a whole number, found the text "1"'],
    ['version: 1\nextend: strict\n', '2:1 there is no "extend" here | did you mean "extends"?'],
    ['version: 1\nextends: strictt\n', '2:10 extends: expected "permissive", "balanced" or "strict"'],
    ['version: 1\nversion: 1\n', '2:1 "version" stands here for the second time'],
    ['version: 1\nrequire-complete: yes\n', 'require-complete: expected true or false, found the text "yes"'],
    ['version: 1\n---\nversion: 1\n', 'expected one YAML document, found a second one'],
    ['version: 1\n  x: [\n', 'YAML:'],
    ['version: 1\nrules: {}\n', 'rules: expected a list, found a mapping'],
    [`${RULE}{id: a, decision: block}`, '3:5 rules[0]: at least one of "when" and "paths" must be given'],
    [`${RULE}{when: finding.known}`, 'rules[0]: "id" and "decision" must be given'],
    [`${RULE}{id: a, when: finding.known, decision: deny}`, 'rules[0].decision: expected "allow", "warn" or "block"'],
    [`${RULE}{id: a b, when: finding.known, decision: warn}`, 'is not made of letters'],
    [`${RULE}{id: default, when: finding.known, decision: warn}`, 'has a meaning of its own'],
    [`${RULE}{id: a, paths: "/abs", decision: warn}`, 'rules[0].paths: "/abs" starts with "/"'],
    [`${RULE}{id: a, when: 7, decision: warn}`, 'expected a text, found the number "7" | write it in quotes: "7"'],
    [`${RULE}{id: a, when: "", decision: warn}`, 'found an empty one'],
    [`${RULE}{id: a, on: findings, when: finding.known, decision: warn}`, 'rules[0].on: expected'],
    [`${RULE}{id: a, on: coverage, paths: x, decision: warn}`, 'a rule on coverage has no places'],
    [
      `${RULE}{id: a, when: finding.known, decison: warn}`,
      'rules[0]: there is no "decison" here | did you mean "decision"?',
    ],
    [
      `${RULE}{id: a, when: finding.known, decision: warn}\n  - {id: a, when: finding.known, decision: warn}`,
      '4:10 id: a rule "a" stands above',
    ],
    [`${WAIVER}2026-02-30}`, '3:56 waivers[0].expires: "2026-02-30" is not a day of the calendar'],
    [`${WAIVER}2026-1-3}`, 'is not a day of the calendar'],
    [`${WAIVER}20260103}`, 'expected a text, found the number "20260103"'],
    [`${WAIVER}never}`, 'is not a day of the calendar'],
    [
      'version: 1\nwaivers:\n  - {advisory: CVE-1, reason: why, expires: 2026-01-01}',
      'waivers[0]: "owner" must be given',
    ],
    [
      'version: 1\nwaivers:\n  - {owner: me, reason: why, expires: 2026-01-01}',
      'at least one of "advisory", "rule", "fingerprint", "component", "digest" and "global"',
    ],
    [
      'version: 1\nwaivers:\n  - {component: torch==2.1.0, owner: me, reason: why, expires: 2026-01-01}',
      'write a package URL',
    ],
    [
      'version: 1\nwaivers:\n  - {component: "pkg:gem/rails@1", owner: me, reason: why, expires: 2026-01-01}',
      'is not a package URL of a kind Assay knows',
    ],
    [
      'version: 1\nwaivers:\n  - {fingerprint: abc, owner: me, reason: why, expires: 2026-01-01}',
      'is not a fingerprint',
    ],
    ['version: 1\nlimits: {fileBytes: 1}\n', 'limits.fileBytes: expected a whole number from 1024'],
    ['version: 1\nlimits: {filebytes: 4096}\n', 'did you mean "fileBytes"?'],
    ['version: 1\nexclude: ["a[b"]\n', 'exclude[0]: "a[b" has a "[" without "]"'],
    ['version: 1\ntests:\n  - {name: a, expect: block}\n', 'at least one of "finding", "component" and "coverage"'],
    [
      'version: 1\ntests:\n  - {name: a, finding: {sevrity: high}, expect: block}\n',
      'tests[0].finding: there is no "sevrity" here | did you mean "severity"?',
    ],
    [
      'version: 1\ntests:\n  - {name: a, finding: {severity: bad}, expect: block}\n',
      'tests[0].finding.severity: expected',
    ],
    [
      'version: 1\ntests:\n  - {name: a, finding: {advisory: {fixed: [2.0]}}, expect: block}\n',
      'write it in quotes: "2.0"',
    ],
    [
      'version: 1\ntests:\n  - {name: a, finding: {known: true}, expect: block, rule: block-known-malwar}\n',
      'did you mean "block-known-malware"?',
    ],
  ])('%j', (text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected)
  })

  it('points into the condition, whatever way it is written', () => {
    const written = [
      'when: finding.sevrity == "high"',
      `when: 'finding.known && finding.sevrity == "high"'`,
      'when: "finding.known && finding.sevrity == \\"high\\""',
      'when: |\n      finding.known\n      && finding.sevrity == "high"',
      'when: >-\n      finding.known\n\n      && finding.sevrity == "high"',
    ]
    for (const when of written) {
      const text = `${RULE}id: a\n    decision: warn\n    ${when}\n`
      const [problem] = parsePolicy(encode(text), 'assay.yaml').problems
      const line = text.split('\n')[(problem?.line ?? 0) - 1] ?? ''
      expect(line.slice((problem?.column ?? 0) - 1)).toMatch(/^sevrity == /)
    }
  })

  it('reports all mistakes at once, in the order of the text', () => {
    const problems = problemsOf(`version: 1
extends: lax
rules:
  - id: a
    when: finding.foo && component.bar
    decision: stop
waivers:
  - owner: me
`)
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['2:10', '5:19', '5:36', '6:15', '8:5', '8:5'])
  })

  it('cuts foreign text and shows what is invisible', () => {
    const [problem] = problemsOf(`version: 1\n"${'x'.repeat(500)}": 1\n`)
    expect(problem?.length).toBeLessThan(300)
    expect(problemsOf('version: 1\n"a\\u202eb": 1\n').join('')).toContain('\\u{202e}')
  })
})

describe('a hostile policy file ends at once', () => {
  it.each([
    ['not text', new Uint8Array([0xff, 0xff, 0xff])],
    ['deep', encode('['.repeat(5000))],
    ['deep mappings', encode(Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))],
    [
      'aliases',
      encode(
        `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
          .split('')
          .map(
            (k, i) =>
              `${k}: &${k} [${Array(9)
                .fill(`*${'abcdefghij'[i] ?? ''}`)
                .join(',')}]`,
          )
          .join('\n')}`,
      ),
    ],
    ['large', encode(`version: 1\nx: "${'y'.repeat(5_000_000)}"`)],
    [
      'many rules',
      encode(`version: 1\nrules:\n${'  - {id: a, when: finding.known, decision: warn}\n'.repeat(20_000)}`),
    ],
    ['many unknown keys', encode(`version: 1\n${Array.from({ length: 20_000 }, (_, i) => `key${i}: 1`).join('\n')}`)],
    [
      'many mistakes',
      encode(`version: 1\nrules:\n${'  - {id: a, when: finding.knwon, decision: wran, x: 1}\n'.repeat(500)}`),
    ],
    [
      'long condition',
      encode(
        `version: 1\nrules:\n  - id: a\n    decision: warn\n    when: >-\n${'      finding.knwon ||\n'.repeat(800)}      true\n`,
      ),
    ],
    ['prototype', encode('version: 1\n__proto__: {a: 1}\nconstructor: 1\ntoString: 2\n')],
  ])('%s', (_name, bytes) => {
    const start = performance.now()
    expect(parsePolicy(bytes, 'assay.yaml').problems.length).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('a file of waivers', () => {
  const text = 'version: 1\nwaivers:\n  - {advisory: CVE-1, owner: me, reason: why, expires: 2027-01-01}\n'

  it('joins those of the policy under a name of its own', () => {
    const policy = policyOf(text)
    const { waivers, problems } = parseWaivers(encode(text), 'waivers.yaml')
    expect(problems).toEqual([])
    expect(withWaivers(policy, waivers).waivers.map((waiver) => waiver.id)).toEqual([
      'waiver-1',
      'waivers.yaml:waiver-1',
    ])
  })

  it('holds nothing but waivers', () => {
    expect(parseWaivers(encode(`${text}rules: []\n`), 'w.yaml').problems[0]?.message).toContain(
      'there is no "rules" here',
    )
  })
})
