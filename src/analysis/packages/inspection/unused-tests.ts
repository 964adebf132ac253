import type { FileRole } from '../package-file.ts'
import type { Carrier, WaitingModule } from './file-inspection.ts'

/** Tests that nothing but tests can load by their name carry nothing to the code of the package; of large projects they are half of the text. */
export function withoutUnusedTests(
  carriers: readonly Carrier[],
  modules: readonly WaitingModule['summary'][],
  roles: ReadonlyMap<string, FileRole>,
): readonly Carrier[] {
  const isTest = (path: string): boolean => roles.get(path) === 'test'
  const [tests, others] = [
    carriers.filter(({ file }) => isTest(file.path)),
    carriers.filter(({ file }) => !isTest(file.path)),
  ]
  if (tests.length === 0) return others
  const named = new Set(
    modules.flatMap(({ file, loads }) =>
      isTest(file.path) ? [] : loads.flatMap(({ specifier }) => specifier.split(/[./]+/)),
    ),
  )
  for (const { text } of others)
    for (const [, python, script] of text.matchAll(IMPORTS))
      for (const name of (python ?? script ?? '').split(/[\s.,/]+/)) named.add(name)
  return [...others, ...tests.filter(({ file: { path } }) => stemsOf(path).some((stem) => named.has(stem)))]
}

/** What is imported by relative names, or by any in Python. */
const IMPORTS =
  /^[ \t]*(?:from|import)[ \t]+([^\n]{1,300})|(?:from|require|import)[ (]{0,4}['"`]\.{1,2}\/([^'"`\n]{1,300})/gm

/** `pkg/tests/data.py` is `data`, and a package's `__init__.py` its folder. */
function stemsOf(path: string): readonly string[] {
  const parts = path.split('/')
  const stem = (parts.pop() ?? '').replace(/\..*$/s, '')
  return stem === '__init__' || stem === 'index' ? parts.slice(-1) : [stem]
}
