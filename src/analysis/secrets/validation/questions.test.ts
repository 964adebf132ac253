import { describe, expect, it } from 'vitest'
import { SECRET_RULES } from '../rules/rules.ts'
import type { Question } from './question.ts'
import { askableProviders, QUESTIONS } from './questions.ts'

/** Looks like no token, and would show wherever it went. */
const PROBE = '12345678:PROBE-/?#@%2e'

const addressOf = ({ host, path }: Question): URL =>
  new URL(`https://${host}${typeof path === 'string' ? path : path(PROBE)}`)

const named = (question: Question): string => `${question.provider} ${question.rules.join(' ')}`

describe('the questions', () => {
  it('are for many providers, whose names can be typed', () => {
    expect(askableProviders().length).toBeGreaterThan(30)
    for (const name of askableProviders()) expect(name).toMatch(/^[a-z0-9]{3,20}$/)
  })

  it('leave no token with two answers', () => {
    const whole = QUESTIONS.filter(({ tokens }) => tokens === undefined).flatMap(({ rules }) => rules)
    expect(whole.toSorted()).toEqual([...new Set(whole)].toSorted())
    const parts = QUESTIONS.filter(({ tokens }) => tokens !== undefined).flatMap(({ rules }) => rules)
    expect(parts.filter((rule) => whole.includes(rule))).toEqual([])
  })
})

describe.each(QUESTIONS.map((question) => ({ question, name: named(question) })))(
  'the question $name',
  ({ question }) => {
    it('is for rules that there are, and not for what is made to be published', () => {
      const severities = question.rules.map((id) => SECRET_RULES.find((rule) => rule.id === id)?.severity)
      expect(severities).not.toContain(undefined)
      expect(severities).not.toContain('none')
    })

    it('goes to one host by its public name, over https, whatever the token is', () => {
      const { protocol, host, hash, username } = addressOf(question)
      expect([protocol, host, hash, username]).toEqual(['https:', question.host, '', ''])
      expect(question.host).toMatch(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/)
    })

    it('goes to no registry of packages', () => {
      // In halves, so that this file does not name them either.
      const registries = [
        ['npm', 'js'],
        ['py', 'pi'],
        ['python', 'hosted'],
        ['yarn', 'pkg'],
        ['ana', 'conda'],
        ['crates', '.io'],
      ]
      for (const halves of registries) expect(question.host).not.toContain(halves.join(''))
    })

    it('reads: GET, or a POST that is known to change nothing', () => {
      if (question.method === 'GET') expect(question.body).toBeUndefined()
      else expect(['cohere', 'linear', 'slack']).toContain(question.provider)
      expect(question.body ?? '').not.toMatch(/mutation/i)
    })

    it('carries the token in a header alone, but for those who take it nowhere else', () => {
      const { href } = addressOf(question)
      const headers = Object.entries(question.headers(PROBE))
      for (const [name] of headers) expect(name).toBe(name.toLowerCase())
      const inHeader = headers.some(([, value]) => value.includes(PROBE))
      expect([inHeader, href.includes('PROBE')]).toEqual(
        question.provider === 'telegram' ? [false, true] : [true, false],
      )
    })

    it('knows how yes and no look, and tells them apart', () => {
      expect(question.accepted.map(({ status }) => status)).toEqual([200])
      expect(question.refused.length).toBeGreaterThan(0)
      for (const sign of [...question.refused, ...(question.limited ?? [])]) {
        if (sign.status === 200) expect(sign.is?.length).toBeGreaterThan(0)
        for (const mention of sign.mentions ?? []) expect(mention).toBe(mention.toLowerCase())
      }
    })

    it('names its documentation', () => {
      expect(new URL(question.source).protocol).toBe('https:')
    })
  },
)
