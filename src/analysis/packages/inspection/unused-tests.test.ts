import { expect, it } from 'vitest'
import type { FileRole } from '../package-file.ts'
import { withoutUnusedTests } from './unused-tests.ts'

const carrier = (path: string, text = '') => ({ language: 'python', text, file: { path, role: 'library' } }) as const

it.each([
  ['nothing names', 'def a(): pass', []],
  ['the package imports', 'from .tests.data import give', ['pkg/tests/data.py']],
  ['the package imports with its folder', 'from . import tests', ['pkg/tests/__init__.py']],
])('keeps of tests those that %s', (_, text, kept) => {
  const roles = new Map<string, FileRole>([
    ['pkg/tests/data.py', 'test'],
    ['pkg/tests/__init__.py', 'test'],
    ['pkg/tests/other.py', 'test'],
  ])
  const all = [carrier('pkg/a.py', text), ...[...roles.keys()].map((path) => carrier(path))]
  const paths = withoutUnusedTests(all, [], roles).map(({ file }) => file.path)
  expect(
    paths.filter(
      (path) => path !== 'pkg/a.py' && !(kept.length === 1 && text.includes('.tests.') && path.endsWith('__init__.py')),
    ),
  ).toEqual(kept)
})
