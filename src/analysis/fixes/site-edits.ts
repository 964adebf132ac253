import { excerpt } from '../../base/escape.ts'
import { editingOf } from './editable-files.ts'
import type { PlannedEdit, PlannedFile } from './fix-plan.ts'
import { letsIn } from './lets-in.ts'
import type { Placed, PlanIndex } from './plan-index.ts'
import { siteOf } from './site-of.ts'
import { raiseSite } from './specifier-site.ts'
import type { Troubled } from './troubled.ts'

/** What happens to the requirements of a group, and those that must be changed by hand. */
export interface SiteEdits {
  readonly edits: readonly PlannedEdit[]
  readonly byHand: readonly Placed[]
  /** Requirements that ask for the target already, and not for what is locked. */
  readonly asking: readonly string[]
  readonly notes: readonly string[]
}

/**
 * Raises every requirement that fixes a version in trouble, and, in the same unit, every one that would keep the target out.
 * A requirement that lets the target in and whose version another file pins (a constraint, a compiled list) stays.
 */
export function siteEdits(group: readonly Troubled[], target: string, index: PlanIndex): SiteEdits {
  const own = group.flatMap((troubled) => troubled.asked.filter((placed) => isCause(placed, troubled, target)))
  const known = new Set(group.flatMap(({ asked }) => asked.map(({ mention }) => mention)))
  const others = unitMentions(group, index).filter(
    (placed) => !known.has(placed.mention) && isInTheWay(placed, group, target),
  )
  const drafts = [...own, ...others].map((placed) => ({ placed, edit: editAt(placed, target) }))
  const done = drafts.flatMap(({ placed, edit }) => (edit === undefined ? [] : [{ placed, edit }]))
  return {
    edits: done.map(({ edit }) => edit),
    asking: group.flatMap((troubled) =>
      troubled.asked.filter((placed) => asksAlready(placed, troubled, target)).map(({ file }) => file.path),
    ),
    byHand: drafts.flatMap(({ placed, edit }) => (edit === undefined ? [placed] : [])),
    notes: [...new Set([...done.flatMap(notesOn), ...others.map((placed) => inTheWayNote(placed, own))])],
  }
}

/** The lock is older than its manifest. */
function asksAlready({ mention }: Placed, { component: { version }, locked }: Troubled, target: string): boolean {
  if (locked.length === 0 || version.kind !== 'exact') return false
  return (
    letsIn(mention.version, target, mention.ecosystem) && !letsIn(mention.version, version.version, mention.ecosystem)
  )
}

function isCause(placed: Placed, troubled: Troubled, target: string): boolean {
  const { mention } = placed
  const { component, locked, asked } = troubled
  if (mention.origin.kind !== 'registry' || asksAlready(placed, troubled, target)) return false
  if (!letsIn(mention.version, target, mention.ecosystem)) return true
  if (locked.length > 0 || component.version.kind !== 'exact') return true
  // Its version comes from elsewhere in the unit: from a pin that is raised itself, or from a constraint.
  return asked.length === 0
}

/** All that the unit says of the package, where it can be edited. */
function unitMentions([first]: readonly Troubled[], index: PlanIndex): readonly Placed[] {
  return first === undefined ? [] : index.saidOf(first.unit, first.component.ecosystem, first.component.name)
}

/**
 * In one Python or conda environment whatever keeps the target out is in the way. In npm several versions live side by side:
 * only an override or a catalogue that leads to the version in trouble is.
 */
function isInTheWay({ mention }: Placed, group: readonly Troubled[], target: string): boolean {
  if (mention.origin.kind !== 'registry' || mention.version.kind === 'unstated' || mention.version.kind === 'any')
    return false
  if (mention.ecosystem !== 'npm' && !letsIn(mention.version, target, mention.ecosystem)) return true
  if (mention.role !== 'constrains') return false
  const needsLock = group.some(({ locked }) => locked.length > 0)
  return group.some(({ component: { version } }) => {
    const leadsHere = version.kind === 'exact' && letsIn(mention.version, version.version, mention.ecosystem)
    return leadsHere && (needsLock || !letsIn(mention.version, target, mention.ecosystem))
  })
}

function editAt({ file, mention }: Placed, target: string): (PlannedEdit & { lifted: readonly string[] }) | undefined {
  const site = siteOf(file, mention)
  if (site === undefined) return undefined
  const edit = raiseSite(site, target, editingOf(file.extractor) === 'command')
  if (edit === undefined) return undefined
  return { ...edit, path: file.path, line: mention.location.lines?.start ?? 1, before: site.written, target }
}

function notesOn({
  placed,
  edit,
}: {
  placed: Placed
  edit: { lifted: readonly string[]; target: string }
}): readonly string[] {
  const { file, mention } = placed
  const { version } = mention
  const label = version.kind === 'exact' ? /\+[0-9A-Za-z._-]+$/.exec(version.version)?.[0] : undefined
  return [
    ...edit.lifted.map(
      (bound) =>
        `${place(file, placed)} keeps it out with ${excerpt(bound, 40)}; the bound is moved up, and it stood there for a reason: test.`,
    ),
    ...(mention.integrity.length === 0 || editingOf(file.extractor) === undefined
      ? []
      : [`${place(file, placed)} has hashes of the old version: pip refuses to install until they are made anew.`]),
    ...(label === undefined || mention.ecosystem !== 'PyPI'
      ? []
      : [`${place(file, placed)} named the build ${label}; a pin without a label takes the build of the same index.`]),
  ]
}

function inTheWayNote(placed: Placed, own: readonly Placed[]): string {
  const says = `${place(placed.file, placed)} asks for ${excerpt(placed.mention.text, 80)}`
  const [cause] = own
  if (cause === undefined) return `${says}, which is what fixes the version.`
  return `${says} and is used together with ${place(cause.file, cause)}: both are changed.`
}

function place(file: PlannedFile, { mention }: Placed): string {
  return `${excerpt(file.path, 120)}:${mention.location.lines?.start ?? 1}`
}
