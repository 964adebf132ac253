import type { Anomaly } from '../anomaly.ts'

/** What a loader would not say aloud: `damage` is not as the specification has it, `limit` was not read to the end. */
export type NativeAnomaly = 'damage' | 'limit'

/** What executables and libraries of all systems have, as their loader reads them. Names are cut and foreign. */
export interface NativeFile {
  readonly format: 'elf' | 'mach-o' | 'pe'
  readonly bits: 32 | 64
  readonly byteOrder: 'little' | 'big'
  /** In the words of the platform: `x86-64`, `aarch64`, `i386`; `machine 1234` for an unknown one. */
  readonly machine: string
  readonly type: 'executable' | 'library' | 'object' | 'core' | 'other'
  /** Address of the first instruction; 0 for none. */
  readonly entry: number
  /** Libraries that the loader loads with it, in order. */
  readonly libraries: readonly string[]
  /** In the order of the file, each pair of name and library once. */
  readonly imports: readonly NativeImport[]
  /** Names, the first 20,000. */
  readonly exports: readonly string[]
  readonly sections: readonly NativeSection[]
  /** What is loaded, in the order of the file; of PE the sections again. */
  readonly segments: readonly NativeSegment[]
  /** What lies behind everything that the file's tables name; signatures are not in it. */
  readonly overlay?: { readonly offset: number; readonly size: number }
  /** Has it names of its own functions: a symbol table, or exports? */
  readonly hasSymbols: boolean
  /** Bytes of an embedded signature; nothing is said about its truth. */
  readonly signatureBytes: number
  readonly anomalies: readonly Anomaly<NativeAnomaly>[]
}

/** A function or variable that the loader looks for elsewhere. */
export interface NativeImport {
  /** Without the underscore that Mach-O and 32-bit Windows put in front; `#12` for a number without a known name. */
  readonly name: string
  /** Where the file says so. */
  readonly library?: string
  /** `weak`: may be missing. `delayed`: looked for when it is first called. */
  readonly how: 'needed' | 'weak' | 'delayed'
}

/** A section: a part of the file by its name. */
export interface NativeSection {
  readonly name: string
  /** Of the bytes in the file; size 0 where it has none. */
  readonly offset: number
  readonly size: number
  readonly executable: boolean
  readonly writable: boolean
}

/** A segment: a part of the file as it stands in memory. */
export interface NativeSegment {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly address: number
  readonly memorySize: number
  readonly writable: boolean
  readonly executable: boolean
}

/** Bounds of what is kept; torch's largest library imports 3,000 and exports 250,000 names. */
export const MOST_IMPORTS = 50_000
export const MOST_EXPORTS = 20_000
export const LONGEST_NAME = 1024
export const MOST_LIBRARIES = 2000
