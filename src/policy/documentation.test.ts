import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parseBaseline, renderBaseline } from './baseline.ts'
import { conditionCompiler } from './condition.ts'
import { assayYamlSchema } from './json-schema.ts'
import { parsePolicy, parseWaivers } from './parse.ts'
import { testPolicy } from './policy-test.ts'
import { PRESETS } from './presets.ts'
import { policyReference, REFERENCE_END, REFERENCE_START } from './reference.ts'

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')
const [written = '', reference = ''] = page.split(REFERENCE_START)
const blocks = [...written.matchAll(/^```(.+)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}))
const blocksOf = (language: string): readonly string[] =>
  blocks.filter((block) => block.language === language).map((block) => block.text)
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('docs/policy.md', () => {
  it('has examples of every kind', () => {
    expect(blocksOf('yaml').length).toBeGreaterThan(3)
    expect(blocksOf('cel').length).toBeGreaterThan(5)
    expect(new Set(blocks.map((block) => block.language))).toEqual(
      new Set(['yaml', 'yaml file=waivers', 'yaml fragment', 'cel', 'json']),
    )
  })

  it.each(blocksOf('yaml'))('an example of a policy is one, and its tests pass (%#)', (text) => {
    const { policy, problems } = parsePolicy(encode(text), 'assay.yaml')
    expect(problems).toEqual([])
    expect(
      testPolicy(policy)
        .filter((outcome) => !outcome.passed)
        .map((outcome) => outcome.message),
    ).toEqual([])
  })

  it.each(blocksOf('yaml file=waivers'))('an example of waivers is one (%#)', (text) => {
    expect(parseWaivers(encode(text), 'waivers.yaml').problems).toEqual([])
  })

  it.each(blocksOf('cel'))('%s is a condition', (text) => {
    expect(conditionCompiler()(text, 'finding')).toMatchObject({ kind: 'condition' })
  })

  it.each(blocksOf('json'))('the example of a baseline is what is written (%#)', (text) => {
    expect(renderBaseline(parseBaseline(encode(text), 'b.json'))).toBe(text)
  })

  it('holds the reference as the code has it; else put policyReference() between its marks', () => {
    expect(reference.split(REFERENCE_END)[0]?.trim()).toBe(policyReference().trim())
  })
})

describe('the presets', () => {
  const rules = Object.values(PRESETS).flatMap((preset) =>
    preset.rules.map((rule) => ({ preset: preset.name, ...rule })),
  )

  it.each(rules)(
    '$preset: $id says what it does and why, and its condition is one',
    ({ id, decision, reason, when, on }) => {
      expect(id.split('-')[0]).toBe(decision)
      expect(reason.length).toBeGreaterThan(30)
      expect(conditionCompiler()(when, on)).toMatchObject({ kind: 'condition' })
    },
  )

  it.each(Object.values(PRESETS))('$name has each id once', ({ rules: own }) => {
    expect(new Set(own.map((rule) => rule.id)).size).toBe(own.length)
  })
})

describe('the JSON Schema of assay.yaml', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('assay.schema.json', import.meta.url), 'utf8'))
  const validate = new Ajv({ strict: false }).compile(assayYamlSchema())

  it('is the one the code makes; else write assayYamlSchema() to src/policy/assay.schema.json', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(assayYamlSchema())))
  })

  it.each(blocksOf('yaml'))('accepts the examples (%#)', (text) => {
    expect([validate(load(text)), validate.errors]).toEqual([true, null])
  })

  it.each([
    {},
    { version: 2 },
    { version: 1, extends: 'lax' },
    { version: 1, rule: [] },
    { version: 1, rules: [{ id: 'a', decision: 'warn' }] },
    { version: 1, rules: [{ id: 'a b', paths: 'x', decision: 'warn' }] },
    { version: 1, waivers: [{ advisory: 'CVE-1', owner: 'a', reason: 'b' }] },
    { version: 1, waivers: [{ advisory: 'CVE-1', owner: 'a', reason: 'b', expires: 'never' }] },
    { version: 1, tests: [{ name: 'a', finding: { sevrity: 'high' }, expect: 'block' }] },
  ])('refuses what the parser refuses: %j', (document) => {
    expect(validate(document)).toBe(false)
    expect(parsePolicy(encode(JSON.stringify(document)), 'assay.yaml').problems).not.toEqual([])
  })
})
