/** How a path inside a model leaves the folder of the model. */
export type PathEscape = 'absolute' | 'parent' | 'url' | 'control-characters' | 'home' | 'variable' | 'memory' | 'empty'

/**
 * Does a path that a model file names stay beside the model, on every system? Backslashes count as separators and drive
 * letters as roots, because the reader may run on Windows. Undefined when it stays. Links on disk are for a later caller.
 */
export function pathEscape(path: string): PathEscape | undefined {
  // onnxruntime takes a location with this beginning for an address in its own memory.
  if (path.startsWith('*/_ORT_')) return 'memory'
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'control-characters'
  if (path.trim() === '') return 'empty'
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return 'url'
  if (/^(?:[/\\]|[a-z]:)/i.test(path)) return 'absolute'
  if (path.split(/[/\\]/).includes('..')) return 'parent'
  if (path.startsWith('~')) return 'home'
  return /^\$|%\w+%|\$\{/.test(path) ? 'variable' : undefined
}
