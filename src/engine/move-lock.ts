import type { FixStep } from '../analysis/fixes/fix-plan.ts'
import type { PackageMention } from '../model/package-mention.ts'
import type { FileExtraction } from './inspection.ts'

/** Lock files as they will be when the commands of the plan have run: entries that the new requirements shut out have moved. */
export function moveLocks(
  extractions: readonly FileExtraction[],
  steps: readonly FixStep[],
): readonly FileExtraction[] {
  const targets = new Map(
    steps.flatMap((step) =>
      step.moves.map(({ lock, version }) => [entryKey(lock, step.ecosystem, step.name, version), step.to] as const),
    ),
  )
  const locks = new Set(steps.flatMap((step) => step.moves.map(({ lock }) => lock)))
  return extractions.map((one) => {
    if (!locks.has(one.path)) return one
    const mentions = one.extraction.mentions.map((mention) => moved(mention, one.path, targets))
    return { ...one, extraction: { ...one.extraction, mentions } }
  })
}

function moved(mention: PackageMention, path: string, targets: ReadonlyMap<string, string>): PackageMention {
  const { role, ecosystem, name, version } = mention
  if (role !== 'locks' || version.kind !== 'exact') return mention
  const target = targets.get(entryKey(path, ecosystem, name, version.version))
  return target === undefined ? mention : { ...mention, version: { kind: 'exact', version: target } }
}

function entryKey(...parts: readonly string[]): string {
  return parts.join('\n')
}
