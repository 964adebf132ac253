import { setGlobalProxyFromEnv } from 'node:http'

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
 * curl, pip and npm; without such variables nothing changes. Returns what undoes it.
 */
export function proxiesFrom(environment: Environment): () => void {
  const { HTTP_PROXY: http, HTTPS_PROXY: https, ...rest } = proxyVariables(environment)
  if (http === undefined && https === undefined) return () => {}
  return setGlobalProxyFromEnv({
    ...(http === undefined ? {} : { HTTP_PROXY: http }),
    ...(https === undefined ? {} : { HTTPS_PROXY: https }),
    ...rest,
  })
}
