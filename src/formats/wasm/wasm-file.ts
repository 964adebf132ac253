import type { Anomaly } from '../anomaly.ts'

/** A module of WebAssembly (core specification 3.0, chapter 5). */
export interface WasmModule {
  readonly imports: readonly WasmImport[]
  readonly exports: readonly { readonly name: string; readonly kind: WasmKind }[]
  readonly memories: readonly WasmMemory[]
  /** Where the bytes lie that are put into memory. */
  readonly data: readonly WasmArea[]
  readonly custom: readonly (WasmArea & { readonly name: string })[]
  readonly functions: number
  readonly codeBytes: number
  /** A function runs when it is loaded. */
  readonly hasStart: boolean
  readonly overlay?: WasmArea
  readonly anomalies: readonly Anomaly<WasmAnomaly>[]
}

export type WasmAnomaly = 'damage' | 'limit'

export type WasmKind = 'function' | 'table' | 'memory' | 'global' | 'tag'

/** What the host has to give; a module can do nothing to the world but through these. */
export interface WasmImport {
  readonly module: string
  readonly name: string
  readonly kind: WasmKind
}

/** In pages of 64 KiB. */
export interface WasmMemory {
  readonly least: number
  readonly most?: number
}

/** A part of a file. */
export interface WasmArea {
  readonly offset: number
  readonly size: number
}
