import { linkedNodes } from './kept-nodes.ts'
import type { FlowNode } from '../../../formats/flow-graph.ts'
import type { FlowExport, FlowModule, FlowUse, UseOf } from './flow-module.ts'
import type { Finding, Inspection } from './inspection.ts'
import { keptCalls } from './kept-calls.ts'
import type { ExportSummary, Link, Load, Mark, ModuleSummary } from './module-summary.ts'

/** Names of a language that may belong to the package. */
export interface LinkNames<Use> {
  /** The part of an absolute name that the resolver takes, and the rest; undefined for what is not of the package. */
  split(name: string): { readonly specifier: string; readonly member: string } | undefined
  /** Functions of the module that a use is given. */
  callbacksOf(use: Use): readonly string[]
  /** Does calling this name call something that a function was given: `?`, `<dynamic>`? */
  isGivenFunction(name: string): boolean
}

/** Most links and exports that are kept of one module. */
const MOST_LINKS = 20_000

/**
 * What linking needs of a module that was inspected; the module itself can be let go. `loads` are the files it imports and starts.
 * Linear in the module.
 */
export function summarize<Module extends FlowModule>(
  inspection: Inspection<Module>,
  loads: readonly Load[],
  names: LinkNames<UseOf<Module>>,
): ModuleSummary {
  const { module, file } = inspection
  const uses: readonly UseOf<Module>[] = module.uses
  const found = uses.flatMap((use) => linkOf(use, names))
  const links = found.slice(0, MOST_LINKS)
  const exports = exportsOf(module, names)
  const findings = inspection.findings()
  const kept = linkedNodes(module, (index) => meaningOf(inspection, index), {
    starts: [
      ...links.map(({ flow }) => flow),
      ...exports.flatMap(({ parameters, named, flow }) => [...parameters, ...named.map(([, node]) => node), flow]),
    ],
    ends: [
      ...findings.flatMap(({ nodes }) => nodes),
      ...links.flatMap(({ arguments: given, receiver }) => [...given.map(({ flow }) => flow), receiver]),
      ...exports.flatMap(({ returns, flow, gives }) => [...returns, flow, ...gives]),
    ],
  })
  const number = (node: number): number => kept.numbers.get(node) ?? 0
  const known = (nodes: readonly number[]): readonly number[] => nodes.map(number).filter((node) => node !== 0)
  const kinds = new Set(links.map(({ within }) => within))
  for (const { within } of findings) kinds.add(within)
  for (const { within } of loads) kinds.add(within)
  const entries = exports.flatMap(({ within }) => (within === undefined ? [] : [within]))
  return {
    file,
    loads,
    exports: exports.map((one) => ({
      ...one,
      flow: number(one.flow),
      parameters: one.parameters.map(number),
      named: one.named.map(([name, node]) => [name, number(node)]),
      returns: known(one.returns),
      gives: known(one.gives),
    })),
    calls: keptCalls(module.calls, [...entries, ...links.flatMap(({ callbacks }) => callbacks)], kinds),
    links: links.map((one) => ({
      ...one,
      arguments: one.arguments.map((argument) => ({ ...argument, flow: number(argument.flow) })),
      receiver: number(one.receiver),
      flow: number(one.flow),
    })),
    marks: kept.uses.map((index) => markOf(inspection, index)),
    flows: kept.flows,
    findings: findings.map((one): Finding => ({ ...one, nodes: known(one.nodes) })),
    gaps: found.length > MOST_LINKS ? [`more than ${MOST_LINKS} uses of other files`] : [],
  }
}

function linkOf<Use extends FlowUse>(use: Use, names: LinkNames<Use>): readonly Link[] {
  const split = names.split(use.name)
  if (split === undefined) return []
  const { kind, arguments: given, receiver, flow, within, runs } = use
  return [
    {
      ...split,
      kind:
        kind === 'assign' ? 'assign' : kind === 'call' || kind === 'new' || kind === 'decorate' ? 'call' : 'reference',
      arguments: given.map(({ flow: from, keyword }) => ({
        flow: from,
        ...(keyword === undefined ? {} : { keyword }),
      })),
      receiver,
      flow,
      within,
      runs,
      callbacks: names.callbacksOf(use),
    },
  ]
}

function exportsOf<Module extends FlowModule>(
  module: Module,
  names: LinkNames<UseOf<Module>>,
): readonly ExportSummary[] {
  const gives = givenToFunctions(module, names)
  return module.exports.slice(0, MOST_LINKS).map(({ names: others, ...one }: FlowExport) => ({
    ...one,
    gives: one.parameters.flatMap((node) => gives.get(node) ?? []),
    others: others.flatMap((name) => names.split(name) ?? []),
  }))
}

/** By parameter: what is given to it where it is called. */
function givenToFunctions<Module extends FlowModule>(
  { uses, flows, exports }: Module,
  names: LinkNames<UseOf<Module>>,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  for (const { parameters } of exports) for (const node of parameters) if (node !== 0) found.set(node, [])
  if (found.size === 0) return found
  for (const { kind, name, receiver, arguments: given } of uses) {
    if (kind !== 'call' || receiver === 0 || !names.isGivenFunction(name)) continue
    const known = found.get(parameterBehind(flows, receiver, found))
    if (known !== undefined) for (const { flow } of given) if (flow !== 0 && known.length < 64) known.push(flow)
  }
  return found
}

/** Names between a parameter and the call of it. */
const MOST_NAMES = 4

function parameterBehind(flows: readonly FlowNode[], node: number, parameters: ReadonlyMap<number, unknown>): number {
  let one = node
  for (let i = 0; i < MOST_NAMES && !parameters.has(one); i++) one = flows[one]?.from[0] ?? 0
  return one
}

function useAt<Module extends FlowModule>({ module }: Inspection<Module>, index: number): UseOf<Module> | undefined {
  return module.uses[index]
}

function meaningOf<Module extends FlowModule>(
  inspection: Inspection<Module>,
  index: number,
): 'source' | 'way' | 'word' | 'end' {
  const use = useAt(inspection, index)
  const meaning = use === undefined ? undefined : inspection.language.meaningOf(use)
  if (meaning?.kind !== 'way') return meaning?.kind ?? 'way'
  return meaning.through === '' ? 'way' : 'word'
}

function markOf<Module extends FlowModule>(inspection: Inspection<Module>, index: number): Mark {
  const use = useAt(inspection, index)
  const path = inspection.file.path
  if (use === undefined)
    return { kind: 'way', through: '', path, evidence: '', line: 1, column: 1, within: '', runs: 'call' }
  const { line, column, within, runs } = use
  const meaning = inspection.language.meaningOf(use)
  const source = inspection.language.sourceOf(use)
  const taint =
    source === undefined
      ? {}
      : {
          taint: { source: source.source, subject: source.subject, place: inspection.placeOf(use), through: [] },
        }
  const through = meaning.kind === 'way' ? meaning.through : ''
  return {
    ...taint,
    kind: meaning.kind,
    through,
    path,
    evidence: inspection.language.evidenceOf(use),
    line,
    column,
    within,
    runs,
  }
}
