import { entries, get, items, string, type TreeValue } from '../../../formats/tree.ts'
import { yamlDocument } from '../../../formats/yaml.ts'
import { at, type Location } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { IndexSetting, IndexSettingKind } from './index-setting.ts'

const OPTIONS: ReadonlyMap<string, IndexSettingKind> = new Map([
  ['--extra-index-url', 'extra'],
  ['--index-url', 'index'],
  ['-i', 'index'],
  ['--find-links', 'links'],
  ['-f', 'links'],
  ['--trusted-host', 'trusted'],
])

type Place = (offset: number) => Location

/** .condarc and environment.yml, with the options in its `pip:` list. */
export async function readConda(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const { root, lines } = await file.read(yamlDocument)
  const place = (offset: number): Location => {
    const { line, column } = lines.position(offset)
    return at(file.path, line, column)
  }
  const pip = items(get(root, 'dependencies')).flatMap((one) => items(get(one, 'pip')))
  return [
    ...condaSettings(root, place),
    ...pip.flatMap((one): readonly IndexSetting[] => {
      const written = string(one) ?? ''
      const [, name = '', value = ''] = /^(--?[a-z-]{1,30})[=\s]\s*(\S{1,2000})/.exec(written) ?? []
      const kind = OPTIONS.get(name)
      return kind === undefined ? [] : [{ tool: 'pip', kind, value, location: place(one.offset), written }]
    }),
  ]
}

/** .condarc and environment files: channels and switches (conda docs, "Using the .condarc"). */
function condaSettings(root: TreeValue, place: Place): readonly IndexSetting[] {
  const channels = items(get(root, 'channels'))
  const priority = get(root, 'channel_priority')
  const isMixed = priority?.kind === 'scalar' && /^(?:disabled|false)$/.test(String(priority.value))
  const isFlexible = priority?.kind === 'scalar' && priority.value === 'flexible'
  const verify = get(root, 'ssl_verify')
  const isOff = verify?.kind === 'scalar' && /^(?:false|no)$/i.test(String(verify.value))
  return [
    ...channels.flatMap((one) => addressed(one, 'channels', place)),
    ...(isMixed && priority !== undefined && channels.length > 1
      ? [setting('mixed', 'disabled', place(priority.offset), 'channel_priority: disabled', 'channel_priority: strict')]
      : []),
    // The default, said on purpose: a later channel is asked where the first has no build that fits.
    ...(isFlexible && priority !== undefined && channels.length > 1
      ? [
          setting(
            'fallback',
            'flexible',
            place(priority.offset),
            'channel_priority: flexible',
            'channel_priority: strict',
          ),
        ]
      : []),
    ...(isOff && verify !== undefined
      ? [setting('unverified', '', place(verify.offset), 'ssl_verify: false', 'ssl_verify: true')]
      : []),
    ...entries(get(root, 'custom_channels')).flatMap(({ value }) => addressed(value, 'custom_channels', place)),
  ]
}

function addressed(value: TreeValue, key: string, place: Place): readonly IndexSetting[] {
  const text = string(value)
  return text === undefined ? [] : [setting('index', text, place(value.offset), `${key}: ${text}`)]
}

function setting(
  kind: IndexSettingKind,
  value: string,
  location: Location,
  written: string,
  remedy?: string,
): IndexSetting {
  return { tool: 'conda', kind, value, location, written, ...(remedy === undefined ? {} : { remedy }) }
}
