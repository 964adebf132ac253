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
  readonly type: 'text' | 'bytes' | 'number' | 'constant' | 'list' | 'names' | 'unknown'
  /** At most 120 characters; lists joined by blanks. */
  readonly value: string
  /** Length of the whole value where it is cut. */
  readonly length: number
  /** How a text came about: written as it is, put together, or decoded (base64, hexadecimal, chr …). */
  readonly made: 'written' | 'computed' | 'decoded'
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
}
