import { excerpt } from '../../base/escape.ts'
import type { AdvisoryLookup } from '../../model/advisory.ts'
import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import { advisoriesOf } from './advisories-of.ts'
import { adviser, type Adviser } from './adviser.ts'
import { chooseTarget, highestFloor, type Placement, type Target } from './choose-target.ts'
import { commandsFor } from './commands-for.ts'
import { constrain } from './constrain.ts'
import type { FixPlan, FixStep, LockMove, PlannedFile, Suggestion } from './fix-plan.ts'
import { lockCommand } from './lock-commands.ts'
import { planIndex, type PlanIndex } from './plan-index.ts'
import { siteEdits } from './site-edits.ts'
import { siteOf } from './site-of.ts'
import { changesOf } from './changes-of.ts'
import { settleSteps } from './settle-steps.ts'
import { anywhere, manual, unplaced, type Wanted, withoutTarget } from './suggestions.ts'
import { troubledIn, type Troubled } from './troubled.ts'

/** What a plan is made from. */
export interface FixRequest {
  /** Those to be ended; what is not about advisories is left out. */
  readonly findings: readonly Finding[]
  readonly components: readonly Component[]
  readonly files: readonly PlannedFile[]
  readonly known: AdvisoryLookup
  /** May a step leave the major version? */
  readonly majors: boolean
}

/**
 * The smallest set of edits that ends the findings: pure, reads and writes nothing, resolves nothing. A package that the
 * project asks for is raised where it is asked for; one that others bring in is constrained beside its lock. What no edit can
 * do is a suggestion. Deterministic.
 */
export function planFixes(request: FixRequest): FixPlan {
  const advice = adviser(request.known)
  const fixable = request.findings.filter(isFixable)
  const index = planIndex(request.files)
  const troubled = troubledIn(fixable, request.components, index)
  const outcomes = groups(troubled).map((group) => planGroup(group, advice, request.majors, index))
  const steps = settleSteps(outcomes.flatMap(({ step }) => step ?? []))
  const placed = new Set(troubled.map(({ component }) => component.id))
  return {
    steps,
    changes: changesOf(steps),
    suggestions: [
      ...outcomes.flatMap(({ suggestions }) => suggestions),
      ...fixable
        .filter(({ component }) => !placed.has(component ?? ''))
        .map((finding) => unplaced(finding, request.components)),
      ...request.findings
        .filter((finding) => !isFixable(finding))
        .map((finding) => unplaced(finding, request.components)),
    ],
    commands: commandsFor(steps, request.files),
  }
}

const FIXABLE: ReadonlySet<string> = new Set(['vulnerabilities/known-vulnerability', 'vulnerabilities/open-range'])

function isFixable({ ruleId }: Finding): boolean {
  return FIXABLE.has(ruleId)
}

/** An environment has one version of a Python or conda package; a tree of npm packages has several. */
function groups(troubled: readonly Troubled[]): readonly (readonly Troubled[])[] {
  const byKey = Map.groupBy(troubled, ({ unit, component: { ecosystem, name, id } }) =>
    [unit, ecosystem, ecosystem === 'npm' ? id : name].join('\n'),
  )
  return [...byKey.values()]
}

interface Outcome {
  readonly step?: FixStep
  readonly suggestions: readonly Suggestion[]
}

function planGroup(group: readonly Troubled[], advice: Adviser, majors: boolean, index: PlanIndex): Outcome {
  const placements = group.map(placementOf)
  const target = chooseTarget(placements, advice, majors)
  if ('none' in target) return { suggestions: group.map((one) => withoutTarget(one, target)) }
  const selected = [...new Set(group.flatMap(({ findings }) => findings.flatMap(advisoriesOf)))]
  const ends = selected.filter((id) => !target.keeps.includes(id))
  if (ends.length === 0) return { suggestions: group.map((one) => withoutTarget(one, { none: 'unfixed' })) }
  return draft(group, placements, { ...target, ends }, index)
}

function placementOf(troubled: Troubled): Placement {
  const sites = troubled.asked.flatMap(({ file, mention }) => siteOf(file, mention) ?? [])
  return { troubled, sites }
}

function draft(
  group: readonly Troubled[],
  placements: readonly Placement[],
  target: Target & Wanted,
  index: PlanIndex,
): Outcome {
  const [first] = group
  if (first === undefined) return { suggestions: [] }
  const { component } = first
  const own = siteEdits(group, target.version, index)
  const { edits, byHand, notes } = own
  const unasked = edits.length > 0 ? [] : group.filter(({ locked, asked }) => locked.length > 0 && asked.length === 0)
  const constrained = unasked.map((one) => constrain(one, target.version, index))
  const additions = constrained.flatMap((one) => one.additions)
  const left = [...byHand, ...constrained.flatMap((one) => one.byHand)]
  const suggestions = left.map((placed) => manual(placed, target))
  const asking = [...new Set([...own.asking, ...constrained.flatMap((one) => one.asking)])]
  if (edits.length + additions.length + asking.length === 0) {
    return { suggestions: suggestions.length > 0 ? suggestions : group.map((one) => anywhere(one, target)) }
  }
  const floor = highestFloor(placements)
  const step: FixStep = {
    ecosystem: component.ecosystem,
    name: component.name,
    from: [...new Set(group.map((one) => shown(one.component)))],
    to: target.version,
    how: additions.length > 0 ? 'constrain' : 'raise',
    major: target.major,
    ends: target.ends,
    keeps: target.keeps,
    edits,
    additions,
    asking,
    notes: [
      ...(target.major && floor !== undefined ? [majorNote(component, floor, target.version)] : []),
      ...notes,
      ...new Set(constrained.flatMap((one) => one.notes)),
    ],
    moves: group.flatMap(movesOf),
  }
  return { step, suggestions }
}

/** A lock follows its manifest when it is made anew; an installed environment or a bill of materials does not. */
function movesOf({ locked, component: { version } }: Troubled): readonly LockMove[] {
  if (version.kind !== 'exact') return []
  return locked
    .filter(({ file }) => lockCommand(file) !== undefined)
    .map(({ file }) => ({ lock: file.path, version: version.version }))
}

function shown({ version }: Component): string {
  if (version.kind === 'exact') return version.version
  return version.kind === 'range' ? version.text : 'any version'
}

function majorNote({ name }: Component, from: string, to: string): string {
  return `No compatible version is free of known vulnerabilities: from ${excerpt(from, 60)} to ${to} is a major step for ${name}; read its release notes.`
}
