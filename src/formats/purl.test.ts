import { describe, expect, it } from 'vitest'
import { parsePurl } from './purl.ts'

/** `type namespace name version`, with `-` for what is not there. */
function inWords(text: string): string | undefined {
  const purl = parsePurl(text)
  if (purl === undefined) return undefined
  const { type, namespace, name, version } = purl
  return [type, namespace === '' ? '-' : namespace, name, version ?? '-'].join(' ')
}

describe('a package URL', () => {
  it.each([
    ['pkg:pypi/torch@2.1.0', 'pypi - torch 2.1.0'],
    ['pkg:pypi/torch@2.1.0%2Bcu118', 'pypi - torch 2.1.0+cu118'],
    ['pkg:pypi/torch', 'pypi - torch -'],
    ['PKG:PyPI/torch@1', 'pypi - torch 1'],
    ['pkg://pypi/torch@1', 'pypi - torch 1'],
    ['pkg:npm/%40babel/core@7.0.0', 'npm @babel core 7.0.0'],
    ['pkg:npm/@babel/core@7.0.0', 'npm @babel core 7.0.0'],
    ['pkg:npm/@babel/core', 'npm @babel core -'],
    ['pkg:conda/numpy@1.26.4?build=py311_0&channel=main&subdir=linux-64&type=conda', 'conda - numpy 1.26.4'],
    ['pkg:golang/github.com/a/b@v1#sub/path', 'golang github.com/a b v1'],
    ['pkg:maven/org.a/b@1?type=jar', 'maven org.a b 1'],
  ])('%s', (text, expected) => {
    expect(inWords(text)).toBe(expected)
  })

  it.each([
    '',
    'torch',
    'pkg:',
    'pkg:pypi',
    'pkg:pypi/',
    'pkg:/torch',
    'pkg:py pi/torch',
    'pkg:pypi/%ff',
    'https://a/b',
  ])('is not %j', (text) => {
    expect(parsePurl(text)).toBeUndefined()
  })

  it('has qualifiers', () => {
    expect([...(parsePurl('pkg:conda/a@1?Channel=main&x=&y&z=%2F')?.qualifiers ?? [])]).toEqual([
      ['channel', 'main'],
      ['z', '/'],
    ])
  })

  it('is bounded', () => {
    expect(parsePurl(`pkg:pypi/${'a/'.repeat(5000)}`)).toBeUndefined()
  })
})
