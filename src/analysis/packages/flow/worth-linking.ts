import type { BehaviourKind } from '../behaviour.ts'
import { isPrivate } from '../private-sources.ts'
import type { Finding } from './inspection.ts'
import type { ModuleSummary } from './module-summary.ts'

/**
 * Can linking tell more than the files told one by one? Asked of the summaries of the files that hold something, before those are read
 * that only carry data from one to another: yes, where a source of private data or an answer of the network leads to a finding or out
 * of its file and a finding waits for data, where an install script loads other files, or where a module that somebody has to load acts as
 * soon as it is: who loads it decides when that happens.
 */
export function isWorthLinking(modules: readonly ModuleSummary[]): boolean {
  const hasSource = modules.some(({ marks }) =>
    marks.some(({ taint }) => taint !== undefined && (isPrivate(taint) || taint.source === 'network')),
  )
  const hasSink = modules.some(({ findings }) => findings.some(({ nodes }) => nodes.length > 0))
  return (
    (hasSource && hasSink) ||
    modules.some(({ file, loads }) => file.role === 'install' && loads.length > 0) ||
    modules.some(({ file, findings }) => file.role === 'library' && findings.some(actsWhenLoaded))
  )
}

function actsWhenLoaded({ runs, behaviour: { kind } }: Finding): boolean {
  return runs === 'import' && ACTS.has(kind)
}

/** What is worth more when it happens by itself; everything else is told as part of these. */
const ACTS: ReadonlySet<BehaviourKind> = new Set([
  'network', 'dns', 'download', 'execute', 'reverse-shell', 'write-executable', 'persist', 'publish-package', 'publish-repository', 'write-workflow',
  'write-assistant-configuration', 'assistant-command', 'hook-runtime', 'destroy', 'mine', 'spy', 'clipboard',
]) // prettier-ignore
