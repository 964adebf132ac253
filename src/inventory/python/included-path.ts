/** Where an include leads: inside the root, outside of it (also another host), or to what only the environment knows. */
export type IncludedPath = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'outside' | 'variable' }

/**
 * Resolves `value` against the folder of the including file, both relative to the scanned root with `/` between segments.
 * Pure text: whether the file exists, and whether a link leads out, is for the source to say.
 */
export function includedPath(from: string, value: string): IncludedPath {
  if (/\$\{[A-Za-z0-9_]+\}|\{\{|\{%/.test(value)) return { kind: 'variable' }
  if (value === '' || value.includes('\0') || /^[/\\~]|^[A-Za-z][A-Za-z0-9+.-]*:/.test(value))
    return { kind: 'outside' }
  const segments = from.split('/').slice(0, -1)
  for (const segment of value.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return { kind: 'outside' }
  }
  return segments.length === 0 ? { kind: 'outside' } : { kind: 'path', path: segments.join('/') }
}
