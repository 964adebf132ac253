const DEVELOPMENT: ReadonlySet<string> = new Set([
  'dev',
  'devel',
  'develop',
  'development',
  'test',
  'tests',
  'testing',
  'lint',
  'linting',
  'typing',
  'doc',
  'docs',
  'ci',
])

/** Does a group or file name say that it is for developing: `dev`, `requirements-test`, `docs_build`? */
export function isDevelopmentName(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .some((word) => DEVELOPMENT.has(word))
}
