import { describe, expect, it } from 'vitest'
import { specimenMaker } from '../../../../test/support/specimen-maker.ts'
import { placeholder } from './placeholder.ts'
import { isWordy } from './wordy.ts'

const ALPHABETS = {
  'letters and digits': 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  'small letters and digits': 'abcdefghijklmnopqrstuvwxyz0123456789',
  'hexadecimal digits': '0123456789abcdef',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
}

describe('a placeholder', () => {
  it.each([
    'your-api-key-here',
    '<your-token>',
    '${API_KEY}',
    '$API_KEY',
    '{{ secrets.TOKEN }}',
    '%(password)s',
    '%PASSWORD%',
    '__TOKEN__',
    'xxxxxxxxxxxxxxxx',
    '****************',
    'changeme',
    'replace_me',
    'EXAMPLEKEY',
    'my-super-secret-key',
    'fake-token',
    'abcd-test-efgh',
    '0123456789abcdef',
    'abcdefghijklmnop',
    '9876543210',
    'ab12ab12ab12ab12',
    'sk-...',
    'not-a-real-secret',
    'deadbeefdeadbeef',
    'p@ssw0rd',
    '111111111111',
  ])('is %s', (value) => {
    expect(placeholder(value)).toBeTypeOf('string')
  })

  it('is a value of a documentation, which is known by its digest', () => {
    const words = ['mF', '_9.B5f', '-4.1JqM']
    expect(placeholder(words.join(''))).toBe('is an example out of a documentation')
  })

  it.each(Object.entries(ALPHABETS))('is hardly ever a random token of %s', (_, alphabet) => {
    const make = specimenMaker(7)
    const found = Array.from({ length: 4000 }, () => make.text(40, alphabet)).filter(
      (value) => placeholder(value) !== undefined,
    )
    expect(found.length).toBeLessThanOrEqual(3)
  })
})

describe('a token made of words', () => {
  it.each([
    'your_configuration_value',
    'getServerSideProperties',
    'default-password-reset',
    'application/x-www-form-urlencoded',
    'AbstractSingletonProxyFactoryBean',
    'some.package.name.of.a.class',
  ])('is %s', (token) => {
    expect(isWordy(token)).toBe(true)
  })

  it.each(Object.entries(ALPHABETS))('is hardly ever a random one of %s', (_, alphabet) => {
    const make = specimenMaker(11)
    const tokens = Array.from({ length: 4000 }, () => make.text(make.number(24, 48), alphabet))
    expect(tokens.filter(isWordy).length).toBeLessThanOrEqual(4)
  })
})
