import { requirements, type RequirementsFile } from '../../../formats/requirements.ts'
import { at } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { IndexSetting, IndexSettingKind } from './index-setting.ts'

const KINDS: ReadonlyMap<string, IndexSettingKind> = new Map([
  ['--index-url', 'index'],
  ['--extra-index-url', 'extra'],
  ['--find-links', 'links'],
  ['--trusted-host', 'trusted'],
])

/** The index options of a requirements file. */
export async function readRequirements(file: ScannedFile): Promise<readonly IndexSetting[]> {
  const parsed = await file.read(requirements)
  // Where every package has its hash, nothing else is installed, whichever index serves it.
  const ignored = isHashed(parsed) ? new Set<IndexSettingKind>(['extra', 'links']) : new Set<IndexSettingKind>()
  if (parsed.statements.some((one) => one.kind === 'option' && one.name === '--no-index')) ignored.add('links')
  return parsed.statements.flatMap((statement): readonly IndexSetting[] => {
    if (statement.kind !== 'option') return []
    const kind = KINDS.get(statement.name)
    if (kind === undefined || ignored.has(kind)) return []
    const { line, column } = statement.line.position(statement.offset)
    const { name, value } = statement
    return [{ tool: 'pip', kind, value, location: at(file.path, line, column), written: `${name} ${value}` }]
  })
}

/** Does every package of the file have a hash? pip then installs nothing without one. */
export function isHashed({ statements }: RequirementsFile): boolean {
  const installs = statements.filter((one) => one.kind === 'install')
  return (
    statements.some((one) => one.kind === 'option' && one.name === '--require-hashes') ||
    (installs.length > 0 && installs.every(({ hashes }) => hashes.length > 0))
  )
}
