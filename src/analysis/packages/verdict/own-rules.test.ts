import { describe, expect, it } from 'vitest'
import { factsOf, matched, type PackageWords, releaseOf } from '../../../../test/support/package-facts.ts'
import { HOSTILE } from '../../../../test/support/sample-result.ts'
import { visible } from '../../../base/escape.ts'
import type { PackageAssessment } from '../../../model/package-assessment.ts'
import type { RuleMatch } from '../artefact-facts.ts'
import { assess } from './assess.ts'

const judged = (matches: readonly RuleMatch[], words: Partial<PackageWords> = {}): PackageAssessment =>
  assess(releaseOf({ did: [], ...words, matches }))

describe("rules of the operator's own", () => {
  it.each<readonly [string, RuleMatch['meta'], PackageAssessment['verdict']]>([
    ['no meta', {}, 'hold'],
    ['verdict block', { verdict: 'block' }, 'block'],
    ['verdict Block, with blanks', { verdict: ' Block ' }, 'block'],
    ['verdict hold', { verdict: 'hold' }, 'hold'],
    ['verdict hold of low severity: the verdict counts', { verdict: 'hold', severity: 'low' }, 'hold'],
    ['verdict allow', { verdict: 'allow' }, 'allow'],
    ['verdict allow of high severity', { verdict: 'allow', severity: 'high' }, 'allow'],
    ['severity low', { severity: 'low' }, 'allow'],
    ['severity Low', { severity: 'Low' }, 'allow'],
    ['severity critical: only a verdict blocks', { severity: 'critical' }, 'hold'],
    ['a verdict that is none', { verdict: 'deny' }, 'hold'],
    ['a verdict that is none, of low severity', { verdict: 'deny', severity: 'low' }, 'hold'],
    ['other words', { author: 'ann', n: '3' }, 'hold'],
  ])('%s: %j is %s', (_, meta, verdict) => {
    const { stories, verdict: given } = judged([matched('evil', meta)])
    expect([given, stories.map((story) => [story.id, story.verdict])]).toEqual([
      verdict,
      [['packages/own-rule', verdict]],
    ])
  })

  it('say where, in the words of their description', () => {
    const meta = { description: 'Posts tokens\nto a paste site.' }
    const [story] = judged([matched('posts_tokens', meta, 'a.js', 7), matched('posts_tokens', meta, 'b.js', 1)]).stories
    expect(story?.text).toBe('The rule posts_tokens of own.yar matches a.js and b.js: Posts tokens to a paste site.')
    expect(story?.steps.map(({ text, location, evidence }) => [text, location.path, location.lines?.start, evidence]))
      .toEqual([
        ['$a of posts_tokens (own.yar) matches', 'a.js', 7, 'words of the file'],
        ['$a of posts_tokens (own.yar) matches', 'b.js', 1, 'words of the file'],
      ]) // prettier-ignore
  })

  it('that have a verdict that is none are told of it', () => {
    const [story] = judged([matched('evil', { verdict: 'deny' })]).stories
    expect(story?.confidence).toMatchObject({
      level: 'medium',
      because: expect.arrayContaining(['its meta verdict, deny, is none of allow, hold, block']),
    })
  })

  it.each<readonly [string, PackageWords['input']]>([
    ['a young project with the name of another', { release: { projectAgeDays: 1 }, names: [{ kind: 'edit', popular: 'x', text: 'is one edit from x', chance: 1 }] }],
    ['what many have used for long', { release: { published: '2020-01-01T00:00:00Z', popularity: 1 } }],
  ])('hold and block all the same for %s', (_, input = {}) => {
    expect(judged([matched('evil')], { input }).verdict).toBe('hold')
    expect(judged([matched('evil', { verdict: 'block' })], { input }).verdict).toBe('block')
    expect(judged([matched('evil', { verdict: 'allow' })], { input })).toMatchObject({
      verdict: 'allow',
      stories: [{ id: 'packages/own-rule' }],
    })
  }) // prettier-ignore

  it('in several artefacts are one story', () => {
    const words = { did: [], matches: [matched('evil')] }
    const artefacts = [factsOf(words, 'a.whl'), factsOf(words, 'a.tar.gz')]
    expect(assess({ ...releaseOf(words), artefacts }).stories.map((story) => story.artefacts)).toEqual([
      ['a.tar.gz', 'a.whl'],
    ])
  })

  it('do not block together with what the code tells: they most likely saw the same', () => {
    const did = [{ kind: 'network', subject: 'collect.example', from: ['environment NPM_TOKEN'] }] as const
    const { verdict, stories } = judged([matched('evil')], { did })
    expect([verdict, stories.map((story) => story.verdict)]).toEqual(['hold', ['hold', 'hold']])
  })

  it('by the hundred are told in few stories, none of them forgotten in the verdict', () => {
    const many = Array.from({ length: 300 }, (_, at) => matched(`rule_${String(at).padStart(3, '0')}`))
    const { verdict, stories } = judged([...many, matched('the_last', { verdict: 'block' })])
    expect(verdict).toBe('block')
    expect(stories.map(({ text }) => text)).toContain(
      '295 more rules of your own match (rule_005, rule_006, rule_007, rule_008 and 291 more).',
    )
    expect(stories.length).toBeLessThan(10)
  })

  it('in hostile words stay on their line', () => {
    const one = {
      ...matched(HOSTILE, { description: HOSTILE, verdict: HOSTILE }, HOSTILE),
      evidence: HOSTILE,
      source: HOSTILE,
      patterns: [HOSTILE],
    }
    const { stories, because } = judged([one])
    const told = [...because, ...stories.flatMap(({ text, steps }) => [text, ...steps.flatMap((s) => [s.text, s.evidence])])]
    expect(told.filter((text) => visible(text) !== text)).toEqual([])
  }) // prettier-ignore

  it('that two people have answered for do not count', () => {
    const allowed = { sha256: 'a'.repeat(64), reason: 'ours', approvedBy: ['ann', 'bob'], expires: '2027-01-01T00:00:00Z' }
    expect(judged([matched('evil', { verdict: 'block' })], { input: { allowed } }).verdict).toBe('allow')
  }) // prettier-ignore
})
