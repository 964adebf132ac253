import { expect, it } from 'vitest'
import { includedPath } from './included-path.ts'

it.each([
  ['requirements.txt', 'base.txt', 'base.txt'],
  ['a/b/requirements.txt', 'base.txt', 'a/b/base.txt'],
  ['a/b/requirements.txt', './/c/../base.txt', 'a/b/base.txt'],
  ['a/b/requirements.txt', '../../base.txt', 'base.txt'],
  ['a/b/requirements.txt', '../../../base.txt', 'outside'],
  ['a/b/requirements.txt', '../../../a/b/base.txt', 'outside'],
  ['requirements.txt', '..', 'outside'],
  ['a/requirements.txt', '..', 'outside'],
  ['requirements.txt', '', 'outside'],
  ['requirements.txt', '/base.txt', 'outside'],
  ['requirements.txt', '~/base.txt', 'outside'],
  ['requirements.txt', '\\\\host\\base.txt', 'outside'],
  ['requirements.txt', 'C:base.txt', 'outside'],
  ['requirements.txt', 'https://e.example/base.txt', 'outside'],
  ['requirements.txt', 'base.txt\0', 'outside'],
  ['requirements.txt', '${X}/base.txt', 'variable'],
  ['requirements.txt', '{{ x }}.txt', 'variable'],
])('from %s, %j leads to %s', (from, value, expected) => {
  const found = includedPath(from, value)
  expect(found.kind === 'path' ? found.path : found.kind).toBe(expected)
})
