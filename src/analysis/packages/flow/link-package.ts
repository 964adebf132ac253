import type { Behaviour, BehaviourKind, Taint } from '../behaviour.ts'
import type { FileRole } from '../package-file.ts'
import { isPrivate } from '../private-sources.ts'
import { ExportTable } from './export-table.ts'
import { FlowSearch, type Origin } from './flow-search.ts'
import { mergedTaints } from './inputs.ts'
import { type Finding, isMet, shownSubject } from './inspection.ts'
import { type LinkedGraph, linkGraphs } from './linked-graph.ts'
import { type LinkedMoments, linkMoments } from './linked-moments.ts'
import type { Mark, ModuleSummary } from './module-summary.ts'
import type { PackageResolver } from './package-resolver.ts'

/** What the files of a package do together. */
export interface LinkedPackage {
  /** Of all files, by path and line; inputs and moments as they are across files. */
  readonly behaviours: readonly Behaviour[]
  /** By path: `install` for files that install scripts load or start as well, otherwise as it was. */
  readonly roles: ReadonlyMap<string, FileRole>
}

/**
 * Connects the files of one package: calls of imported functions with the functions, and their results and exported values with where they
 * are used. Behaviours get what comes from other files (`place` of the taint says which), and the moment at which the first file runs
 * them. Nothing is resolved outside of the package. Bounds: of nodes, ways and steps; where one is reached, an `unread` says so.
 */
export function linkPackage(modules: readonly ModuleSummary[], resolver: PackageResolver): LinkedPackage {
  const table = new ExportTable(modules, resolver)
  const moments = linkMoments(modules, table)
  const linker = new Linker(modules, linkGraphs(modules, table), moments)
  const behaviours = modules.flatMap((_, index) => linker.behavioursOf(index))
  return {
    behaviours: [...behaviours, ...linker.added(), ...linker.unread()].toSorted(inOrder),
    roles: new Map(modules.map(({ file }, index) => [file.path, moments.roleOf(index)])),
  }
}

function inOrder({ place: a }: Behaviour, { place: b }: Behaviour): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
}

/** Behaviours of other files that are found on the way. */
const MOST_ADDED = 2000

class Linker {
  readonly #modules: readonly ModuleSummary[]
  readonly #graph: LinkedGraph
  readonly #moments: LinkedMoments
  readonly #search: FlowSearch<Mark>
  readonly #indices: ReadonlyMap<string, number>
  readonly #added = new Map<string, Behaviour>()
  readonly #told = new Set<string>()

  constructor(modules: readonly ModuleSummary[], graph: LinkedGraph, moments: LinkedMoments) {
    this.#modules = modules
    this.#graph = graph
    this.#moments = moments
    this.#search = new FlowSearch(graph, (mark) => mark)
    this.#indices = new Map(modules.map(({ file }, index) => [file.path, index]))
  }

  behavioursOf(index: number): readonly Behaviour[] {
    return (this.#modules[index]?.findings ?? []).flatMap((finding) => this.#behaviour(index, finding))
  }

  #behaviour(index: number, finding: Finding): readonly Behaviour[] {
    const { behaviour, needs } = finding
    const base = this.#graph.bases[index] ?? -1
    const nodes = base < 0 ? [] : finding.nodes.map((node) => node + base)
    const linked = nodes.length === 0 ? [] : this.#search.origins(nodes).flatMap((origin) => this.#taint(origin))
    const inputs = mergedTaints(linked, behaviour.inputs)
    if (!isMet(needs, inputs)) return []
    const when = this.#moments.momentOf(index, finding)
    const subject = shownSubject(
      behaviour.subject === '?' && needs !== 'nothing' ? '' : behaviour.subject,
      needs,
      inputs,
    )
    this.#told.add(keyOf(behaviour.kind, subject, behaviour.place))
    return [{ ...behaviour, subject, when, inputs }]
  }

  #taint({ use, through, transforms }: Origin<Mark>): readonly Taint[] {
    if (use.taint === undefined) return []
    const taint = { ...use.taint, through }
    if (isPrivate(taint)) {
      for (const transform of transforms) this.#add('encode', taint.subject, transform, [taint])
      if (taint.subject === '*') this.#add('read-environment', '*', use, [])
    }
    return [taint]
  }

  #add(kind: BehaviourKind, subject: string, mark: Mark, inputs: readonly Taint[]): void {
    const { path, line, column, evidence } = mark
    const place = { path, line, column }
    const key = keyOf(kind, subject, place)
    const known = this.#added.get(key)
    if (known === undefined && this.#added.size >= MOST_ADDED) return
    const when = this.#moments.momentOf(this.#indices.get(path) ?? -1, mark)
    this.#added.set(key, { kind, subject, place, when, inputs: mergedTaints(known?.inputs ?? [], inputs), evidence })
  }

  /** What was found on the way, but for what the file itself told. */
  added(): readonly Behaviour[] {
    return [...this.#added].filter(([key]) => !this.#told.has(key)).map(([, behaviour]) => behaviour)
  }

  unread(): readonly Behaviour[] {
    const between = [...this.#graph.gaps, ...(this.#search.isExhausted ? ['more steps than the bound'] : [])]
    const [first] = this.#modules
    const all = this.#modules.flatMap(({ file, gaps }) => gaps.map((gap) => unreadAt(file.path, gap)))
    return first === undefined ? all : [...all, ...between.map((gap) => unreadAt(first.file.path, gap))]
  }
}

function unreadAt(path: string, gap: string): Behaviour {
  const evidence = `ways between files: ${gap}`
  return {
    kind: 'unread',
    subject: 'links',
    place: { path, line: 1, column: 1 },
    when: 'unknown',
    inputs: [],
    evidence,
  }
}

function keyOf(kind: BehaviourKind, subject: string, { path, line, column }: Behaviour['place']): string {
  return `${kind}\0${subject}\0${path}\0${line}:${column ?? 0}`
}
