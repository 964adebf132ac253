/** What a path says of the file: how much a secret in it is believed. */
export type FileKind = 'ordinary' | 'test' | 'documentation' | 'example' | 'lock' | 'generated'

/** Read from the names of the path alone. */
export function fileKind(path: string): FileKind {
  const lower = path.toLowerCase()
  const name = lower.slice(lower.lastIndexOf('/') + 1)
  if (LOCK.test(name)) return 'lock'
  if (GENERATED.test(name)) return 'generated'
  if (TEST_FOLDER.test(lower) || TEST_NAME.test(name)) return 'test'
  if (EXAMPLE_FOLDER.test(lower) || EXAMPLE_NAME.test(name)) return 'example'
  return DOCUMENTATION_FOLDER.test(lower) || DOCUMENTATION_NAME.test(name) ? 'documentation' : 'ordinary'
}

/** Why a secret in such a file is believed less; undefined where it is not. */
export function doubtOf(kind: FileKind): string | undefined {
  return DOUBTS[kind]
}

const DOUBTS: Readonly<Partial<Record<FileKind, string>>> = {
  test: 'stands in a file of tests',
  documentation: 'stands in documentation',
  example: 'stands in an example',
  lock: 'stands in a lock file',
  generated: 'stands in a generated file',
}

const LOCK =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|go\.sum|go\.work\.sum|composer\.lock|pnpm-lock\.ya?ml|packages\.lock\.json|[\w.-]*\.lock|[\w.-]*-lock\.(?:json|ya?ml)|pdm\.lock|record|sha\d*sums?(?:\.txt)?|[\w.-]*\.(?:sha\d+|md5|asc|sig))$/
const GENERATED = /\.(?:min|bundle|chunk)\.(?:js|css|mjs)$|\.(?:js|css|mjs|cjs|ts)\.map$|\.pb\.go$|_pb2\.pyi?$|\.svg$/
const TEST_FOLDER =
  /(?:^|\/)(?:tests?|__tests__|testing|testdata|test[-_]?(?:data|cases|fixtures|resources|suite)|specs?|fixtures?|__fixtures__|mocks?|__mocks__|e2e|cassettes|snapshots|__snapshots__|[\w-]*[-_]tests?)\//
const TEST_NAME =
  /^(?:tests?[-_.].*|conftest\.py|.*[-_.](?:tests?|spec|e2e|mock|cases)\.\w{1,5}|.*tests?\.(?:java|kt|cs|scala|swift))$/
const EXAMPLE_FOLDER = /(?:^|\/)(?:examples?|samples?|demos?|tutorials?|cookbook|quickstarts?)\//
const EXAMPLE_NAME = /(?:^|[-_.])(?:example|sample|template|tmpl|dist|defaults?|demo)(?:[-_.]|$)/
const DOCUMENTATION_FOLDER = /(?:^|\/)(?:docs?|documentation|man\d?|wiki|site-docs)\//
const DOCUMENTATION_NAME =
  /\.(?:md|mdx|rst|adoc|txt|html?|texi|tex|[1-9])$|^(?:readme|changelog|changes|history|news|contributing|license|notice)\b/
