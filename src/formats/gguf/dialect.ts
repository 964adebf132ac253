/** What differs between the versions of GGUF. */
export interface GgufDialect {
  readonly version: number
  readonly bigEndian: boolean
  /** Counts and lengths have 64 bits from version 2 on, 32 before. */
  readonly wide: boolean
}

/** Single-file formats of ggml before GGUF (2023-08). */
export type LegacyGgml = 'ggml' | 'ggmf' | 'ggjt' | 'ggla'

/** Their magic numbers were written as 32-bit words, so that the letters stand backwards. */
export const LEGACY: ReadonlyMap<string, LegacyGgml> = new Map([
  ['lmgg', 'ggml'],
  ['fmgg', 'ggmf'],
  ['tjgg', 'ggjt'],
  ['algg', 'ggla'],
])
