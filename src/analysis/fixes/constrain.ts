import type { Addition, PlannedFile } from './fix-plan.ts'
import { letsIn } from './lets-in.ts'
import { overrideFor } from './override.ts'
import { folderOf, type Placed, type PlanIndex } from './plan-index.ts'
import type { Troubled } from './troubled.ts'

/** What is written beside the locks of a package that no manifest asks for. */
export interface Constrained {
  readonly additions: readonly Addition[]
  readonly byHand: readonly Placed[]
  /** Manifests whose override leads to the target already. */
  readonly asking: readonly string[]
  readonly notes: readonly string[]
}

/** One addition for each lock file, in the manifest beside it. */
export function constrain({ component, locked }: Troubled, target: string, index: PlanIndex): Constrained {
  if (component.version.kind !== 'exact') return { additions: [], byHand: locked, asking: [], notes: [] }
  const { version } = component.version
  const locks = [...new Map(locked.map((placed) => [placed.file.path, placed])).values()]
  const found = locks.map((placed) => {
    const { file } = placed
    const others = index.versionsIn(file.path, component.name).size > 1
    const beside = (name: string): PlannedFile | undefined => fileBeside(file, name, index)
    const asking = askingBeside(file, component.name, { version, target }, index)
    if (asking !== undefined) return { placed, asking }
    return { placed, override: overrideFor(file.extractor, beside, { name: component.name, version, target, others }) }
  })
  return {
    additions: found.flatMap(({ override }) => override?.addition ?? []),
    byHand: found.flatMap(({ placed, override, asking }) => ((override ?? asking) === undefined ? [placed] : [])),
    asking: found.flatMap(({ asking }) => asking ?? []),
    notes: found.flatMap(({ override }) => override?.why ?? []),
  }
}

/** A manifest beside the lock with a constraint that shuts the locked version out and lets the target in. */
function askingBeside(lock: PlannedFile, name: string, steps: Steps, index: PlanIndex): string | undefined {
  return index
    .constraintsIn(folderOf(lock.path), name)
    .find(
      ({ mention: { version, ecosystem } }) =>
        letsIn(version, steps.target, ecosystem) && !letsIn(version, steps.version, ecosystem),
    )?.file.path
}

interface Steps {
  readonly version: string
  readonly target: string
}

/**
 * The manifest of the same folder. A lock locks the manifest beside it whether or not it asks for anything. pnpm's workspace
 * file may be made.
 */
function fileBeside(lock: PlannedFile, name: string, index: PlanIndex): PlannedFile | undefined {
  const path = lock.path.slice(0, lock.path.lastIndexOf('/') + 1) + name
  const found = index.file(path)
  if (found !== undefined || name !== 'pnpm-workspace.yaml') return found?.text === undefined ? undefined : found
  return { path, extractor: 'npm/pnpm-workspace', mentions: [], includes: [], text: '', isNew: true }
}
