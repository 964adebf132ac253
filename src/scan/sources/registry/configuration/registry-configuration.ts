import { isExpected } from '../../../../base/errors.ts'
import type { ConfigurationFile, ConfigurationInput } from './configuration-input.ts'
import { newDraft, type SettingsDraft } from './draft-settings.ts'
import { netrcCredentials } from './netrc-credentials.ts'
import { npmSettings } from './npm-settings.ts'
import { pipSettings } from './pip-settings.ts'
import type { NpmSettings, PythonSettings, RegistrySettings } from './registry-settings.ts'
import { uvSettings } from './uv-settings.ts'
import { yarnSettings } from './yarn-settings.ts'

/**
 * The settings that configuration files and variables amount to. Pure: no file is opened and no address asked. uv's count for Python where uv is
 * told of an index, pip's otherwise; yarn's registry goes before npm's where yarn names one. A file that cannot be read is left out with a
 * note, and so is a file of the project unless it is trusted.
 */
export function registrySettings(input: ConfigurationInput): RegistrySettings {
  const draft = newDraft()
  const files = usable(input, draft)
  const python = pythonSettings(files, input, draft)
  const npm = nodeSettings(files, input, draft)
  const plainHosts = new Set(
    python.indexes.flatMap(({ address }) => (address.startsWith('http:') ? [new URL(address).host] : [])),
  )
  for (const { kind, bytes } of files)
    if (kind === 'netrc') draft.credentials.push(...netrcCredentials(bytes, plainHosts))
  return {
    python,
    npm,
    credentials: draft.credentials,
    connection: {
      ...(draft.proxy === undefined ? {} : { proxy: draft.proxy }),
      ...(draft.noProxy === undefined ? {} : { noProxy: draft.noProxy }),
      certificates: draft.certificates,
    },
    notes: draft.notes,
  }
}

/** Files that may be used and can be read: each is read once on trial, so that one mistake does not take the others along. */
function usable(
  { files, trustProject, environment }: ConfigurationInput,
  draft: SettingsDraft,
): readonly ConfigurationFile[] {
  return files.filter((file) => {
    const trial = newDraft()
    try {
      const changes = saysSomething(file, environment, trial)
      if (file.level !== 'project' || trustProject) return true
      if (changes)
        draft.notes.push({
          place: file.path,
          says: 'the project names a registry of its own, which is not asked: the project is not trusted',
        })
      return false
    } catch (error) {
      if (!isExpected(error)) throw error
      draft.notes.push({ place: file.path, says: `the file is left out: ${error.message}` })
      return false
    }
  })
}

function saysSomething(
  file: ConfigurationFile,
  environment: ConfigurationInput['environment'],
  trial: SettingsDraft,
): boolean {
  // Without variables: what an untrusted file would do with them is not tried.
  const alone = file.level === 'project' ? {} : environment
  const only = [file]
  const pip = pipSettings(only, {}, trial)
  const npm = npmSettings(only, alone, trial)
  const yarn = yarnSettings(only, alone, trial)
  const isNetrc = file.kind === 'netrc' && netrcCredentials(file.bytes, new Set()).length > 0
  return (
    isNetrc ||
    pip.indexes.length > 0 ||
    uvSettings(only, {}, trial) !== undefined ||
    [npm.registry, yarn.registry].some((address) => address !== undefined) ||
    npm.scopes.size + yarn.scopes.size + trial.credentials.length > 0 ||
    trial.notes.some(({ says }) => says.includes('is not set'))
  )
}

function pythonSettings(
  files: readonly ConfigurationFile[],
  { environment }: ConfigurationInput,
  draft: SettingsDraft,
): PythonSettings {
  return uvSettings(files, environment, draft) ?? pipSettings(files, environment, draft)
}

function nodeSettings(
  files: readonly ConfigurationFile[],
  { environment }: ConfigurationInput,
  draft: SettingsDraft,
): NpmSettings {
  const npm = npmSettings(files, environment, draft)
  const yarn = yarnSettings(files, environment, draft)
  if (yarn.registry === undefined && yarn.scopes.size === 0) return npm
  return {
    ...npm,
    client: 'yarn',
    registry: yarn.registry ?? npm.registry,
    scopes: new Map([...npm.scopes, ...yarn.scopes]),
  }
}
