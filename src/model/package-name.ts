import type { Ecosystem } from './ecosystem.ts'

/**
 * The one spelling under which a package is known in its ecosystem, for example `Jw.Util` -> `jw-util` on PyPI.
 * PyPI: lower case, runs of `-`, `_` and `.` become one `-` (PEP 503). conda: lower case. npm: names are
 * case-sensitive and the scope belongs to the name, so nothing changes.
 */
export function packageName(ecosystem: Ecosystem, written: string): string {
  if (ecosystem === 'PyPI') return written.toLowerCase().replace(/[-_.]+/g, '-')
  if (ecosystem === 'conda') return written.toLowerCase()
  return written
}
