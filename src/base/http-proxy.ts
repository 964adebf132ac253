import { setGlobalProxyFromEnv } from 'node:http'

/**
 * From now on requests go through the proxies that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, in either case, as they do for
 * curl, pip and npm; without such variables nothing changes. Returns what undoes it.
 */
export function proxiesFrom(environment: Readonly<Record<string, string | undefined>>): () => void {
  const value = (name: string): string | undefined => environment[name.toLowerCase()] ?? environment[name]
  const [http, https, none] = [value('HTTP_PROXY'), value('HTTPS_PROXY'), value('NO_PROXY')]
  if (http === undefined && https === undefined) return () => {}
  return setGlobalProxyFromEnv({
    ...(http === undefined ? {} : { HTTP_PROXY: http }),
    ...(https === undefined ? {} : { HTTPS_PROXY: https }),
    ...(none === undefined ? {} : { NO_PROXY: none }),
  })
}
