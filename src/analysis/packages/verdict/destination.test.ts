import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../../test/support/package-facts.ts'
import type { BehaviourMoment } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { type DestinationKind, destinationOf, destinationWeight } from './destination.ts'
import { type Exposure, exposureOf, runsByItself } from './exposure.ts'
import { namesHost, registrableName } from './host-words.ts'
import { purposeOf } from './purpose.ts'

describe('registrable names', () => {
  it.each([
    ['api.eu.openai.com', 'openai.com'],
    ['openai.com', 'openai.com'],
    ['OPENAI.com.', 'openai.com'],
    ['www.bbc.co.uk', 'bbc.co.uk'],
    ['a.b.com.cn', 'b.com.cn'],
    ['203.0.113.7', '203.0.113.7'],
    ['[2001:db8::1]', '[2001:db8::1]'],
    ['localhost', 'localhost'],
    ['', ''],
  ])('%s is %s', (host, name) => expect(registrableName(host)).toBe(name))

  it.each([
    ['openai', 'api.openai.com', true],
    ['AWS', 's3.amazonaws.com', true],
    ['huggingface', 'huggingface.co', true],
    ['hf', 'huggingface.co', false],
    ['x', 'api.x.ai', true],
    ['api', 'api.openai.com', false],
    ['', 'a.example', false],
  ])('%s names %s: %s', (word, host, expected) => expect(namesHost(word, host)).toBe(expected))
})

describe('destinations', () => {
  const purpose = purposeOf([factsOf({ name: '@acme/node-client', link: 'https://docs.acme-labs.example/x', did: [] })])
  const cases: readonly (readonly [host: string, secrets: readonly string[], exposure: Exposure, kind: DestinationKind])[] = [
    ['api.acme.example', [], 'install', 'own'],
    ['api.acme-labs.example', [], 'install', 'own'],
    ['client.example', [], 'install', 'foreign'],
    ['api.openai.com', ['OPENAI_API_KEY'], 'call', 'kin'],
    ['api.openai.com', ['OPENAI_API_KEY', 'NPM_TOKEN'], 'call', 'foreign'],
    ['s3.amazonaws.com', ['.aws'], 'call', 'kin'],
    ['anything.example', ['ACME_TOKEN'], 'call', 'kin'],
    ['anything.example', ['ACME_TOKEN'], 'install', 'foreign'],
    ['discord.com', ['DISCORD_TOKEN'], 'call', 'kin'],
    ['discord.com', ['DISCORD_TOKEN'], 'install', 'drop'],
    ['api.telegram.org', [], 'import', 'drop'],
    ['x.oast.example', [], 'install', 'drop'],
    ['….oast.example', [], 'install', 'drop'],
    ['….collect.example', [], 'install', 'open'],
    ['?', [], 'call', 'open'],
    ['', [], 'call', 'open'],
    ['203.0.113.7', [], 'install', 'bare'],
    ['203.0.113.7:8080', [], 'install', 'bare'],
    ['127.0.0.1:3000', [], 'install', 'local'],
    ['localhost', [], 'install', 'local'],
    ['redis', [], 'call', 'local'],
    ['169.254.169.254', [], 'call', 'local'],
    ['www.google-analytics.com', [], 'import', 'statistics'],
    ['collect.example', [], 'install', 'foreign'],
    ['notdiscord.company.example', [], 'install', 'foreign'],
  ] // prettier-ignore
  it.each(cases)('%s with %j at %s is %s', (host, secrets, exposure, kind) => {
    expect(destinationOf(host, purpose, exposure, secrets)).toBe(kind)
  })

  it('a fitting name weakens no theft that happens by itself', () => {
    expect(destinationWeight('own', 'a.example', 'install', true).value).toBe(1)
    expect(destinationWeight('own', 'a.example', 'call', false).value).toBeLessThan(0.2)
    expect(destinationWeight('drop', 'a.example', 'call', false).value).toBeGreaterThan(1)
  })

  it('long hosts take no time', () => {
    for (const host of ['a.'.repeat(200_000), '1.'.repeat(200_000), ':'.repeat(400_000), '-'.repeat(400_000)]) {
      const start = performance.now()
      destinationOf(host, purpose, 'install', ['A_B'])
      expect(performance.now() - start).toBeLessThan(1000)
    }
  })
})

describe('exposures', () => {
  const cases: readonly (readonly [FileRole, BehaviourMoment, Exposure, boolean])[] = [
    ['install', 'install', 'install', true],
    ['install', 'import', 'install', true],
    ['install', 'call', 'install-call', true],
    ['start', 'import', 'start', true],
    ['start', 'call', 'call', false],
    ['import', 'import', 'import', true],
    ['import', 'unknown', 'import', true],
    ['import', 'call', 'call', false],
    ['library', 'import', 'library', false],
    ['library', 'install', 'install', true],
    ['command', 'import', 'command', false],
    ['test', 'import', 'test', false],
    ['test', 'install', 'install', true],
    ['documentation', 'call', 'documentation', false],
  ]
  it.each(cases)('%s, %s: %s', (role, when, exposure, byItself) => {
    expect(exposureOf(role, when)).toBe(exposure)
    expect(runsByItself(exposure)).toBe(byItself)
  })
})
