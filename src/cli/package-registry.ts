import { existsSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { visible } from '../base/escape.ts'
import { clientAsker } from '../scan/sources/registry/configuration/ask-clients.ts'
import { configurationPlaces } from '../scan/sources/registry/configuration/configuration-places.ts'
import { findClient, safeSearchPath } from '../scan/sources/registry/configuration/find-client.ts'
import { readConfiguration } from '../scan/sources/registry/configuration/read-configuration.ts'
import { registrySettings } from '../scan/sources/registry/configuration/registry-configuration.ts'
import { openConnections } from '../scan/sources/registry/open-connections.ts'
import { openRegistry, type Registry } from '../scan/sources/registry/open-registry.ts'
import { DEFAULT_LIMITS } from '../base/limits.ts'
import { type FactsMemory, factsMemory } from '../engine/cache/facts-memory.ts'
import { ARTEFACTS_FOLDER } from '../engine/cache/package-folders.ts'
import { cacheFolder, cacheFor } from './cache-folder.ts'
import type { Arguments, Context } from './command.ts'

/** Where fetched packages are kept; undefined where there is no folder for it. */
export function packagesFolder(args: Arguments, context: Context): string | undefined {
  const given = args.value('packages-dir') ?? context.environment['ASSAY_PACKAGES_DIR']
  if (given !== undefined && given !== '') return resolve(context.folder, given)
  const cache = cacheFolder(args, context)
  return cache === undefined ? undefined : join(cache.path, ARTEFACTS_FOLDER)
}

/** Facts of artefacts that were looked through before; undefined with `--no-cache` and where there is no folder for them. */
export function packageMemory(args: Arguments, context: Context): FactsMemory | undefined {
  const cache = cacheFor(args, context)
  if (cache === undefined) return undefined
  const memory = factsMemory(cache.folder, DEFAULT_LIMITS, context.clock.now())
  if (typeof memory !== 'string') return memory
  if (cache.named) context.terminal.note(`assay: the cache in ${visible(cache.folder)} is not used: ${memory}`)
  return undefined
}

/** A registry and the connections to it, which must be closed. */
export interface OpenedRegistry {
  readonly registry: Registry
  close(): void
}

/**
 * The registries as the user's own clients know them, through their proxies and authorities; what of their configuration was not followed is said. Throws
 * USAGE_ARGUMENTS for what is no address of a proxy, EXTERNAL_DISK for configuration that cannot be read.
 */
export async function registryFor(args: Arguments, context: Context, storeFolder: string): Promise<OpenedRegistry> {
  const { environment, folder } = context
  const projectFolders = foldersOfProject(folder)
  const nodePrefix = prefixOfNpm(environment, projectFolders)
  const places = configurationPlaces({
    platform: platform(),
    home: environment['HOME'] ?? homedir(),
    environment,
    projectFolders,
    ...(nodePrefix === undefined ? {} : { nodePrefix }),
  })
  const files = await readConfiguration(places)
  const settings = registrySettings({ files, environment, trustProject: args.has('trust-project') })
  const offline = args.has('offline')
  const connections = offline ? undefined : await openConnections(settings.connection, { environment, folder })
  if (!args.has('quiet')) {
    for (const { place, says } of [...settings.notes, ...(connections?.notes ?? [])])
      context.terminal.note(`assay: ${visible(place)}: ${visible(says)}`)
  }
  const asker = clientAsker({ environment, platform: platform(), projectFolders })
  const registry = openRegistry({ settings, asker, storeFolder, offline, signal: context.signal })
  return { registry, close: () => connections?.close() }
}

/** From the root of the repository down to the current folder; the current folder alone outside of one. */
function foldersOfProject(folder: string): readonly string[] {
  const folders: string[] = []
  for (let one = folder; ; one = dirname(one)) {
    folders.unshift(one)
    if (existsSync(join(one, '.git'))) return folders
    if (one === dirname(one)) return [folder]
  }
}

/** npm keeps the machine's settings beside itself: `<prefix>/etc/npmrc` for `<prefix>/bin/npm`. */
function prefixOfNpm(environment: Context['environment'], projectFolders: readonly string[]): string | undefined {
  const npm = findClient('npm', safeSearchPath(environment, projectFolders), projectFolders)
  return npm === undefined ? undefined : dirname(dirname(npm))
}
