import { dockerfile, type DockerInstruction } from '../../../formats/dockerfile.ts'
import { lexShell } from '../../../formats/shell.ts'
import { literalWord } from '../../../formats/shell-word.ts'
import { at } from '../../../model/location.ts'
import type { ScannedFile } from '../../../model/scanned-file.ts'
import type { FileCode, PlacedVariable } from './file-code.ts'
import { type ScriptSite, ShellCollector } from './shell-collector.ts'

/** What RUN, CMD and ENTRYPOINT of a Dockerfile run, and what ENV and ARG set. */
export async function readImage(file: ScannedFile): Promise<FileCode> {
  const { instructions, escape, lines } = await file.read(dockerfile)
  const collector = new ShellCollector(file.limits)
  const known = new Map<string, string | undefined>()
  const locate: ScriptSite['locate'] = (offset) => {
    const { line, column } = lines.position(offset)
    return at(file.path, line, column)
  }
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') known.clear()
    if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
      for (const variable of variablesOf(instruction, file, locate)) {
        known.set(variable.name, variable.value)
        collector.setVariable(variable)
      }
    }
    if (!RUNS.has(instruction.keyword)) continue
    const site: ScriptSite = { locate, variable: (name) => known.get(name), escape: escape === '`' ? '^' : '\\' }
    if (instruction.exec === undefined) collector.readScript(instruction.arguments, site)
    else
      collector.readWords(
        instruction.exec.map((item) => literalWord(item)),
        site,
      )
  }
  return collector.finish('image')
}

const RUNS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'])

/** `ENV A=1 B=2`, `ENV A 1`, `ARG A=1`. */
function variablesOf(
  { arguments: text }: DockerInstruction,
  file: ScannedFile,
  locate: ScriptSite['locate'],
): readonly PlacedVariable[] {
  const command = lexShell(text.text, { limits: file.limits }).commands[0]
  if (command === undefined) return []
  const set = command.assignments.map(({ name, value }) => ({
    name,
    value: value.unknown.length === 0 ? value.text : undefined,
    location: locate(text.original(Math.max(0, value.span.start))),
  }))
  const [name, ...rest] = command.words
  if (set.length > 0 || name === undefined || rest.length === 0) return set
  const value = rest.map((word) => word.text).join(' ')
  return [{ name: name.text, value, location: locate(text.original(name.original(0))) }]
}
