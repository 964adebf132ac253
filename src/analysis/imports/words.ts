import { excerpt } from '../../base/escape.ts'
import type { Evidence } from '../../model/evidence.ts'
import type { Location } from '../../model/location.ts'
import type { ImportedPackage, SourceProject } from '../../model/source-project.ts'

/** `src/rag/load.py:3`, `evaluate.ipynb cell 4`. */
export function placeInWords({ path, lines, cell }: Location): string {
  const where = cell === undefined ? (lines === undefined ? '' : `:${lines.start}`) : ` cell ${cell}`
  return `${excerpt(path, 120)}${where}`
}

/** The places of an import, as evidence. */
export function importEvidence({ module, places }: ImportedPackage, most = places.length): readonly Evidence[] {
  return places.slice(0, most).map((location) => ({ location, note: `imports ${excerpt(module, 80)}` }))
}

/** `in 3 files`, `in 1 file`. */
export function inFiles(count: number): string {
  return `in ${count} ${count === 1 ? 'file' : 'files'}`
}

/** `pyproject.toml and requirements.txt`; what nobody reads to the end is counted. */
export function manifestsInWords({ manifests }: SourceProject): string {
  const [first = '', second, ...more] = manifests.map((path) => excerpt(path, 120))
  if (second === undefined) return first
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${more.length + 1} more files`
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most: number): string {
  const rest = names.length - most
  const shown = names.slice(0, most).map((name) => excerpt(name, 100))
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}
