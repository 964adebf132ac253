import { expect, it } from 'vitest'
import { withoutCredentials } from './without-credentials.ts'

it.each([
  ['https://registry.example/simple', 'https://registry.example/simple'],
  ['https://me:secret@registry.example/simple', 'https://***@registry.example/simple'],
  ['https://token@registry.example', 'https://***@registry.example'],
  ['https://a@b@registry.example', 'https://***@registry.example'],
  [
    'x @ git+https://me:p@git.example/x # https://you:q@e.example',
    'x @ git+https://***@git.example/x # https://***@e.example',
  ],
  ['https://${TOKEN}@registry.example', 'https://${TOKEN}@registry.example'],
  ['https://me:${TOKEN}@registry.example', 'https://me:${TOKEN}@registry.example'],
  ['https://me:prefix${TOKEN}@registry.example', 'https://***@registry.example'],
  ['ssh://git@git.example/x', 'ssh://git@git.example/x'],
  ['https://git.example/o/r@v1', 'https://git.example/o/r@v1'],
  ['https://e.example?mail=a@b', 'https://e.example?mail=a@b'],
  ['a@b', 'a@b'],
])('%s', (text, expected) => {
  expect(withoutCredentials(text)).toBe(expected)
})

it.each([['://'.repeat(350_000)], [`://${'@'.repeat(1_000_000)}`], ['://a@'.repeat(200_000)]])(
  'reads a megabyte in linear time',
  (text) => {
    const start = performance.now()
    withoutCredentials(text)
    expect(performance.now() - start).toBeLessThan(2000)
  },
)
