import { DEFAULT_LIMITS } from '../../../../base/limits.ts'
import { entries, get, string, type TreeValue } from '../../../../formats/tree.ts'
import { yamlDocument } from '../../../../formats/yaml.ts'
import { basic, configuredAddress, prefixOf } from './address.ts'
import type { ConfigurationFile, Environment } from './configuration-input.ts'
import type { SettingsDraft } from './draft-settings.ts'
import { expandYarn } from './expand-variables.ts'
import type { HostCredentials } from './registry-settings.ts'

/** What yarn (2 and later) says of registries. */
export interface YarnSettings {
  readonly registry: string | undefined
  readonly scopes: ReadonlyMap<string, string>
}

/**
 * yarn's settings: `.yarnrc.yml` files from the weakest to the strongest, above them YARN_* variables (yarn documentation,
 * "Settings (.yarnrc.yml)"): npmRegistryServer, npmScopes, npmRegistries, npmAuthToken, npmAuthIdent.
 */
export function yarnSettings(
  files: readonly ConfigurationFile[],
  environment: Environment,
  draft: SettingsDraft,
): YarnSettings {
  const documents = files
    .filter(({ kind }) => kind === 'yarnrc.yml')
    .map((file) => documentOf(file, environment, draft))
  const own = [...documents, variablesDocument(environment)]
  const registry = last(own, (read) => addressOf(read('npmRegistryServer'), draft))
  const defaults = last(own, (read) => authorizationOf(read))
  if (registry !== undefined && defaults !== undefined) draft.credentials.push(forAddress(registry, defaults))
  const scopes = new Map(documents.flatMap(({ root, expanded }) => scopeRegistries(root, expanded, draft)))
  for (const { root, expanded } of documents) noteRegistries(root, expanded, [registry, ...scopes.values()], draft)
  return { registry, scopes }
}

/** Answers the text of a setting. */
type Read = (key: string) => string | undefined

interface YarnDocument {
  readonly root: TreeValue | undefined
  readonly expanded: (value: TreeValue | undefined) => string | undefined
  readonly read: Read
}

function documentOf({ bytes, path }: ConfigurationFile, environment: Environment, draft: SettingsDraft): YarnDocument {
  const root = bytes.length === 0 ? undefined : yamlDocument.parse(bytes, DEFAULT_LIMITS).root
  const expanded = (value: TreeValue | undefined): string | undefined => {
    const written = string(value)
    if (written === undefined) return undefined
    const { text, missing } = expandYarn(written, environment)
    if (missing.length === 0) return text
    draft.notes.push({ place: path, says: `a setting is left out: the variable ${missing[0]} is not set` })
    return undefined
  }
  return { root, expanded, read: (key) => expanded(get(root, key)) }
}

/** `YARN_NPM_REGISTRY_SERVER` for npmRegistryServer. */
function variablesDocument(environment: Environment): YarnDocument {
  const read: Read = (key) => environment[`YARN_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`]
  return { root: undefined, expanded: string, read }
}

function last<T>(documents: readonly YarnDocument[], of: (read: Read) => T | undefined): T | undefined {
  return documents.reduce<T | undefined>((value, { read }) => of(read) ?? value, undefined)
}

function addressOf(text: string | undefined, draft: SettingsDraft): string | undefined {
  const found = text === undefined ? undefined : configuredAddress(text)
  draft.credentials.push(...(found?.credentials ?? []))
  return found?.address
}

/** npmAuthIdent is `user:password`, as it is or in base64. */
function authorizationOf(read: Read): string | undefined {
  const [token, ident] = [read('npmAuthToken'), read('npmAuthIdent')]
  if (token !== undefined) return `Bearer ${token}`
  if (ident === undefined) return undefined
  const colon = ident.indexOf(':')
  return colon < 0 ? `Basic ${ident}` : basic(ident.slice(0, colon), ident.slice(colon + 1))
}

function forAddress(address: string, authorization: string): HostCredentials {
  return { prefix: prefixOf(address), schemes: [address.startsWith('https:') ? 'https:' : 'http:'], authorization }
}

function scopeRegistries(
  root: TreeValue | undefined,
  expanded: YarnDocument['expanded'],
  draft: SettingsDraft,
): readonly (readonly [string, string])[] {
  return entries(get(root, 'npmScopes')).flatMap(({ key, value }) => {
    const address = addressOf(expanded(get(value, 'npmRegistryServer')), draft)
    if (address === undefined) return []
    const authorization = authorizationOf((field) => expanded(get(value, field)))
    if (authorization !== undefined) draft.credentials.push(forAddress(address, authorization))
    return [[`@${key.replace(/^@/, '')}`, address] as const]
  })
}

/** `npmRegistries: { "//host/path": { npmAuthToken } }`, also written with a scheme. */
function noteRegistries(
  root: TreeValue | undefined,
  expanded: YarnDocument['expanded'],
  known: readonly (string | undefined)[],
  draft: SettingsDraft,
): void {
  for (const { key, value } of entries(get(root, 'npmRegistries'))) {
    const found = configuredAddress(key.startsWith('//') ? `https:${key}` : key)
    const authorization = authorizationOf((field) => expanded(get(value, field)))
    if (found === undefined || authorization === undefined) continue
    const prefix = prefixOf(found.address)
    const isPlain = known.some((address) => address?.startsWith(`http:${prefix.split('/', 3).join('/')}/`))
    draft.credentials.push({ prefix, schemes: isPlain ? ['https:', 'http:'] : ['https:'], authorization })
  }
}
