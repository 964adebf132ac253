import type { OptionStatement } from '../../formats/requirements.ts'
import { at, type Location } from '../../model/location.ts'
import { excerpt, type ExtractionBuilder } from './extraction-builder.ts'
import { includedPath } from './included-path.ts'

/** `-r` and `-c` become includes; the other options say nothing of packages and were looked at elsewhere. */
export function readFileOption(statement: OptionStatement, path: string, builder: ExtractionBuilder): void {
  if (statement.name !== '--requirement' && statement.name !== '--constraint') return
  const { line, column } = statement.line.position(statement.offset)
  const location = at(path, line, column)
  const role = statement.name === '--constraint' ? 'constrains' : 'requires'
  const target = includedPath(path, statement.value)
  if (target.kind === 'path') {
    if (target.path !== path) builder.include({ path: target.path, role, location })
  } else reportUnread(target.kind, statement.value, location, builder)
}

function reportUnread(
  kind: 'outside' | 'variable',
  value: string,
  location: Location,
  builder: ExtractionBuilder,
): void {
  if (kind === 'variable')
    return builder.partial(`expected a path, found ${excerpt(value)}, which depends on the environment`, location)
  builder.diagnostic({
    code: 'FORMAT_OUTSIDE',
    level: 'warning',
    message: `expected a file inside the scanned folder, found ${excerpt(value)}; its packages are not covered`,
    location,
  })
}
