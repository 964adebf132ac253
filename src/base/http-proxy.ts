import { setGlobalProxyFromEnv } from 'node:http'
import { UsageError } from './errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The variables that name proxies, as they are set; plain data, which travels to workers. Addresses of proxies may hold passwords. */
export type ProxyVariables = Readonly<Partial<Record<'HTTP_PROXY' | 'HTTPS_PROXY' | 'NO_PROXY', string>>>

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY of an environment, in either case; the lower one counts, as for curl. */
export function proxyVariables(environment: Environment): ProxyVariables {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name.toLowerCase()] ?? environment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/**
 * From now on requests go through the proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, in either case, as they do for
 * curl, pip and npm; without such variables nothing changes. Returns what undoes it. Throws USAGE_ARGUMENTS for what is no address of a proxy.
 * NO_PROXY holds hosts with everything below them, with a port or not, and `*`; ranges of addresses (`10.0.0.0/8`) are not understood by the
 * runtime, and such hosts are asked through the proxy.
 */
export function proxiesFrom(environment: Environment): () => void {
  const { HTTP_PROXY: http, HTTPS_PROXY: https, ...rest } = proxyVariables(environment)
  if (isUnset(http) && isUnset(https)) return () => {}
  try {
    return setGlobalProxyFromEnv({
      ...(isUnset(http) ? {} : { HTTP_PROXY: withScheme(http) }),
      ...(isUnset(https) ? {} : { HTTPS_PROXY: withScheme(https) }),
      ...rest,
    })
  } catch {
    // What the runtime says quotes the address, in which a password may stand.
    throw new UsageError(
      'USAGE_ARGUMENTS',
      'expected the address of a proxy in HTTP_PROXY and HTTPS_PROXY, or in the configuration of the client, found something else',
      'For example http://proxy.example:3128.',
    )
  }
}

/** An empty variable turns a proxy off, for curl as well. */
function isUnset(value: string | undefined): value is undefined | '' {
  return value === undefined || value.trim() === ''
}

/** `proxy.example:3128`, as curl and pip take it, is `http://proxy.example:3128`; the runtime throws for the former. */
function withScheme(value: string): string {
  const text = value.trim()
  return /^[a-z][a-z\d+.-]{0,20}:\/\//i.test(text) ? text : `http://${text}`
}
