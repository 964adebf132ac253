import type { FileRole } from '../package-file.ts'
import type { BehaviourMoment } from '../behaviour.ts'
import type { ExportTable } from './export-table.ts'
import type { FlowPlace } from './flow-module.ts'
import { momentOf } from './inspection.ts'
import type { ModuleSummary } from './module-summary.ts'

/** What runs a piece of code at the earliest; higher is earlier. Of a library nobody knows whether it is loaded. */
const LOADED = 1
const IMPORTED = 2
const STARTED = 3
const INSTALLED = 4

const LEVELS: Readonly<Partial<Record<FileRole, number>>> = { import: IMPORTED, start: STARTED, install: INSTALLED }

/** When the code of each module of a package runs, over loads and calls from file to file. */
export interface LinkedMoments {
  momentOf(
    module: number,
    at: { readonly runs: FlowPlace['runs'] | 'unknown'; readonly within: string },
  ): BehaviourMoment
  /** That of what loads or starts it where that runs earlier: installation, start of the interpreter, import of the package. */
  roleOf(module: number): FileRole
}

/**
 * Follows what runs: the top level of every file, as early as what loads it; functions as early as what calls them. Each function is
 * visited at most once for each level.
 */
export function linkMoments(modules: readonly ModuleSummary[], table: ExportTable): LinkedMoments {
  const walk = new Walk(modules, table)
  for (const [index, { file }] of modules.entries()) walk.reach(index, '', LEVELS[file.role] ?? LOADED)
  walk.run()
  return {
    momentOf: (module, { runs, within }) => {
      if (runs === 'unknown') return 'unknown'
      const { role } = modules[module]?.file ?? { role: 'library' }
      const level = walk.level(module, runs === 'call' ? within : '')
      const own = momentOf(runs, level === INSTALLED && runs !== 'script' ? 'install' : role)
      if (own !== 'call' || runs !== 'call' || level === 0) return own
      if (level === INSTALLED) return 'install'
      // Its file is loaded with the package, and only a module that nobody is known to load calls it: it does not run with the import.
      return level === LOADED && walk.level(module, '') > LOADED ? 'call' : 'import'
    },
    roleOf: (module) => {
      const role = modules[module]?.file.role ?? 'library'
      const level = walk.level(module, '')
      if (level <= (LEVELS[role] ?? LOADED)) return role
      return level === INSTALLED ? 'install' : level === STARTED ? 'start' : 'import'
    },
  }
}

/** What a function (or the top level) of a module leads to. */
interface Step {
  readonly module: number
  readonly within: string
}

class Walk {
  readonly #modules: readonly ModuleSummary[]
  readonly #table: ExportTable
  readonly #levels: Map<string, number>[]
  readonly #steps: (ReadonlyMap<string, readonly Step[]> | undefined)[] = []
  readonly #queue: Step[] = []

  constructor(modules: readonly ModuleSummary[], table: ExportTable) {
    this.#modules = modules
    this.#table = table
    this.#levels = modules.map(() => new Map())
  }

  level(module: number, within: string): number {
    return this.#levels[module]?.get(within) ?? 0
  }

  reach(module: number, within: string, level: number): void {
    const levels = this.#levels[module]
    if (levels === undefined || (levels.get(within) ?? 0) >= level) return
    levels.set(within, level)
    this.#queue.push({ module, within })
  }

  run(): void {
    for (let one = this.#queue.pop(); one !== undefined; one = this.#queue.pop()) {
      const level = this.level(one.module, one.within)
      for (const to of this.#stepsOf(one.module).get(one.within) ?? []) this.reach(to.module, to.within, level)
    }
  }

  #stepsOf(module: number): ReadonlyMap<string, readonly Step[]> {
    const known = this.#steps[module]
    if (known !== undefined) return known
    const steps = new Map<string, Step[]>()
    const add = (from: string, to: Step): void => {
      const own = steps.get(from)
      if (own === undefined) steps.set(from, [to])
      else own.push(to)
    }
    const summary = this.#modules[module]
    for (const [from, to] of summary?.calls ?? []) add(from, { module, within: to })
    for (const { specifier, ...at } of summary?.loads ?? [])
      for (const other of this.#table.loaded(module, specifier)) add(runner(at), { module: other, within: '' })
    for (const link of summary?.links ?? []) {
      if (link.kind !== 'call') continue
      const targets = this.#table.targets(module, link.specifier, link.member)
      for (const { module: other, export: one, rest } of targets)
        if (rest === '' && one.within !== undefined) add(runner(link), { module: other, within: one.within })
      if (targets.length > 0) for (const within of link.callbacks) add(runner(link), { module, within })
    }
    this.#steps[module] = steps
    return steps
  }
}

/** What is called while a file is loaded runs with its top level. */
function runner({ runs, within }: { readonly runs: FlowPlace['runs']; readonly within: string }): string {
  return runs === 'import' || runs === 'script' ? '' : within
}
