import { DEFAULT_LIMITS } from '../../../../base/limits.ts'
import { npmrc } from '../../../../formats/npmrc.ts'
import { basic, configuredAddress } from './address.ts'
import type { ConfigurationFile, Environment } from './configuration-input.ts'
import type { SettingsDraft } from './draft-settings.ts'
import { expandNpm } from './expand-variables.ts'
import type { HostCredentials, NpmSettings } from './registry-settings.ts'

/**
 * npm's settings: files of `.npmrc` from the weakest to the strongest, above them `npm_config_*` variables in either case (npm documentation,
 * "npmrc" and "config"; compared with npm 11). Credentials count for the host and path they are written for, and for nothing else.
 */
export function npmSettings(
  files: readonly ConfigurationFile[],
  environment: Environment,
  draft: SettingsDraft,
): NpmSettings {
  const values = new Map([
    ...files.flatMap((file) => fileValues(file, environment, draft)),
    ...environmentValues(environment),
  ])
  const text = (key: string): string | undefined => values.get(key)?.text
  for (const [key, { place }] of values) noteUnfollowed(key, place, draft)
  const registry = addressOf(values.get('registry'), draft)
  const scopes = new Map(
    [...values].flatMap(([key, value]) => {
      const address = /^@[^:/]+:registry$/.test(key) ? addressOf(value, draft) : undefined
      return address === undefined ? [] : [[key.slice(0, -':registry'.length), address] as const]
    }),
  )
  const plain = new Set(
    [registry, ...scopes.values()].flatMap((address) => (address?.startsWith('http:') ? [new URL(address).host] : [])),
  )
  draft.credentials.push(...hostCredentials(values, plain))
  const certificate = text('cafile')
  if (certificate !== undefined) draft.certificates.push(certificate)
  draft.proxy ??= text('https-proxy') ?? text('proxy')
  draft.noProxy ??= text('noproxy')
  return { client: 'npm', registry, scopes, replaceHosts: replaceHosts(text('replace-registry-host')) }
}

interface Value {
  readonly text: string
  readonly place: string
}

function fileValues(
  file: ConfigurationFile,
  environment: Environment,
  draft: SettingsDraft,
): readonly (readonly [string, Value])[] {
  if (file.kind !== 'npmrc') return []
  return npmrc.parse(file.bytes, DEFAULT_LIMITS).entries.flatMap((entry) => {
    const [key, value] = [expandNpm(entry.key, environment), expandNpm(entry.value, environment)]
    const missing = [...key.missing, ...value.missing]
    if (missing.length === 0) return [[key.text, { text: value.text, place: file.path }] as const]
    draft.notes.push({
      place: file.path,
      says: `${nameOf(entry.key)} is left out: the variable ${missing[0]} is not set`,
    })
    return []
  })
}

/** `NPM_CONFIG_STRICT_SSL` -> `strict-ssl`; keys that begin with `//` stay as they are. */
function environmentValues(environment: Environment): readonly (readonly [string, Value])[] {
  return Object.entries(environment).flatMap(([name, text]) => {
    if (!/^npm_config_/i.test(name) || text === undefined || text === '') return []
    const key = name.slice('npm_config_'.length)
    return [[key.startsWith('//') ? key : key.replace(/(?!^)_/g, '-').toLowerCase(), { text, place: name }] as const]
  })
}

function addressOf(value: Value | undefined, draft: SettingsDraft): string | undefined {
  if (value === undefined) return undefined
  const found = configuredAddress(value.text)
  if (found === undefined)
    draft.notes.push({ place: value.place, says: 'a registry that is no http or https address is not asked' })
  draft.credentials.push(...(found?.credentials ?? []))
  return found?.address
}

/** `//host/path/:_authToken`, `:_auth`, `:username` with `:_password` (base64). */
function hostCredentials(values: ReadonlyMap<string, Value>, plain: ReadonlySet<string>): readonly HostCredentials[] {
  const prefixes = new Set(
    [...values.keys()].flatMap((key) => /^(\/\/[^\s]+?):(?:_authToken|_auth|username|_password)$/.exec(key)?.[1] ?? []),
  )
  return [...prefixes].flatMap((written) => {
    const authorization = authorizationOf((field) => values.get(`${written}:${field}`)?.text)
    const prefix = written.endsWith('/') ? written : `${written}/`
    const host = prefix.split('/')[2] ?? ''
    return authorization === undefined
      ? []
      : [{ prefix, schemes: plain.has(host) ? ['https:', 'http:'] : ['https:'], authorization }]
  })
}

function authorizationOf(field: (name: string) => string | undefined): string | undefined {
  const [token, both, user, password] = [field('_authToken'), field('_auth'), field('username'), field('_password')]
  if (token !== undefined) return `Bearer ${token}`
  if (both !== undefined) return `Basic ${both}`
  return user === undefined || password === undefined
    ? undefined
    : basic(user, Buffer.from(password, 'base64').toString('utf8'))
}

/** `npmjs`, which is what is meant without it, names npm's own registry: its host is asked of the client. */
function replaceHosts(text: string | undefined): NpmSettings['replaceHosts'] {
  if (text === undefined || text === 'npmjs') return 'client'
  if (text === 'always' || text === 'never') return text
  return { host: URL.parse(text)?.host ?? text }
}

function noteUnfollowed(key: string, place: string, draft: SettingsDraft): void {
  const name = key.startsWith('//') ? key.slice(key.lastIndexOf(':') + 1) : key
  const says = UNFOLLOWED[name]
  if (says !== undefined && !(key.startsWith('//') && name.startsWith('_')))
    draft.notes.push({ place, says: `${nameOf(key)} ${says}` })
}

const UNFOLLOWED: Readonly<Record<string, string>> = {
  _authToken: 'is not sent: it names no host',
  _auth: 'is not sent: it names no host',
  _password: 'is not sent: it names no host',
  'strict-ssl': 'is not followed: certificates are always checked',
  certfile: 'is not followed: certificates of clients are not sent',
  keyfile: 'is not followed: certificates of clients are not sent',
  ca: 'is not followed: give the certificates in a file (cafile)',
}

/** Keys hold hosts and names, no secrets; cut, for they are foreign. */
function nameOf(key: string): string {
  return key.length > 120 ? `${key.slice(0, 120)}…` : key
}
