import { ini } from '../../../formats/ini.ts'
import { at } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { IndexSetting, IndexSettingKind } from './index-setting.ts'

const KINDS: ReadonlyMap<string, IndexSettingKind> = new Map([
  ['index-url', 'index'],
  ['extra-index-url', 'extra'],
  ['find-links', 'links'],
  ['trusted-host', 'trusted'],
])

/** pip.conf and pip.ini (pip docs, "Configuration"): each line of a value is one address. */
export async function readPipConf(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const { sections, lines } = await file.read(ini)
  return sections.flatMap(({ entries }) =>
    entries.flatMap((entry): readonly IndexSetting[] => {
      const kind = KINDS.get(entry.key.replaceAll('_', '-'))
      if (kind === undefined) return []
      return entry.lines.flatMap(({ text, offset }) =>
        text.split(/\s+/).map((value) => {
          const { line, column } = lines.position(offset)
          return { tool: 'pip', kind, value, location: at(file.path, line, column), written: `${entry.key} = ${value}` }
        }),
      )
    }),
  )
}
