import type { JavaScriptModule, JavaScriptUse } from '../../../formats/javascript/module.ts'
import type { Behaviour, BehaviourKind, BehaviourMoment, BehaviourPlace, Taint } from '../behaviour.ts'
import { evidenceOf } from './argument-facts.ts'
import { FlowSearch, type Origin } from './flow-search.ts'
import type { PackageFile } from '../package-file.ts'
import { meaningOf, sourceOf } from './sources.ts'

/** Most behaviours that are told of one file. */
const MOST_BEHAVIOURS = 2000

/** One file while it is judged: what is found, and where data comes from. */
export class Inspection {
  readonly module: JavaScriptModule
  readonly file: PackageFile
  /** Does the module go through the whole environment? */
  readonly enumerates: boolean
  readonly #search: FlowSearch
  readonly #found = new Map<string, Behaviour>()

  constructor(module: JavaScriptModule, file: PackageFile) {
    this.module = module
    this.file = file
    this.enumerates = module.uses.some(({ kind, name }) => kind === 'reference' && name === 'global.process.env')
    this.#search = new FlowSearch(module, (use) => meaningOf(use, this.enumerates))
  }

  /** Everything found, in the order of the file. */
  behaviours(): readonly Behaviour[] {
    return [...this.#found.values()].toSorted(
      (a, b) => a.place.line - b.place.line || (a.place.column ?? 0) - (b.place.column ?? 0),
    )
  }

  /** Notes what a use does. */
  addUse(
    kind: BehaviourKind,
    subject: string,
    use: JavaScriptUse,
    inputs: readonly Taint[] = [],
    evidence?: string,
  ): void {
    this.add(kind, subject, use, this.momentOf(use), inputs, evidence ?? evidenceOf(use))
  }

  /** Notes a behaviour; the same at the same place is one, with the inputs of all. */
  add(
    kind: BehaviourKind,
    subject: string,
    spot: { readonly line: number; readonly column: number },
    when: BehaviourMoment,
    inputs: readonly Taint[],
    evidence: string,
  ): void {
    const key = `${kind} ${subject} ${spot.line}:${spot.column}`
    const known = this.#found.get(key)
    if (known === undefined && this.#found.size >= MOST_BEHAVIOURS) return
    const shown = subject === '' ? '?' : subject.slice(0, 200)
    this.#found.set(key, {
      kind,
      subject: known?.subject ?? shown,
      place: this.placeOf(spot),
      when: known?.when ?? when,
      inputs: known === undefined ? inputs : merged(known.inputs, inputs),
      evidence: known?.evidence ?? evidence,
    })
  }

  /** When code runs, given what the file is for. */
  momentOf(use: { readonly runs: 'import' | 'call' }): BehaviourMoment {
    if (use.runs === 'call') return 'call'
    return this.file.role === 'install' ? 'install' : 'import'
  }

  placeOf({ line, column }: { readonly line: number; readonly column: number }): BehaviourPlace {
    return { path: this.file.path, line, column }
  }

  /** Where the data of nodes comes from; what is done to it on the way is noted as well. */
  taints(nodes: readonly number[]): readonly Taint[] {
    const wanted = nodes.filter((node) => node !== 0)
    if (wanted.length === 0) return []
    return this.#search.origins(wanted).flatMap((origin) => this.#taint(origin))
  }

  #taint({ use, through, transforms }: Origin): readonly Taint[] {
    const source = sourceOf(use, this.enumerates)
    if (source === undefined) return []
    const taint: Taint = { source: source.source, subject: source.subject, place: this.placeOf(use), through }
    if (PRIVATE.has(source.source)) {
      for (const transform of transforms) this.addUse('encode', source.subject, transform, [taint])
      if (source.subject === '*') this.addUse('read-environment', '*', use)
    }
    return [taint]
  }
}

/** Sources whose data belongs to the user. */
export const PRIVATE: ReadonlySet<string> = new Set([
  'environment', 'secret-file', 'browser-store', 'wallet', 'clipboard', 'spy', 'host-facts', 'cloud-metadata',
]) // prettier-ignore

function merged(known: readonly Taint[], more: readonly Taint[]): readonly Taint[] {
  const isKnown = (one: Taint): boolean =>
    known.some(
      ({ source, subject, place }) =>
        source === one.source &&
        subject === one.subject &&
        place.line === one.place.line &&
        place.column === one.place.column,
    )
  return [...known, ...more.filter((one) => !isKnown(one))]
}
