/** npm's own bound: registries refuse longer names. */
const LONGEST_NAME = 214

/**
 * Is it a name a registry may hold? The rule of npm's validate-npm-package-name for names that exist already: upper case and
 * `~'!()*` are allowed, a leading `.` or `_` is not, and a scope counts as part of the name. Whatever else stands in a file
 * (paths, escapes, prototype keys such as `__proto__`) is not a package.
 */
export function isNpmName(text: string): boolean {
  return text.length <= LONGEST_NAME && NAME.test(text) && !RESERVED.has(text)
}

const NAME = /^(?:@[\w~'!()*.-]+\/[\w~'!()*-]|[A-Za-z0-9~'!()*-])[\w~'!()*.-]*$/
const RESERVED = new Set(['node_modules', 'favicon.ico'])

/**
 * Splits `debug@^4.0.0` and `@scope/name@npm:other@1` at the `@` behind the name. Without one, `rest` is undefined.
 */
export function splitDescriptor(text: string): { readonly name: string; readonly rest: string | undefined } {
  const at = text.indexOf('@', 1)
  return at < 0 ? { name: text, rest: undefined } : { name: text.slice(0, at), rest: text.slice(at + 1) }
}
