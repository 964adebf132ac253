import type { FlowNode } from '../flow-graph.ts'

/**
 * When code of a module runs: when the module is imported (also through functions that are called then), only when somebody calls
 * it, only when the file is started as a program (`if __name__ == "__main__"`), or never (`if TYPE_CHECKING`).
 */
export type PythonMoment = 'import' | 'call' | 'script' | 'never'

/** 1-based; columns in UTF-16 code units. */
export interface PythonPlace {
  readonly line: number
  readonly column: number
  /** The function or method it stands in, for example `Model.forward`; empty at module level and in class bodies. */
  readonly within: string
  readonly runs: PythonMoment
  /** True where it stands in text that the module executes, at the place where it does. */
  readonly generated: boolean
}

/** `import module as alias`, or `from module import name as alias`. */
export interface PythonImport extends PythonPlace {
  /** Without leading dots; empty in `from . import name`. */
  readonly module: string
  /** Leading dots. */
  readonly level: number
  /** Absent: the module itself; `*`: everything. */
  readonly name?: string
  readonly alias?: string
  /** True for `__import__("x")` and its like. */
  readonly dynamic: boolean
}

export interface PythonDefinition extends PythonPlace {
  readonly kind: 'class' | 'function'
  /** With the classes and functions around it, for example `Model.forward`. */
  readonly name: string
  /** Of classes: dotted names as far as they are known. */
  readonly bases: readonly string[]
  /** Of classes. */
  readonly methods: readonly string[]
}

/** What is given to a call, as far as it is known. */
export interface PythonArgument {
  /** Of a keyword argument; `*` and `**` for unpacked ones. */
  readonly keyword?: string
  /** `names`: something that is reached under dotted names, or the result of calling one (`requests.get()`). */
  readonly type: 'text' | 'bytes' | 'number' | 'constant' | 'list' | 'names' | 'unknown' | 'object' | 'any'
  /**
   * At most 120 characters; lists joined by blanks. Where data is followed at most 4096, and `…` stands for what is not known, `~` for the home
   * folder, `<here>/<this>` for the module itself, `<temp>` and `<site-packages>` for those folders.
   */
  readonly value: string
  /** Length of the whole value where it is cut. */
  readonly length: number
  /** How a text came about: written as it is, put together, or decoded (base64, hexadecimal, chr …). */
  readonly made: 'written' | 'computed' | 'decoded'
  /** Of lists, and of `any`: one of these. Where data is followed. */
  readonly items: readonly PythonArgument[]
  /** Of dicts. Where data is followed. */
  readonly fields: readonly PythonField[]
  /** Where it comes from: a node of `flows`; 0 when it comes from nowhere but the text. */
  readonly flow: number
}

/** An entry of a dict; the name is empty where it is not known. */
export interface PythonField {
  readonly name: string
  readonly value: PythonArgument
}

/**
 * Something of another module, of builtins or of the module itself that is called, named, subscripted or replaced. Names are
 * absolute: `os.system`, `builtins.eval`, `.sibling.name`, `requests.get().text`; `<local>.name` is defined in the module, and
 * `<dynamic>` stands for every part that could not be resolved.
 */
export interface PythonUse extends PythonPlace {
  readonly kind: 'call' | 'reference' | 'item' | 'assign' | 'decorate'
  readonly name: string
  readonly arguments: readonly PythonArgument[]
  /** What a method is called on that is known: a text, a list, a path of pathlib. Where data is followed. */
  readonly of?: PythonArgument
  /** What it is called on, a node of `flows`; 0 for nothing. */
  readonly receiver: number
  /** The node of its result. */
  readonly flow: number
}

/** Something by which other modules reach something of this one. */
export interface PythonExport {
  /** `send`, `Client.send`, `TOKEN`; of a class its own name; `*` for everything that other modules have (`from x import *`). */
  readonly name: string
  /** The function it is, as `within` has it; absent for what is none. Of a class its constructor. */
  readonly within?: string
  /** The node of the value itself; 0 for nothing. */
  readonly flow: number
  /** Nodes of the parameters by position, without `self`. */
  readonly parameters: readonly number[]
  /** The same by name. */
  readonly named: readonly (readonly [name: string, node: number])[]
  /** Nodes of what it returns or yields. */
  readonly returns: readonly number[]
  /** Absolute names it is another name of: `.net.send`. */
  readonly names: readonly string[]
}

/** Text that the module runs as code, as far as it is known. */
export interface PythonGenerated extends PythonPlace {
  /** At most 4096 characters. */
  readonly text: string
  readonly length: number
  readonly made: 'written' | 'computed' | 'decoded'
}

/** 1-based. */
export interface PythonSpot {
  readonly line: number
  readonly column: number
}

/** What the source looks like (python-shape.ts), and where. */
export interface PythonShape {
  readonly hiddenCharacters: readonly PythonSpot[]
  readonly bidirectionalMarks: readonly PythonSpot[]
  readonly lookAlikes: readonly PythonSpot[]
  /** Code behind more than 300 blanks. */
  readonly farRight: readonly PythonSpot[]
  /** Distinct names that are made not to be told apart (`lIlIll`, `O0OO0O`, `_0x1a2b`, `________`), and how often they stand there. */
  readonly confusingNames: number
  readonly confusingUses: number
  /** Characters of the longest constant that reads like base64, hexadecimal or escapes, and where it begins. */
  readonly encodedLength: number
  readonly encodedAt: PythonSpot
}

/** Lines that were not understood; nothing is known of what they do, but for the words in them. */
export interface PythonGap {
  readonly from: number
  readonly to: number
  readonly message: string
  readonly reason: 'syntax' | 'limit' | 'encoding' | 'null-byte'
  /** Distinct identifiers in these lines, at most 60. */
  readonly words: readonly string[]
}

/** One module as facts without opinion, in the order of the text. */
export interface PythonModule {
  /** As declared (PEP 263), else `utf-8`. */
  readonly encoding: string
  readonly lines: number
  readonly imports: readonly PythonImport[]
  readonly definitions: readonly PythonDefinition[]
  readonly uses: readonly PythonUse[]
  readonly gaps: readonly PythonGap[]
  /** Node 0 is nothing. Empty, like everything below, where data is not followed. */
  readonly flows: readonly FlowNode[]
  readonly exports: readonly PythonExport[]
  /** Functions that call or give away functions and classes of the module, as `within` has them; empty for the module itself. */
  readonly calls: readonly (readonly [from: string, to: string])[]
  /** In the order in which they are found. */
  readonly generated: readonly PythonGenerated[]
  readonly shape: PythonShape
}
