import { compareText } from '../../base/compare.ts'
import type { FixStep, LockCommand, PlannedFile } from './fix-plan.ts'
import { isPlainName } from './plain-text.ts'
import { folderOf } from './plan-index.ts'
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
    if (file.extractor !== 'python/requirements')
      return hangs ? (lockCommand(file, overriddenBeside(file, steps)) ?? []) : []
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

/** What is written, or stands already, in a manifest beside the lock, and the lock does not follow by itself. */
function overriddenBeside(lock: PlannedFile, steps: readonly FixStep[]): readonly string[] {
  const folder = folderOf(lock.path)
  const names = steps.flatMap(({ ecosystem, name, how, additions, asking }) => {
    const manifests = [...additions.map(({ file }) => file.path), ...(how === 'constrain' ? asking : [])]
    // It goes into a command: a lock file can say that a package is called `; rm`.
    return isPlainName(ecosystem, name) && manifests.some((path) => folderOf(path) === folder) ? [name] : []
  })
  return [...new Set(names)].sort()
}

/** `requirements.in` of `requirements.txt`. */
function isSource(source: PlannedFile, compiled: PlannedFile): boolean {
  return source.lock === compiled.path || source.path.replace(/\.in$/, '') === compiled.path.replace(/\.txt$/, '')
}
