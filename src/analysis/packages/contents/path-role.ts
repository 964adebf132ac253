import type { FileRole } from '../package-file.ts'

/**
 * The role that a path alone speaks for: tests and documentation by the names that tools and people give them; undefined for code like any
 * other. A name is the author's word: what is imported is imported wherever it stands.
 */
export function roleOfPath(path: string, isInstalled = false): Extract<FileRole, 'test' | 'documentation'> | undefined {
  // What stands at the top of an installed package is imported under its name, be it `tests` or `docs`.
  const folders = isInstalled ? path.slice(path.indexOf('/') + 1) : path
  if (TEST_FOLDER.test(folders) || TEST_NAME.test(path)) return 'test'
  return DOCUMENTATION_FOLDER.test(folders) || DOCUMENTATION_NAME.test(path) ? 'documentation' : undefined
}

const TEST_FOLDER =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__snapshots__|specs?|e2e|fixtures|testdata|test_data|unittests?)\//i
const TEST_NAME =
  /(?:^|\/)(?:test_[^/]*\.py|[^/]*_tests?\.py|tests?\.py|conftest\.py|[^/]*[.-](?:test|spec)\.[cm]?[jt]sx?)$/i
const DOCUMENTATION_FOLDER = /(?:^|\/)(?:docs?|documentation|examples?|tutorials?|benchmarks?)\//i
const DOCUMENTATION_NAME =
  /(?:^|\/)(?:(?:readme|changelog|changes|history|news|licen[cs]e|copying|notice|authors|contributors|contributing|security|code_of_conduct|citation|upgrading|migrating)[^/]*|[^/]+\.(?:md|rst|adoc|1|3))$/i
