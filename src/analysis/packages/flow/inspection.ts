import type { Behaviour, BehaviourKind, BehaviourMoment, BehaviourPlace, Taint, TaintSource } from '../behaviour.ts'
import type { FileRole, PackageFile } from '../package-file.ts'
import { isPrivate } from '../private-sources.ts'
import type { FlowLanguage } from './flow-language.ts'
import type { FlowModule, FlowPlace, UseOf } from './flow-module.ts'
import { FlowSearch, type Origin } from './flow-search.ts'
import { type Inputs, mergedTaints, NO_INPUTS } from './inputs.ts'

/** Most behaviours that are told of one file. */
const MOST_BEHAVIOURS = 2000

/** Most nodes and sources of one behaviour. */
const MOST_INPUTS = 400

/**
 * A behaviour of one file before the files of the package are linked: what else may flow into it, and whether it is one at all without that.
 */
export interface Finding {
  readonly behaviour: Behaviour
  /** Nodes by which data comes to it. */
  readonly nodes: readonly number[]
  /** Told only when something flows into it, or something of this source. */
  readonly needs: Need
  /** Where it stands, for whether something calls it when the package is installed. */
  readonly within: string
  readonly runs: FlowPlace['runs'] | 'unknown'
}

/** What has to flow into something before it is a behaviour; `input`: anything. */
export type Need = 'nothing' | 'input' | TaintSource

/** Where a behaviour stands that is no use. */
export interface Spot {
  readonly line: number
  readonly column: number
}

/** One file while it is judged: what is found, and where data comes from. Lives for one file; knows nothing of its language. */
export class Inspection<Module extends FlowModule> {
  readonly module: Module
  readonly file: PackageFile
  readonly language: FlowLanguage<UseOf<Module>>
  readonly #search: FlowSearch<UseOf<Module>>
  readonly #found = new Map<string, Finding>()

  constructor(module: Module, file: PackageFile, language: FlowLanguage<UseOf<Module>>) {
    this.module = module
    this.file = file
    this.language = language
    this.#search = new FlowSearch<UseOf<Module>>(module, (use) => language.meaningOf(use))
  }

  /** Everything found that needs nothing from other files, in the order of the file. */
  behaviours(): readonly Behaviour[] {
    return this.findings()
      .filter(({ behaviour, needs }) => isMet(needs, behaviour.inputs))
      .map(({ behaviour }) => behaviour)
  }

  /** Was it too much to follow every way of data? */
  get isExhausted(): boolean {
    return this.#search.isExhausted
  }

  /** Everything found, in the order of the file; what is told only with an input it does not have yet as well. */
  findings(): readonly Finding[] {
    return [...this.#found.values()].toSorted(
      ({ behaviour: { place: a } }, { behaviour: { place: b } }) =>
        a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
    )
  }

  /**
   * Notes what a use does. With `needs` it is told only when something of that kind flows into it, be it from another file; an empty
   * subject is then that of what flows in.
   */
  addUse(
    kind: BehaviourKind,
    subject: string,
    use: UseOf<Module>,
    inputs: Inputs = NO_INPUTS,
    evidence?: string,
    needs: Need = 'nothing',
  ): void {
    const shown = evidence ?? this.language.evidenceOf(use)
    this.#note({ kind, subject, spot: use, when: this.momentOf(use), inputs, evidence: shown, needs, at: use })
  }

  /** Notes a behaviour; the same at the same place is one, with the inputs of all. */
  add(kind: BehaviourKind, subject: string, spot: Spot, when: BehaviourMoment, inputs: Inputs, evidence: string): void {
    this.#note({ kind, subject, spot, when, inputs, evidence, needs: 'nothing', at: undefined })
  }

  /** When code runs, given what the file is for. */
  momentOf(use: { readonly runs: FlowPlace['runs'] }): BehaviourMoment {
    return momentOf(use.runs, this.file.role)
  }

  placeOf({ line, column }: Spot): BehaviourPlace {
    return { path: this.file.path, line, column }
  }

  /** Where the data of nodes comes from; what is done to it on the way is noted as well. */
  taints(nodes: readonly number[]): Inputs {
    const wanted = nodes.filter((node) => node !== 0)
    if (wanted.length === 0) return NO_INPUTS
    return { taints: this.#search.origins(wanted).flatMap((origin) => this.#taint(origin)), nodes: wanted }
  }

  #taint({ use, through, transforms }: Origin<UseOf<Module>>): readonly Taint[] {
    const source = this.language.sourceOf(use)
    if (source === undefined) return []
    const taint: Taint = { source: source.source, subject: source.subject, place: this.placeOf(use), through }
    if (isPrivate(source)) {
      for (const transform of transforms)
        this.addUse('encode', source.subject, transform, { taints: [taint], nodes: [] })
      if (source.subject === '*') this.addUse('read-environment', '*', use)
    }
    return [taint]
  }

  #note({ kind, subject, spot, when, inputs, evidence, needs, at }: Noted): void {
    const key = `${kind} ${subject} ${spot.line}:${spot.column}`
    const known = this.#found.get(key)
    if (known === undefined && this.#found.size >= MOST_BEHAVIOURS) return
    // Generated code stands at one place, however much of it there is.
    if (known !== undefined && known.nodes.length + known.behaviour.inputs.length > MOST_INPUTS) return
    const taints = mergedTaints(known?.behaviour.inputs ?? [], inputs.taints)
    this.#found.set(key, {
      behaviour: {
        kind,
        subject: shownSubject(subject, needs, taints),
        place: this.placeOf(spot),
        when: known?.behaviour.when ?? when,
        inputs: taints,
        evidence: known?.behaviour.evidence ?? evidence,
      },
      nodes: known === undefined ? inputs.nodes : [...new Set([...known.nodes, ...inputs.nodes])],
      needs: known?.needs === 'nothing' ? 'nothing' : needs,
      within: at?.within ?? '',
      runs: at?.runs ?? 'unknown',
    })
  }
}

interface Noted {
  readonly kind: BehaviourKind
  readonly subject: string
  readonly spot: Spot
  readonly when: BehaviourMoment
  readonly inputs: Inputs
  readonly evidence: string
  readonly needs: Need
  readonly at: FlowPlace | undefined
}

/** When code runs in a file with a role: a script that is started while the package is installed runs then. */
export function momentOf(runs: FlowPlace['runs'], role: FileRole): BehaviourMoment {
  if (runs === 'never') return 'unknown'
  if (runs === 'call') return 'call'
  if (role === 'install') return 'install'
  return runs === 'script' && role !== 'command' ? 'call' : 'import'
}

/** Does what is needed flow in? */
export function isMet(needs: Need, inputs: readonly Taint[]): boolean {
  return needs === 'nothing' || (needs === 'input' ? inputs.length > 0 : inputs.some(({ source }) => source === needs))
}

/** What is shown as the subject: of what flows in, where it has none of its own. */
export function shownSubject(subject: string, needs: Need, inputs: readonly Taint[]): string {
  const own = subject === '' ? inputs.find(({ source }) => source === needs)?.subject : subject
  return own === undefined || own === '' ? '?' : own.slice(0, 200)
}
