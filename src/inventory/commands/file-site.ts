import type { LineIndex } from '../../formats/line-index.ts'
import { at } from '../../model/location.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { CommandSite } from './command-site.ts'
import { fileBeside } from './file-beside.ts'
import type { InstallRecorder } from './install-recorder.ts'

/** Commands that stand in a file of their own, as its text is written: offsets are those of the file, and only its folder is known. */
export function fileSite(path: string, lines: LineIndex, recorder: InstallRecorder, scope: Scope): CommandSite {
  return {
    recorder,
    groups: [],
    scope,
    locate: (offset) => {
      const { line, column } = lines.position(offset)
      return at(path, line, column)
    },
    variable: (name) => (name === 'PWD' ? '.' : undefined),
    escape: '\\',
    findFile: fileBeside(path),
    depth: 0,
  }
}
