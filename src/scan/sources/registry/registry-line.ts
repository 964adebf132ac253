import type { HttpOptions } from '../../../base/http.ts'
import type { Patience } from '../../../base/watchdog.ts'
import { credentialsFor } from './configuration/credentials-for.ts'
import type { HostCredentials } from './configuration/registry-settings.ts'
import type { RegistryBounds } from './release.ts'

/** How registries are spoken to. */
export interface RegistryLine {
  readonly bounds: RegistryBounds
  /** Nothing is asked; what is in the store answers. */
  readonly offline: boolean
  /**
   * Options of a request for this address, with the credentials that are meant for it; without any with those of the registry that names it, when it
   * is of the same origin, as npm has it: tarballs lie beside the registry's path on some hosts.
   */
  options(address: string, accept: string, registry?: string): HttpOptions
}

export interface LineOptions {
  readonly credentials: readonly HostCredentials[]
  readonly bounds: RegistryBounds
  readonly offline: boolean
  readonly patience: Patience
  readonly attempts?: number
  readonly backoffMilliseconds?: number
  readonly signal?: AbortSignal
}

/** A redirect to another origin goes without credentials and without other headers (base/http). */
export function registryLine({
  credentials,
  bounds,
  offline,
  patience,
  attempts,
  backoffMilliseconds,
  signal,
}: LineOptions): RegistryLine {
  return {
    bounds,
    offline,
    options: (address, accept, registry = address) => {
      const isSameOrigin = URL.parse(registry)?.origin === URL.parse(address)?.origin
      const authorization =
        credentialsFor(address, credentials) ?? (isSameOrigin ? credentialsFor(registry, credentials) : undefined)
      return {
        ...patience,
        // Readers count for themselves: beyond a bound is a limit, no fault of the network.
        maxBytes: Number.MAX_SAFE_INTEGER,
        headers: { accept, ...(authorization === undefined ? {} : { authorization }) },
        ...(attempts === undefined ? {} : { attempts }),
        ...(backoffMilliseconds === undefined ? {} : { backoffMilliseconds }),
        ...(signal === undefined ? {} : { signal }),
      }
    },
  }
}
