import { PRIVATE } from './inspection.ts'
import type { ModuleSummary } from './module-summary.ts'

/**
 * Can linking tell more than the files told one by one? Asked of the summaries of the files that hold something, before those are read
 * that only carry data from one to another: yes, where a source of private data or an answer of the network leads to a finding or out
 * of its file and a finding waits for data, or where an install script loads other files.
 */
export function isWorthLinking(modules: readonly ModuleSummary[]): boolean {
  const hasSource = modules.some(({ marks }) =>
    marks.some(({ taint }) => taint !== undefined && (PRIVATE.has(taint.source) || taint.source === 'network')),
  )
  const hasSink = modules.some(({ findings }) => findings.some(({ nodes }) => nodes.length > 0))
  return (hasSource && hasSink) || modules.some(({ file, loads }) => file.role === 'install' && loads.length > 0)
}
