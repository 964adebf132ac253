import type { ConstantType, Payload } from './constant.ts'
import type { PickleNote } from './notes.ts'
import type { OpcodeName } from './opcodes.ts'
import type { ContainerKind, UnknownReason } from './snapshot.ts'

/** A value as the stream describes it. Bounded: a container tells its first items and how many there are. */
export type AbstractValue =
  | Constant
  | { readonly kind: 'global'; readonly module: string; readonly name: string; readonly global: number }
  | { readonly kind: 'result'; readonly callee: AbstractValue; readonly args: AbstractValue }
  | { readonly kind: ContainerKind; readonly items: readonly AbstractValue[]; readonly count: number }
  | { readonly kind: 'persistent'; readonly id: AbstractValue }
  | { readonly kind: 'extension'; readonly code: number }
  | { readonly kind: 'buffer' }
  | { readonly kind: 'unknown'; readonly why: UnknownReason }

/** A value written in the stream. `text` is at most 1,000 characters of it; `payload` is where all of it stands. */
export interface Constant {
  readonly kind: 'constant'
  readonly type: ConstantType
  readonly text: string
  readonly cut: boolean
  readonly offset: number
  readonly opcode: OpcodeName
  readonly payload: Payload
}

/**
 * How the bytes were read. `plain`: as the usual loader does, arrays of joblib skipped. `carried-memo`: one Unpickler that
 * loads stream after stream and keeps its memo. `buffered-frames`: see FrameReading. `arrays-as-opcodes`: a joblib file
 * opened with pickle.load, where what should be the bytes of an array is code.
 */
export type PickleReading = 'plain' | 'carried-memo' | 'buffered-frames' | 'arrays-as-opcodes'

/** How a stream ended. */
export type StreamEnd = 'stop' | 'broken' | 'limit'

/** One pickle of the file; inner ones of joblib count as streams of their own, in the order in which they begin. */
export interface PickleStream {
  readonly offset: number
  /** In bytes, STOP included; of a broken one as far as it was understood. */
  readonly length: number
  /** The protocol it declares; 0 when it declares none. */
  readonly protocol: number
  readonly end: StreamEnd
  /** What a loader would give back; only of the first eight streams. */
  readonly value?: AbstractValue
}

/** One different global. Its place in the list is the `global` of abstract values. */
export interface GlobalReference {
  /** As Python 3 reads it: below protocol 3 the names of Python 2 are mapped. */
  readonly module: string
  readonly name: string
  /** As the stream writes it, when that differs. */
  readonly written?: { readonly module: string; readonly name: string }
  readonly opcode: OpcodeName
  /** Of the opcode that refers to it for the first time. */
  readonly offset: number
  readonly stream: number
  readonly count: number
  /** How many REDUCE, NEWOBJ(_EX), OBJ and INST call it. */
  readonly calls: number
}

/** A call that is reported: every call of a global of interest, the first ones of the others, every call of something else. */
export interface PickleCall {
  readonly opcode: OpcodeName
  readonly offset: number
  readonly stream: number
  readonly callee: AbstractValue
  readonly args: AbstractValue
  readonly keywords?: AbstractValue
}

/** An object that BUILD, SETITEM(S), APPEND(S) or ADDITEMS changed and that is not simply a list, dict or set made here. */
export interface PickleChange {
  readonly opcode: OpcodeName
  readonly offset: number
  readonly stream: number
  /** Objects made by the same callee are one entry; this is the first. */
  readonly target: AbstractValue
  readonly value: AbstractValue
  readonly count: number
}

/** A global whose module or name is not text written in the stream. */
export interface ComputedGlobal {
  readonly offset: number
  readonly stream: number
  readonly module: AbstractValue
  readonly name: AbstractValue
}

/** An object taken from the registry of `copyreg` by its number. */
export interface ExtensionReference {
  readonly code: number
  readonly offset: number
  readonly stream: number
  readonly count: number
}

/** What one reading of a file found. Plain data. */
export interface ReadingReport {
  readonly reading: PickleReading
  readonly streams: readonly PickleStream[]
  /** All of them; `streams` holds the first thousand. */
  readonly streamCount: number
  readonly globals: readonly GlobalReference[]
  readonly calls: readonly PickleCall[]
  readonly changes: readonly PickleChange[]
  readonly computed: { readonly count: number; readonly first: readonly ComputedGlobal[] }
  readonly persistentIds: { readonly count: number; readonly first: readonly AbstractValue[] }
  readonly extensions: readonly ExtensionReference[]
  readonly notes: readonly PickleNote[]
  readonly opcodes: number
  /** Behind the last stream; absent when it ends with the file. */
  readonly trailing?: { readonly offset: number; readonly length: number }
  /** False when a limit or a broken stream left bytes without a reading; `trailing` bytes are no gap. */
  readonly complete: boolean
  /** Offsets of opcodes in ascending order, from which a listing can begin: each stream, and one for about each MiB. */
  readonly starts: readonly number[]
}

/** What is known of a file that holds pickles. The first reading is `plain`; others follow only where they differ. */
export interface PickleReport {
  readonly offset: number
  readonly size: number
  readonly readings: readonly [ReadingReport, ...ReadingReport[]]
}
