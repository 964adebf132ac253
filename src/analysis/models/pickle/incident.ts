import type { PickleReading } from '../../../formats/pickle/report.ts'
import type { Capability } from './capability.ts'
import type { Tier } from './classify-global.ts'

/** Something a pickle does, or the way it is written, that somebody should know. */
export interface Incident {
  readonly kind: 'global' | 'computed-global' | 'extension' | 'call' | 'change' | 'structure'
  readonly tier: Tier
  readonly capability?: Capability
  /** One clause that goes on from the name, for example `starts a program or a shell`. */
  readonly why: string
  /** The name it is about, for example `os.system`; absent where there is none. */
  readonly subject?: string
  /** Names it is about that are not harmless, fully qualified, sorted: the subject and what is handed to it. */
  readonly globals: readonly string[]
  /** One line of Python, at most 300 characters, for example `os.system('id')`. */
  readonly code?: string
  /** The opcodes around it, a line each; only of what is not harmless, and only of the first ones. */
  readonly listing?: readonly string[]
  /** Vulnerabilities of loaders that this is made for. */
  readonly cve?: readonly string[]
  /** Of the opcode, in the bytes that were judged. */
  readonly offset: number
  readonly opcode?: string
  readonly reading: PickleReading
  /** Offsets of the loaders through which these bytes are reached; empty for the file itself. */
  readonly within: readonly number[]
}

/** From harmless to worst. */
export const TIERS: readonly Tier[] = ['vetted', 'inert-class', 'checked', 'unknown', 'capability', 'execution']

/** The worse of two tiers. */
export function worseTier(a: Tier, b: Tier): Tier {
  return TIERS.indexOf(a) >= TIERS.indexOf(b) ? a : b
}

/** Worst first, then in the order of the file. */
export function compareIncidents(a: Incident, b: Incident): number {
  return TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier) || a.within.length - b.within.length || a.offset - b.offset
}
