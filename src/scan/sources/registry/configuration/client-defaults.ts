import type { ClientAsker } from './ask-clients.ts'
import type { RegistrySettings } from './registry-settings.ts'

/** What the clients say of themselves; asked once, and only for an ecosystem that needs it. */
export interface ClientDefaults {
  pythonIndex(): Promise<string | undefined>
  npmRegistry(): Promise<string | undefined>
  /** The host in addresses of tarballs that stands for the registry's, see NpmSettings.replaceHosts. */
  replacedHost(): Promise<string | undefined>
}

/** The defaults of the clients for these settings: nothing is asked where something is configured. */
export function clientDefaults(settings: RegistrySettings, asker: ClientAsker): ClientDefaults {
  const once = remembered()
  const npm = (): Promise<string | undefined> => once('npm', () => asker.npmRegistry())
  return {
    pythonIndex: async () =>
      settings.python.defaultIndex === 'client' ? once('python', () => asker.pythonIndex()) : undefined,
    npmRegistry: async () => settings.npm.registry ?? (await npm()),
    replacedHost: async () => {
      const { replaceHosts } = settings.npm
      if (typeof replaceHosts === 'object') return replaceHosts.host
      const own = replaceHosts === 'client' ? await once('own', () => asker.npmOwnRegistry()) : undefined
      return own === undefined ? undefined : new URL(own).host
    },
  }
}

function remembered(): (key: string, ask: () => Promise<string | undefined>) => Promise<string | undefined> {
  const answers = new Map<string, Promise<string | undefined>>()
  return (key, ask) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = ask()
    answers.set(key, answer)
    return answer
  }
}
