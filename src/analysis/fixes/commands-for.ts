import { compareText } from '../../base/compare.ts'
import type { FixStep, LockCommand, PlannedFile } from './fix-plan.ts'
import { compileCommand, lockCommand } from './lock-commands.ts'

/** The commands to run after the edits: for every lock file that hangs on an edited file, once. */
export function commandsFor(steps: readonly FixStep[], files: readonly PlannedFile[]): readonly LockCommand[] {
  const edited = new Set(
    steps.flatMap(({ edits, additions }) => [
      ...edits.map(({ path }) => path),
      ...additions.map(({ file }) => file.path),
    ]),
  )
  const moved = new Set(steps.flatMap(({ moves }) => moves.map(({ lock }) => lock)))
  const commands = files.flatMap((file) => {
    const hangs = moved.has(file.path) || files.some(({ path, lock }) => lock === file.path && edited.has(path))
    if (file.extractor !== 'python/requirements') return hangs ? (lockCommand(file) ?? []) : []
    const isCompiled = file.mentions.some(({ role }) => role === 'locks')
    if (!isCompiled || !(hangs || edited.has(file.path))) return []
    const hashed = file.mentions.some(({ integrity }) => integrity.length > 0)
    const source = files.find(
      (other) => other.extractor === file.extractor && other.path !== file.path && isSource(other, file),
    )
    return compileCommand({ file, source, hashed }) ?? []
  })
  const once = new Map(commands.map((command) => [`${command.folder}\n${command.command}`, command]))
  return [...once.values()].sort((a, b) => compareText(a.folder, b.folder) || compareText(a.command, b.command))
}

/** `requirements.in` of `requirements.txt`. */
function isSource(source: PlannedFile, compiled: PlannedFile): boolean {
  return source.lock === compiled.path || source.path.replace(/\.in$/, '') === compiled.path.replace(/\.txt$/, '')
}
