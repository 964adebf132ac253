import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT_FOLDER } from './source-files.ts'

/** A file kept for tests: its path relative to the fixture folder of its plug-in, and its bytes. */
export interface Fixture {
  readonly path: string
  readonly bytes: Uint8Array
}

/** The folder of an extractor's fixtures: `python/uv-lock` -> src/inventory/python/fixtures/uv-lock. */
export function fixtureFolder(extractorId: string): string {
  const [room = '', name = ''] = extractorId.split('/')
  return join(ROOT_FOLDER, 'src/inventory', room, 'fixtures', name)
}

/** Every file below a folder, sorted; none when it is not there. */
export function fixturesIn(folder: string): readonly Fixture[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .sort()
    .map((path) => ({ path: relative(folder, path).replaceAll('\\', '/'), bytes: readFileSync(path) }))
}
