import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import { patternMistake } from '../../../base/patterns.ts'
import type { ScanContext, SensitiveScanner } from '../../sensitive/sensitive-scanner.ts'
import type { SecretCases } from '../secret-cases.ts'
import type { SecretRule } from '../secret-rule.ts'
import { secretScanner } from '../secret-scanner.ts'
import { SECRET_RULES } from './rules.ts'

const CASES = await allCases()
const CONTEXT: ScanContext = { role: 'configuration', path: 'settings/deploy.txt' }
const EVERY_RULE = secretScanner({ rules: SECRET_RULES, generic: false })

async function allCases(): Promise<ReadonlyMap<string, SecretCases>> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.cases.ts'))
  const modules = (await Promise.all(files.map((name) => import(join(import.meta.dirname, name))))) as {
    readonly cases: readonly SecretCases[]
  }[]
  return new Map(modules.flatMap(({ cases }) => cases).map((one) => [one.rule, one]))
}

function casesOf(rule: SecretRule): SecretCases {
  const cases = CASES.get(rule.id)
  if (cases === undefined) throw new Error(`${rule.id} has no cases`)
  return cases
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

function valuesIn(scanner: SensitiveScanner, text: string): readonly string[] {
  return scanner.scan(bytesOf(text), CONTEXT).map(({ value }) => value)
}

describe('the rules for secrets', () => {
  it('are many, with unique ids and no cases without a rule', () => {
    expect(SECRET_RULES.length).toBeGreaterThan(200)
    const ids = new Set<string>(SECRET_RULES.map(({ id }) => id))
    expect(ids.size).toBe(SECRET_RULES.length)
    expect([...CASES.keys()].filter((id) => !ids.has(id))).toEqual([])
  })

  it('stand in the registry, each file of them', () => {
    const registry = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.cases.ts'))
    const rules = readdirSync(import.meta.dirname).filter((name) =>
      registry.includes(name.replace(/\.ts$/, '.cases.ts')),
    )
    expect(rules.length).toBe(registry.length)
  })

  it.each([
    ['OpenAI', 'Anthropic', 'Mistral AI', 'Cohere', 'Groq', 'xAI', 'Perplexity', 'Replicate', 'OpenRouter', 'Cerebras'],
    ['Hugging Face', 'Together AI', 'Fireworks AI', 'Stability AI', 'Moonshot AI', 'Zhipu AI', 'AI21 Labs', 'DeepSeek'],
    [
      'Azure OpenAI',
      'Amazon Bedrock',
      'Vercel AI Gateway',
      'Alibaba Cloud Model Studio',
      'NVIDIA',
      'MiniMax',
      'Ollama',
    ],
    [
      'DeepInfra',
      'Anyscale',
      'SiliconFlow',
      'Baseten',
      'FriendliAI',
      'Clarifai',
      'Upstage',
      'Scale AI',
      'Runway',
      'Cursor',
    ],
    ['ElevenLabs', 'AssemblyAI', 'Deepgram', 'Voyage AI', 'Jina AI', 'RunPod', 'Modal', 'Lambda', 'Vast.ai'],
    ['Weights & Biases', 'Comet', 'Neptune', 'LangSmith', 'Langfuse', 'Helicone', 'Kaggle', 'Roboflow'],
    ['Pinecone', 'Qdrant', 'Weaviate Cloud', 'Tavily', 'Exa', 'Firecrawl', 'Brave Search', 'LlamaCloud', 'Apify'],
    [
      'Databricks',
      'Snowflake',
      'Grafana',
      'Prefect',
      'Supabase',
      'Neon',
      'Confluent Cloud',
      'MongoDB Atlas',
      'PostHog',
    ],
    ['AWS', 'Google Cloud', 'Microsoft Entra ID', 'Azure Storage', 'GitHub', 'GitLab', 'Bitbucket', 'Cloudflare'],
    ['npm', 'PyPI', 'TestPyPI', 'RubyGems', 'NuGet', 'Docker', 'JFrog', 'Cloudsmith', 'Rust crates', 'Slack', 'Stripe'],
  ])('know %s and those beside it', (...names) => {
    const known = new Set(SECRET_RULES.map(({ provider }) => provider))
    expect(names.filter((name) => !known.has(name))).toEqual([])
  })

  it('yield to rules that there are', () => {
    const ids = new Set<string>(SECRET_RULES.map(({ id }) => id))
    expect(SECRET_RULES.flatMap(({ yieldsTo = [] }) => yieldsTo).filter((id) => !ids.has(id))).toEqual([])
  })

  it('have titles that tell them apart', () => {
    expect(new Set(SECRET_RULES.map(({ title }) => title)).size).toBe(SECRET_RULES.length)
  })
})

/** In halves, so that this file does not name them either. */
const REGISTRY_HOSTS = new RegExp(
  [
    ['py', 'pi\\.org'],
    ['npm', 'js\\.'],
    ['crates', '\\.io'],
    ['ruby', 'gems\\.org'],
    ['nuget', '\\.org'],
    ['hub\\.', 'docker'],
    ['anaconda', '\\.'],
  ]
    .map((halves) => halves.join(''))
    .join('|'),
)

describe.each(SECRET_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const alone = secretScanner({ rules: [rule], generic: false })

  it('is documented', () => {
    expect(id).toMatch(/^secrets\/[a-z0-9]+(?:-[a-z0-9]+)+$/)
    expect(rule.why.split(/[.!] /).length).toBeGreaterThanOrEqual(2)
    expect(rule.fix).toMatch(/^(?:Revoke it first|Nothing has to be revoked)/)
    expect(rule.revoke).toMatch(/^https:\/\/[^/]+/)
    expect(rule.references).toContain(rule.revoke)
    expect(rule.references.filter((address) => REGISTRY_HOSTS.test(address))).toEqual([])
    expect(rule.why + rule.fix).not.toMatch(/undefined|\.\./)
  })

  it('can be searched for, in bounded time', () => {
    expect(rule.anchors.length).toBeGreaterThan(0)
    expect(rule.anchors.filter((anchor) => anchor.length < 3)).toEqual([])
    const reach = rule.longest + rule.lead + 200
    expect(patternMistake(rule.shape.source, rule.shape.flags, reach)).toBeUndefined()
    if (rule.partner !== undefined) expect(patternMistake(rule.partner.shape.source, '', reach)).toBeUndefined()
    if (rule.anchored === 'near') expect(rule.anchors.filter((word) => word !== word.toLowerCase())).toEqual([])
  })

  it('finds exactly its specimens, and knows them best', () => {
    for (const seed of [1, 2, 3]) {
      const found = casesOf(rule).found(specimenMaker(seed))
      expect(found.length).toBeGreaterThanOrEqual(2)
      for (const { text, value } of found) {
        expect(value.length).toBeLessThanOrEqual(rule.longest)
        expect(valuesIn(alone, text), text).toEqual([value])
        const start = text.indexOf(value)
        const matches = EVERY_RULE.scan(bytesOf(text), CONTEXT)
        const there = matches.filter((match) => match.start < start + value.length && match.end > start)
        expect(
          there.map((match) => match.rule.id),
          text,
        ).toEqual([id])
      }
    }
  })

  it('does not find what only looks alike', () => {
    for (const seed of [1, 2, 3]) {
      const texts = casesOf(rule).notFound(specimenMaker(seed))
      expect(texts.length).toBeGreaterThanOrEqual(2)
      for (const text of texts) expect(valuesIn(alone, text), text).toEqual([])
    }
  })

  it('takes linear time on text that is made to hurt', () => {
    const started = performance.now()
    for (const text of nastyTexts(rule)) alone.scan(bytesOf(text), CONTEXT)
    // A quadratic pattern takes minutes for this.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

/** A quarter of a megabyte each: anchors without end, anchors before what a shape repeats, and what repeats alone. */
function nastyTexts(rule: SecretRule): readonly string[] {
  const anchor = rule.anchors[0] ?? ''
  const size = 256 * 1024
  const filled = (piece: string): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
  return [
    filled(anchor),
    filled(`${anchor}${'a'.repeat(rule.longest)}`),
    filled(`${anchor}=${'A0'.repeat(40)} `),
    filled(`${' '.repeat(60)}${anchor}${' '.repeat(60)}:`),
    `${anchor}${filled('0')}`,
  ]
}
