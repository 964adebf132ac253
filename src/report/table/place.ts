import { visible } from '../../base/escape.ts'
import type { Location } from '../../model/location.ts'

/** `notebooks/setup.ipynb cell 2:1`, `uv.lock:120:11`, or the path alone. Safe for a terminal. */
export function place(location: Location): string {
  const path = visible(location.path)
  if (location.cell !== undefined) return `${path} cell ${location.cell}:${location.cellLine ?? 1}`
  if (location.lines === undefined) return path
  return `${path}:${location.lines.start}${location.column === undefined ? '' : `:${location.column}`}`
}
