import type { FileChange, FixPlan, FixStep } from '../analysis/fixes/fix-plan.ts'
import { letsIn } from '../analysis/fixes/lets-in.ts'
import type { Extraction, PackageMention } from '../model/package-mention.ts'
import type { FileExtraction } from './inspection.ts'
import type { Inspected } from './scan.ts'

/** The same packages in the same order, the versions apart that the plan changes, and what it adds. */
export function saysTheSame(
  change: FileChange,
  extractions: readonly FileExtraction[],
  { inspection }: Inspected,
  plan: FixPlan,
): boolean {
  const steps = plan.steps.filter((step) => speaksOf(step, change.path))
  const wanted = Map.groupBy(steps, nameKey)
  const added = new Set(steps.filter(({ additions }) => additions.length > 0).map(nameKey))
  return extractions.every(({ path, extractor, extraction }) => {
    const before = inspection.extractions.find((one) => one.path === path && one.extractor === extractor)?.extraction
    const old = before ?? (change.isNew ? NOTHING : undefined)
    return old !== undefined && isSame(old, extraction, { wanted, added })
  })
}

const NOTHING: Extraction = { mentions: [], edges: [], includes: [], clues: [], diagnostics: [] }

function nameKey({ ecosystem, name }: Pick<FixStep, 'ecosystem' | 'name'>): string {
  return `${ecosystem} ${name}`
}

function speaksOf({ edits, additions }: FixStep, path: string): boolean {
  return edits.some((edit) => edit.path === path) || additions.some(({ file }) => file.path === path)
}

function isSame(
  before: Extraction,
  after: Extraction,
  { wanted, added }: { readonly wanted: ReadonlyMap<string, readonly FixStep[]>; readonly added: ReadonlySet<string> },
): boolean {
  if (after.diagnostics.length > before.diagnostics.length || after.includes.length !== before.includes.length)
    return false
  let at = 0
  for (const mention of after.mentions) {
    const old = before.mentions[at]
    const key = nameKey(mention)
    if (old !== undefined && isSameMention(old, mention, wanted.get(key) ?? [])) at++
    else if (!added.has(key)) return false
  }
  return at === before.mentions.length
}

function isSameMention(old: PackageMention, mention: PackageMention, steps: readonly FixStep[]): boolean {
  const same =
    old.ecosystem === mention.ecosystem &&
    old.name === mention.name &&
    old.marker === mention.marker &&
    old.scope === mention.scope &&
    old.groups.join() === mention.groups.join() &&
    JSON.stringify(old.origin) === JSON.stringify(mention.origin)
  if (!same) return false
  const { version } = mention
  if (JSON.stringify(old.version) === JSON.stringify(version)) return true
  return version.kind !== 'any' && steps.some(({ to }) => letsIn(version, to, mention.ecosystem))
}
