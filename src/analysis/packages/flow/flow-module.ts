import type { FlowNode } from '../../../formats/flow-graph.ts'

/** What is given to a call, as far as the flow of data goes. */
export interface FlowArgument {
  /** Where it comes from: a node of `flows`; 0 when it comes from nowhere but the text. */
  readonly flow: number
  /** Given by name, where the language has that. */
  readonly keyword?: string
}

/** Where something stands, and when it runs. */
export interface FlowPlace {
  /** 1-based; columns in UTF-16 code units. */
  readonly line: number
  readonly column: number
  /** The function it stands in, for example `Client.send`; empty at the top level. */
  readonly within: string
  /** `script`: only when the file is started as a program. `never`: only type checkers read it. */
  readonly runs: 'import' | 'call' | 'script' | 'never'
  /** True where it stands in text that the module runs as code. */
  readonly generated: boolean
}

/** Something outside of the module that is called, made, named or replaced, under an absolute name. */
export interface FlowUse extends FlowPlace {
  readonly kind: string
  readonly name: string
  /** Of an assignment: the value. */
  readonly arguments: readonly FlowArgument[]
  /** What it is called on, a node of `flows`; 0 for nothing. */
  readonly receiver: number
  /** The node of its result; 0 for none. */
  readonly flow: number
}

/** Something that other files of the package can reach. */
export interface FlowExport {
  /**
   * `send`, `Client.send` (methods, statics and fields of what a function or class gives), `default`; empty for the module itself
   * (`module.exports = …`); `*` for everything that another module has (`export * from`, `from x import *`), which is then in `names`.
   */
  readonly name: string
  /** The function it is, as `within` has it; absent for what is none. Of a class its constructor. */
  readonly within?: string
  /** The node of the value itself; 0 for nothing. Of an object or instance also what is written into it. */
  readonly flow: number
  /** Nodes of the parameters by position, without `self`; 0 for one that nothing comes of. */
  readonly parameters: readonly number[]
  /** The same by name, where calls may give them by name. */
  readonly named: readonly (readonly [name: string, node: number])[]
  /** Nodes of what it returns or yields. */
  readonly returns: readonly number[]
  /** Absolute names it is another name of, as uses have them: `./net.js.send`, `.net.send`, `node:events()`. */
  readonly names: readonly string[]
}

/** What the flow of data needs of a module, whatever its language: JavaScriptModule and PythonModule have it. */
export interface FlowModule {
  readonly uses: readonly FlowUse[]
  /** Node 0 is nothing. */
  readonly flows: readonly FlowNode[]
  readonly exports: readonly FlowExport[]
  /** Functions of the module that call or give away functions of the module, as `within` has them; empty for the top level. */
  readonly calls: readonly (readonly [from: string, to: string])[]
}

/** The uses of a module. */
export type UseOf<Module extends FlowModule> = Module['uses'][number]
