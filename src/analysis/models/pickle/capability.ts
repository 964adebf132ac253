/** What a global lets a pickle do to the machine that loads it. */
export type Capability =
  /** Runs text or code objects that the stream brings along. */
  | 'execute-code'
  /** Starts a program or a shell. */
  | 'run-process'
  /** Turns text into any module, function or attribute: everything else on the list by another name. */
  | 'resolve-names'
  /** Loads or calls native code, or reads and writes memory. */
  | 'native-code'
  /** Loads another pickle, model or object graph, from bytes, a file or an address. */
  | 'load-objects'
  /** Reads, writes, moves or removes files. */
  | 'files'
  /** Opens connections or listens. */
  | 'network'
  /** Changes the running process: threads, signals, exit handlers, the interpreter itself. */
  | 'process-state'

/** The capabilities whose use is the same as running code of the author's choice. */
export const EXECUTION: ReadonlySet<Capability> = new Set([
  'execute-code',
  'run-process',
  'resolve-names',
  'native-code',
] as const)

/** Globals with one capability, in the words of why. */
export interface CapabilityGroup {
  readonly capability: Capability
  readonly why: string
  /** `module: names` a line; `module: *` for the module and everything below it. */
  readonly globals: string
}
