import type { ByteSource } from '../../../base/bytes.ts'
import type { Clock } from '../../../base/clock.ts'
import { compareText } from '../../../base/compare.ts'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import type { AbstractValue, ReadingReport } from '../../../formats/pickle/report.ts'
import { partOf } from '../../../formats/source-part.ts'
import { ContainerBudget, DEFAULT_CONTAINER_LIMITS } from '../containers/budget.ts'
import { inspectContainer } from '../containers/inspect.ts'
import type { Tier } from './classify-global.ts'
import { TIERS } from './incident.ts'
import { judgePickle, type PickleJudgement } from './judge-pickle.ts'
import { libraryOf } from './vetted.ts'

/** What a pickle does with a name. */
export type GlobalUse = 'imported' | 'called' | 'state set'

/** A name that a file needs and that is not on the vetted list. */
export interface NeededGlobal {
  readonly module: string
  /** `module.name` as Python 3 reads it. */
  readonly global: string
  /** `unknown` can be allowed; `capability` and `execution` cannot. */
  readonly tier: Tier
  /** One clause: what it does, or why nothing is known. */
  readonly why: string
  /** The library that the top module belongs to, where names of it are vetted. */
  readonly library?: string
  readonly uses: readonly GlobalUse[]
}

/** Everything a file needs beyond what is vetted. */
export interface NeededGlobals {
  /** Sorted by name. */
  readonly globals: readonly NeededGlobal[]
  /** What does harm and has no name that could be allowed, one clause each. */
  readonly nameless: readonly string[]
  /** Was every part of the file looked at? */
  readonly complete: boolean
}

/** As many different names as a report of them can hold. */
const MOST_GLOBALS = 1000
const MOST_NAMELESS = 20
/** Archives in pickles in archives. */
const MOST_NESTING = 6

/** The names that the pickles in a file need, whatever it is wrapped in. Pure but for `clock`, which bounds the work. Throws what `source` throws. */
export async function neededGlobals(source: ByteSource, clock: Clock): Promise<NeededGlobals> {
  const found = new Findings()
  await look(source, new ContainerBudget(DEFAULT_CONTAINER_LIMITS, clock), found, 0)
  return found.result()
}

async function look(source: ByteSource, budget: ContainerBudget, found: Findings, nesting: number): Promise<void> {
  const torchScripts: (readonly string[])[] = []
  for await (const event of inspectContainer(source, budget)) {
    if (event.type === 'note') found.complete &&= event.kind !== 'not-inspected' && event.kind !== 'damage'
    else if (event.type === 'archive') {
      if (event.kinds.includes('torchscript')) torchScripts.push(event.path)
    } else if (event.kinds.some(({ kind }) => kind === 'pickle')) {
      const judgement = await judgePickle(event.source)
      const isTrial = event.kinds.every(({ kind, certainty }) => kind !== 'pickle' || certainty === 'trial')
      // Text can happen to be opcodes: without the magic of a protocol only what does something counts.
      if (isTrial && judgement.tier !== 'execution' && judgement.tier !== 'capability') continue
      const inTorchScript = torchScripts.some((path) => path.every((label, index) => event.path[index] === label))
      found.add(judgement, inTorchScript)
      for (const { source: inner, start, end } of judgement.payloads) {
        if (nesting >= MOST_NESTING) found.complete = false
        else await look(partOf(inner, start, end - start, DEFAULT_LIMITS.fileBytes), budget, found, nesting + 1)
      }
    }
  }
}

class Findings {
  complete = true
  private readonly globals = new Map<string, NeededGlobal & { readonly uses: GlobalUse[] }>()
  private readonly nameless = new Set<string>()

  add({ incidents, gaps, report }: PickleJudgement, inTorchScript: boolean): void {
    this.complete &&= gaps.length === 0
    for (const { subject, tier, why } of incidents) {
      if (TIERS.indexOf(tier) < TIERS.indexOf('unknown')) continue
      // torch.jit.load finds these in the code of the archive itself.
      if (inTorchScript && tier === 'unknown' && subject?.startsWith('__torch__.') === true) continue
      if (subject === undefined) {
        if (this.nameless.size < MOST_NAMELESS) this.nameless.add(why)
      } else this.need(subject, tier, why)
    }
    for (const reading of report.readings) this.use(reading)
  }

  result(): NeededGlobals {
    const globals = [...this.globals.values()].sort((a, b) => compareText(a.global, b.global))
    return { globals, nameless: [...this.nameless], complete: this.complete }
  }

  private need(global: string, tier: Tier, why: string): void {
    const known = this.globals.get(global)
    if (known !== undefined && TIERS.indexOf(known.tier) >= TIERS.indexOf(tier)) return
    if (known === undefined && this.globals.size >= MOST_GLOBALS) {
      this.complete = false
      return
    }
    const library = libraryOf(global)
    const uses: GlobalUse[] = known?.uses ?? ['imported']
    const module = global.slice(0, Math.max(0, global.lastIndexOf('.')))
    this.globals.set(global, { module, global, tier, why, ...(library === undefined ? {} : { library }), uses })
  }

  private use(reading: ReadingReport): void {
    for (const { module, name, calls } of reading.globals) if (calls > 0) this.mark(`${module}.${name}`, 'called')
    for (const { target, opcode } of reading.changes) {
      const made = opcode === 'BUILD' ? maker(target) : undefined
      if (made !== undefined) this.mark(made, 'state set')
    }
  }

  private mark(global: string, use: GlobalUse): void {
    const known = this.globals.get(global)
    if (known !== undefined && !known.uses.includes(use)) known.uses.push(use)
  }
}

/** The class whose object is changed. */
function maker(target: AbstractValue): string | undefined {
  const made = target.kind === 'result' ? target.callee : target
  return made.kind === 'global' ? `${made.module}.${made.name}` : undefined
}
