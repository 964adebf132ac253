import { expect, it } from 'vitest'
import { nearest, suggestion } from './nearest.ts'

const words = ['severity', 'confidence', 'advisory', 'paths', 'known']

it.each([
  ['sevrity', 'severity'],
  ['sevreity', 'severity'],
  ['Severity', 'severity'],
  ['pahts', 'paths'],
  ['path', 'paths'],
  ['xyz', undefined],
  ['', undefined],
  ['severityseverityseverity', undefined],
  ['s'.repeat(100_000), undefined],
])('%.30s is nearest to %s', (written, expected) => expect(nearest(written, words)).toBe(expected))

it('lists the candidates when none is near and they are few', () => {
  expect(suggestion('xyz', words)).toBe('expected one of severity, confidence, advisory, paths, known')
  expect(
    suggestion(
      'xyz',
      Array.from({ length: 40 }, (_, i) => `candidate-${i}`),
    ),
  ).toBeUndefined()
})
