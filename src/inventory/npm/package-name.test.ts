import { describe, expect, it } from 'vitest'
import { isNpmName, splitDescriptor } from './package-name.ts'

describe('isNpmName', () => {
  it.each([
    'debug',
    '@huggingface/transformers',
    'JSONStream',
    'lodash.merge',
    '@a/_b',
    'constructor',
    'toString',
    '7zip',
    "a'b~()*!",
  ])('takes %j', (name) => expect(isNpmName(name)).toBe(true))

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    '/a',
    '@a',
    '@a/',
    '@/b',
    '@a/b/c',
    '__proto__',
    '_x',
    '.bin',
    'a b',
    'a\nb',
    'a\u001b[31m',
    'ä',
    'node_modules',
    'a'.repeat(215),
  ])('refuses %j', (name) => expect(isNpmName(name)).toBe(false))

  it('refuses a megabyte at once', () => {
    expect(isNpmName('a'.repeat(1_000_000))).toBe(false)
  })
})

describe('splitDescriptor', () => {
  it.each([
    ['debug@^4', 'debug', '^4'],
    ['@scope/name@npm:other@1', '@scope/name', 'npm:other@1'],
    ['@scope/name', '@scope/name', undefined],
    ['debug', 'debug', undefined],
  ])('%s', (text, name, rest) => expect(splitDescriptor(text)).toEqual({ name, rest }))
})
