import type { FlowNode } from '../flow-graph.ts'

/**
 * When code of a module runs: with the module (also through functions that are called then), or only when somebody calls it.
 */
export type JavaScriptMoment = 'import' | 'call'

/** 1-based; columns in UTF-16 code units. */
export interface JavaScriptPlace {
  readonly line: number
  readonly column: number
  /** The function it stands in, for example `Client.send`; empty at the top level. */
  readonly within: string
  readonly runs: JavaScriptMoment
  /** True where it stands in text that the module runs as code, at the place where it does. */
  readonly generated: boolean
}

/** `import … from "x"`, `require("x")`, `import("x")` and everything that comes to the same. */
export interface JavaScriptImport extends JavaScriptPlace {
  /** As absolute names have it: `node:fs`, `npm:axios`, `./lib.js`; empty when only the run can tell. */
  readonly module: string
  /** `static`: a declaration; `call`: `require` with a written name; `computed`: the name is put together or not known. */
  readonly how: 'static' | 'call' | 'computed'
}

/** What is given to a call, as far as it is known. */
export interface JavaScriptArgument {
  /** `names`: reached under an absolute name, or the result of calling one. `any`: one of `items`. */
  readonly type: 'text' | 'bytes' | 'number' | 'constant' | 'list' | 'object' | 'function' | 'names' | 'any' | 'unknown'
  /** Text, number, constant or name, at most 4096 characters; lists joined by blanks. */
  readonly value: string
  /** Length of the whole value where it is cut. */
  readonly length: number
  /** How a text came about: written as it is, put together, or decoded (base64, character codes, a table of strings …). */
  readonly made: 'written' | 'computed' | 'decoded'
  /** Of lists and of `any`. */
  readonly items: readonly JavaScriptArgument[]
  /** Of objects. */
  readonly fields: readonly JavaScriptField[]
  /** Where it comes from: a node of `flows`; 0 when it comes from nowhere but the text. */
  readonly flow: number
}

/** A field of an object literal. */
export interface JavaScriptField {
  readonly name: string
  readonly value: JavaScriptArgument
}

/**
 * Something of another module or of the runtime that is called, made, named or replaced. Names are absolute: `node:fs.readFileSync`,
 * `npm:axios.post`, `./lib.js.run`, `global.process.env.HOME`, `node:https.request().write`; `?` stands for what could not be
 * resolved (`?.post`), `[]` for an item under an unknown key.
 */
export interface JavaScriptUse extends JavaScriptPlace {
  readonly kind: 'call' | 'new' | 'reference' | 'assign'
  readonly name: string
  /** Of an assignment: the value. */
  readonly arguments: readonly JavaScriptArgument[]
  /** What it is called on, a node of `flows`; 0 for nothing. */
  readonly receiver: number
  /** The node of its result. */
  readonly flow: number
}

/** Something that other files of the package can reach. */
export interface JavaScriptExport {
  /**
   * `send`, `Client.send` (methods, statics and fields of what a function or class gives), `default`; empty for the module itself
   * (`module.exports = …`); `*` for everything that another module has (`export * from`), which is then in `names`.
   */
  readonly name: string
  /** The function it is, as `within` has it; absent for what is none. Of a class its constructor. */
  readonly within?: string
  /** The node of the value itself; 0 for nothing. Of an object or instance also what is written into it. */
  readonly flow: number
  /** Nodes of the parameters by position; 0 for one that nothing comes of. */
  readonly parameters: readonly number[]
  /** JavaScript gives nothing by name. */
  readonly named: readonly (readonly [name: string, node: number])[]
  /** Nodes of what it returns. */
  readonly returns: readonly number[]
  /** Absolute names it is another name of: `./net.js.send`, `node:events()`. */
  readonly names: readonly string[]
}

/** Lines that were not understood; nothing is known of what they do, but for the words in them. */
export interface JavaScriptGap {
  readonly from: number
  readonly to: number
  readonly message: string
  readonly reason: 'syntax' | 'limit'
  /** Distinct identifiers in these lines, at most 60. */
  readonly words: readonly string[]
}

/** One module as facts without opinion, in the order of the text. */
export interface JavaScriptModule {
  readonly lines: number
  readonly shape: JavaScriptShape
  readonly imports: readonly JavaScriptImport[]
  readonly uses: readonly JavaScriptUse[]
  /** Node 0 is nothing. */
  readonly flows: readonly FlowNode[]
  readonly exports: readonly JavaScriptExport[]
  /** Functions of the module that call or give away functions of the module, as `within` has them; empty for the top level. */
  readonly calls: readonly (readonly [from: string, to: string])[]
  /** Texts of code that the module makes and runs, as far as they are known. */
  readonly generated: readonly JavaScriptGenerated[]
  readonly gaps: readonly JavaScriptGap[]
}

/** What the source looks like (formats/source-shape.ts), and where. */
export interface JavaScriptShape {
  readonly hexadecimalNames: number
  readonly hexadecimalUses: number
  readonly bracketShare: number
  readonly hiddenCharacters: readonly JavaScriptSpot[]
  readonly bidirectionalMarks: readonly JavaScriptSpot[]
  readonly lookAlikes: readonly JavaScriptSpot[]
  readonly farRight: readonly JavaScriptSpot[]
  readonly isPacked: boolean
  readonly needlessEscapes: number
  readonly walletAddresses: number
}

/** 1-based. */
export interface JavaScriptSpot {
  readonly line: number
  readonly column: number
}

/** Text that is run as code. */
export interface JavaScriptGenerated extends JavaScriptPlace {
  /** At most 4096 characters. */
  readonly text: string
  readonly length: number
  readonly made: 'written' | 'computed' | 'decoded'
}
