import { looseText } from '../../../../formats/loose-text.ts'
import { DEFAULT_LIMITS } from '../../../../base/limits.ts'
import { basic } from './address.ts'
import type { HostCredentials } from './registry-settings.ts'

/** A machine with its login. */
interface Login {
  readonly machine: string
  login?: string
  password?: string
}

/**
 * The logins of a `.netrc` file, which pip and uv send to the machines it names (GNU inetutils manual, "The .netrc file"). The `default` entry
 * is left out: it would be sent to any host. Over TLS only, unless `plainHosts` (with ports) names the machine.
 */
export function netrcCredentials(bytes: Uint8Array, plainHosts: ReadonlySet<string>): readonly HostCredentials[] {
  return logins(looseText.parse(bytes, DEFAULT_LIMITS)).flatMap(({ machine, login, password }) => {
    if (login === undefined || password === undefined) return []
    const hosts = [
      machine,
      ...[...plainHosts].filter((host) => host.replace(/:\d+$/, '') === machine && host !== machine),
    ]
    return hosts.map((host): HostCredentials => ({
      prefix: `//${host}/`,
      schemes: plainHosts.has(host) ? ['https:', 'http:'] : ['https:'],
      authorization: basic(login, password),
    }))
  })
}

function logins(text: string): readonly Login[] {
  const found: Login[] = []
  let current: Login | undefined
  const words = text.replace(/^\s*#.*$/gm, '').match(/"[^"\n]*"|\S+/g) ?? []
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === 'default') current = undefined
    else if (word === 'machine') {
      current = { machine: (words[++at] ?? '').toLowerCase() }
      found.push(current)
    } else if (word === 'login' || word === 'user') assign(current, 'login', words[++at])
    else if (word === 'password') assign(current, 'password', words[++at])
    else if (word === 'account') at++
    else if (word === 'macdef') break
  }
  return found
}

function assign(login: Login | undefined, field: 'login' | 'password', word: string | undefined): void {
  if (login !== undefined && word !== undefined) login[field] = word.replace(/^"(.*)"$/, '$1')
}
