import type { TreeValue } from '../../formats/tree.ts'
import { excerpt, type Ledger } from './ledger.ts'
import { strings } from './tree-text.ts'

/**
 * Members of a workspace have their own package.json, which the walk meets, unless they are outside of what is scanned:
 * that is noted. `patterns` are globs relative to the folder of `file`.
 */
export function noteOutsideMembers(ledger: Ledger, file: string, patterns: TreeValue | undefined): void {
  for (const pattern of strings(patterns)) {
    if (!leavesRoot(file, pattern)) continue
    const message = `workspace ${excerpt(pattern)} is outside the scanned folder`
    ledger.note(message, patterns?.offset ?? 0, 'FORMAT_OUTSIDE')
  }
}

/** Does a pattern relative to the file climb above the scanned root? */
export function leavesRoot(file: string, pattern: string): boolean {
  if (pattern.startsWith('/')) return true
  let depth = file.split('/').length - 1
  for (const segment of pattern.replace(/^!/, '').split('/')) {
    if (segment === '..') depth--
    else if (segment !== '' && segment !== '.') depth++
    if (depth < 0) return true
  }
  return false
}
