/**
 * Folders of source that is not the project's own: installed, vendored, built. What stands there is imported by other people's
 * code, or is the project's own code a second time.
 */
const FOREIGN =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|bower_components|jspm_packages|web_modules|_?vendor(?:ed)?|third[-_]?party|\.(?:next|nuxt|output|svelte-kit|turbo|vercel|angular|docusaurus|yarn|eggs|venv|nox|tox|[a-z]+-cache)|__pypackages__|python\d(?:\.\d+)?|dist|build|out|storybook-static|coverage|htmlcov)\//

/** Written by a bundler: all the packages in it are in its source, too. */
const BUNDLED = /(?:\.min|\.bundle|[.-]bundle|\.chunk|-min)\.[cm]?js$|(?:^|\/)\.pnp\.[cm]?js$/

/** Is the file at this path somebody else's source, or generated? */
export function isForeignSource(path: string): boolean {
  return FOREIGN.test(path) || BUNDLED.test(path)
}

/** Names of folders of which this says so: a module of such a name is not looked for among packages. */
export function isForeignFolder(name: string): boolean {
  return FOREIGN.test(`${name}/`)
}

/** Is it source that is not delivered: tests, examples, benches, documentation? */
export function isTestSource(path: string): boolean {
  return TEST_FOLDER.test(path) || TEST_FILE.test(path)
}

const TEST_FOLDER =
  /(?:^|\/)(?:tests?|testing|__tests__|__mocks__|specs?|e2e|cypress|examples?|samples?|demos?|docs?|bench(?:es|marks?)?|fixtures|stories)\//i
const TEST_FILE =
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|noxfile|setup|tasks|fabfile)\.pyi?$|\.(?:test|spec|stories|cy|bench)\.[cm]?[jt]sx?$|\.config\.[cm]?[jt]s$/
