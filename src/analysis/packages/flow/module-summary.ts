import type { Taint } from '../behaviour.ts'
import type { PackageFile } from '../package-file.ts'
import type { FlowNode } from '../../../formats/flow-graph.ts'
import type { FlowExport, FlowPlace } from './flow-module.ts'
import type { Finding } from './inspection.ts'

/**
 * What is kept of a module until the files of its package are linked: plain data, a small part of the module. The graph has only the nodes
 * on ways that begin at a source or enter from another file, and end in a finding or leave for another file.
 */
export interface ModuleSummary {
  readonly file: PackageFile
  readonly loads: readonly Load[]
  readonly exports: readonly ExportSummary[]
  /** Functions by which others are called, as far as that leads to a finding or to another file. */
  readonly calls: readonly (readonly [from: string, to: string])[]
  readonly links: readonly Link[]
  /** What nodes mean; `uses` of nodes are indices into this. */
  readonly marks: readonly Mark[]
  /** Node 0 is nothing. */
  readonly flows: readonly FlowNode[]
  readonly findings: readonly Finding[]
  /** Words of what was left out because of a bound; empty when nothing was. */
  readonly gaps: readonly string[]
}

/** Another file that is loaded, or started as a program. */
export interface Load extends Pick<FlowPlace, 'within' | 'runs'> {
  /** As the resolver of the language takes it. */
  readonly specifier: string
}

/** Something of another file of the package that is called, made, named or replaced. */
export interface Link extends Pick<FlowPlace, 'within' | 'runs'> {
  readonly kind: 'call' | 'reference' | 'assign'
  readonly specifier: string
  /** What of it, as absolute names have it, without the dot before it: `Client().send`. */
  readonly member: string
  readonly arguments: readonly LinkArgument[]
  readonly receiver: number
  readonly flow: number
  /** Functions of the module that it is given, as `within` has them. */
  readonly callbacks: readonly string[]
}

/** What a link is given. */
export interface LinkArgument {
  readonly flow: number
  readonly keyword?: string
}

/** An export, with what it gives to functions that it is given. */
export interface ExportSummary extends Omit<FlowExport, 'names'> {
  readonly gives: readonly number[]
  /** Other files it stands for something of. */
  readonly others: readonly { readonly specifier: string; readonly member: string }[]
}

/** What a node means, and where. */
export interface Mark extends Pick<FlowPlace, 'line' | 'column' | 'within' | 'runs'> {
  readonly kind: 'source' | 'way' | 'end'
  readonly through: string
  readonly path: string
  /** Of sources. */
  readonly taint?: Taint
  readonly evidence: string
}
