import type { HostCredentials, SettingsNote } from './registry-settings.ts'

/** What the readers of one client's configuration found, besides its own settings. Grows while files are read. */
export interface SettingsDraft {
  readonly credentials: HostCredentials[]
  readonly notes: SettingsNote[]
  readonly certificates: string[]
  proxy: string | undefined
  noProxy: string | undefined
}

export function newDraft(): SettingsDraft {
  return { credentials: [], notes: [], certificates: [], proxy: undefined, noProxy: undefined }
}
