import { describe, expect, it } from 'vitest'
import { redactedSecret } from './redacted.ts'
import { PUBLIC_KEY } from './sensitive-settings.ts'
import { shannonEntropy } from './shannon-entropy.ts'
import { valueName } from './value-name.ts'

const OWN = { hex: '5c'.repeat(32), secret: true }
const RANDOM = 'q8Zr2LmX0vBt7KcY4NdWf6Hs'

describe('the name of a value', () => {
  it('is the same for the same value, rule and key, and for nothing else', () => {
    const names = [
      valueName(OWN, 'secrets/a', RANDOM),
      valueName(OWN, 'secrets/b', RANDOM),
      valueName(OWN, 'secrets/a', `${RANDOM}x`),
      valueName(PUBLIC_KEY, 'secrets/a', RANDOM),
    ]
    expect(valueName(OWN, 'secrets/a', RANDOM)).toBe(names[0])
    expect(new Set(names).size).toBe(4)
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{24}$/)
  })

  it.each([['hunter2'], ['correct horse'], ['aaaaaaaaaaaaaaaaaaaaaaaaaaaa'], ['4111111111111111']])(
    'is not given under the public key to %s, which can be guessed',
    (value) => {
      expect(valueName(PUBLIC_KEY, 'secrets/a', value)).toBeUndefined()
      expect(valueName(OWN, 'secrets/a', value)).toBeDefined()
    },
  )
})

describe('what is shown of a value', () => {
  it.each([
    [RANDOM.repeat(2), 'q8Zr…f6Hs, 48 characters'],
    [RANDOM, 'q8…Hs, 24 characters'],
    ['hunter2', '7 characters, not shown'],
    [`\u001b[2J${'x'.repeat(40)}\u202e`, '\\u{1b}[2J…xxx\\u{202e}, 45 characters'],
  ])('%#', (value, shown) => {
    expect(redactedSecret(value)).toBe(shown)
  })
})

describe('entropy', () => {
  it.each([
    ['', 0],
    ['aaaa', 0],
    ['abab', 1],
    ['abcdefgh', 3],
  ])('of %j is %d bits a character', (text, bits) => {
    expect(shannonEntropy(text)).toBeCloseTo(bits, 9)
  })
})
