import { DEFAULT_LIMITS } from '../../../../base/limits.ts'
import { ini } from '../../../../formats/ini.ts'
import { requirements } from '../../../../formats/requirements.ts'
import { configuredAddress } from './address.ts'
import type { ConfigurationFile, Environment } from './configuration-input.ts'
import type { SettingsDraft } from './draft-settings.ts'
import { expandPip } from './expand-variables.ts'
import type { PackageIndex, PythonSettings } from './registry-settings.ts'

/**
 * pip's settings: files of `pip.conf` from the weakest to the strongest, sections `[global]` then `[install]`, above them PIP_* variables, above
 * all the options in requirements files (pip documentation, "Configuration" and "Requirements File Format"; compared with pip 23.2 and 26).
 */
export function pipSettings(
  files: readonly ConfigurationFile[],
  environment: Environment,
  draft: SettingsDraft,
): PythonSettings {
  const values = new Map([...fileValues(files), ...environmentValues(environment)])
  for (const [key, value] of values) noteUnfollowed(key, value, draft)
  const certificate = values.get('cert')
  if (certificate !== undefined) draft.certificates.push(certificate.text)
  draft.proxy ??= values.get('proxy')?.text
  const index = values.get('index-url')
  const extra = values.get('extra-index-url')
  const asked: Asked = {
    index: index === undefined ? [] : [index],
    extra: words(extra),
    noIndex: isTrue(values.get('no-index')?.text),
  }
  const effective = files
    .filter(({ kind }) => kind === 'requirements')
    .reduce((so, file) => withOptions(so, file, environment, draft), asked)
  return {
    client: 'pip',
    indexes: [...effective.index, ...effective.extra].flatMap((value) => indexOf(value, draft)),
    defaultIndex: effective.noIndex ? 'none' : effective.index.length > 0 ? 'configured' : 'client',
    choice: 'all',
    pinned: new Map(),
  }
}

/** A value and where it stands. */
interface Value {
  readonly text: string
  readonly place: string
}

interface Asked {
  readonly index: readonly Value[]
  readonly extra: readonly Value[]
  readonly noIndex: boolean
}

function fileValues(files: readonly ConfigurationFile[]): readonly (readonly [string, Value])[] {
  const sections = files
    .filter(({ kind }) => kind === 'pip.conf')
    .flatMap((file) => ini.parse(file.bytes, DEFAULT_LIMITS).sections.map((section) => ({ section, place: file.path })))
  return ['global', 'install'].flatMap((name) =>
    sections
      .filter(({ section }) => section.name === name)
      .flatMap(({ section, place }) =>
        section.entries.map(({ key, lines }): [string, Value] => [
          optionName(key),
          { text: lines.map(({ text }) => text).join('\n'), place },
        ]),
      ),
  )
}

/** `PIP_EXTRA_INDEX_URL` -> `extra-index-url`. An empty variable is none: pip skips it too. */
function environmentValues(environment: Environment): readonly (readonly [string, Value])[] {
  return Object.entries(environment).flatMap(([name, text]) =>
    name.startsWith('PIP_') && text !== undefined && text !== ''
      ? [[optionName(name.slice(4)), { text, place: name }] as const]
      : [],
  )
}

function optionName(key: string): string {
  return key.toLowerCase().replaceAll('_', '-').replace(/^--/, '')
}

function noteUnfollowed(key: string, { place }: Value, draft: SettingsDraft): void {
  const says = UNFOLLOWED[key]
  if (says !== undefined) draft.notes.push({ place, says: `${key} ${says}` })
}

const UNFOLLOWED: Readonly<Record<string, string>> = {
  'find-links': 'is not looked at: only indexes are asked',
  'trusted-host': 'is not followed: certificates are always checked',
  'client-cert': 'is not followed: certificates of clients are not sent',
  'keyring-provider': 'is not followed: no keyring is asked, as that runs a program',
}

/** Options of a requirements file: `--index-url` takes the place of the configured one, `--extra-index-url` is added. */
function withOptions(so: Asked, file: ConfigurationFile, environment: Environment, draft: SettingsDraft): Asked {
  const options = requirements
    .parse(file.bytes, DEFAULT_LIMITS)
    .statements.filter((statement) => statement.kind === 'option')
  const valuesOf = (names: readonly string[]): readonly Value[] =>
    options.flatMap(({ name, value }) =>
      names.includes(name) && value !== undefined ? expandedValue(value, file, environment, draft) : [],
    )
  const index = valuesOf(['--index-url', '-i', '--pypi-url']).slice(-1)
  return {
    index: index.length > 0 ? index : so.index,
    extra: [...so.extra, ...valuesOf(['--extra-index-url'])],
    noIndex: so.noIndex || options.some(({ name }) => name === '--no-index'),
  }
}

function expandedValue(
  value: string,
  file: ConfigurationFile,
  environment: Environment,
  draft: SettingsDraft,
): readonly Value[] {
  const { text, missing } = expandPip(value, environment)
  if (missing.length === 0) return [{ text, place: file.path }]
  draft.notes.push({ place: file.path, says: `an index is left out: the variable ${missing[0]} is not set` })
  return []
}

function words(value: Value | undefined): readonly Value[] {
  return value === undefined
    ? []
    : value.text.split(/\s+/).flatMap((text) => (text === '' ? [] : [{ text, place: value.place }]))
}

function indexOf({ text, place }: Value, draft: SettingsDraft): readonly PackageIndex[] {
  const found = configuredAddress(text)
  if (found === undefined) {
    draft.notes.push({ place, says: 'an index that is no http or https address is not asked' })
    return []
  }
  draft.credentials.push(...found.credentials)
  return [{ address: found.address }]
}

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(?:y|yes|t|true|on|1)$/i.test(text.trim())
}
