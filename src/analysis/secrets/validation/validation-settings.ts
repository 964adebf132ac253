import type { ProxyVariables } from '../../../base/http-proxy.ts'
import { sharedTurns } from './turns.ts'

/** Whom a scan may ask whether a token works, and through which proxies. Travels to the workers. */
export interface ValidationSettings {
  /** As askableProviders() names them, each once, in order: a place in the list is a place in `turns`. */
  readonly providers: readonly string[]
  readonly proxies: ProxyVariables
  /** What all threads of the scan have asked; see Turns. */
  readonly turns: SharedArrayBuffer
}

/** For one scan. */
export function validationOf(providers: readonly string[], proxies: ProxyVariables): ValidationSettings {
  const each = [...new Set(providers)].toSorted()
  return { providers: each, proxies, turns: sharedTurns(each.length) }
}
