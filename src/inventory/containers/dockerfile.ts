import { dockerfile as dockerfileFormat, type Dockerfile, type DockerInstruction } from '../../formats/dockerfile.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { at as placeAt } from '../../model/location.ts'
import { commandOfWords } from '../../formats/shell-invocation.ts'
import type { CommandSite } from '../commands/command-site.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import { readScript, readWords } from '../commands/script.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { contextFolder } from './build-context.ts'
import { fileInContext } from './copied-file.ts'
import { beginStage, readSetting, startStages } from './build-settings.ts'
import { type BuildStage, variableIn } from './build-stage.ts'

/** Dockerfiles and Containerfiles: what RUN, CMD and ENTRYPOINT install with pip, uv, conda, npm and the like. */
export const dockerfile: Extractor = {
  id: 'containers/dockerfile',
  title: 'Dockerfiles and Containerfiles: packages installed by RUN, CMD and ENTRYPOINT',
  files: [
    '**/Dockerfile',
    '**/Dockerfile.*',
    '**/*.Dockerfile',
    '**/*.dockerfile',
    '**/dockerfile',
    '**/Containerfile',
    '**/Containerfile.*',
    '**/*.Containerfile',
    '**/*.containerfile',
  ],
  extract: async (file) => {
    const recorder = new InstallRecorder('containers/dockerfile', await file.read(limitsInForce))
    readFile(file.path, await file.read(dockerfileFormat), recorder)
    return recorder.finish()
  },
}

function readFile(path: string, parsed: Dockerfile, recorder: InstallRecorder): void {
  const stages = startStages(parsed)
  const context = contextFolder(path, parsed.instructions)
  const locate = locatorOf(path, parsed)
  for (const instruction of parsed.instructions) {
    if (instruction.keyword === 'FROM') beginStage(stages, instruction, recorder.limits)
    else if (RUNS.has(instruction.keyword)) {
      readRun(instruction, siteOf(stages.current, instruction, { recorder, context, locate, stageCount: stages.count }))
    } else readSetting(stages, instruction, recorder.limits)
  }
  for (const offset of parsed.unclosed) {
    recorder.partial(
      'expected the end of a here-document, found the end of the file; the instructions in it were not read',
      locate(offset),
    )
  }
}

/** CMD and ENTRYPOINT install when the container starts. */
const RUNS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT'])

interface Surroundings {
  readonly recorder: InstallRecorder
  readonly context: string
  readonly locate: CommandSite['locate']
  readonly stageCount: number
}

function locatorOf(path: string, parsed: Dockerfile): CommandSite['locate'] {
  return (offset) => {
    const { line, column } = parsed.lines.position(offset)
    return placeAt(path, line, column)
  }
}

function siteOf(stage: BuildStage, instruction: DockerInstruction, around: Surroundings): CommandSite {
  const { recorder, context, locate, stageCount } = around
  const name = stage.name ?? (stageCount > 1 ? String(stage.number) : undefined)
  const text = instruction.arguments
  return {
    recorder,
    groups: name === undefined ? [] : [`stage:${name}`],
    scope: 'runtime',
    // The items of the JSON form map to the file, a shell command to the arguments it stands in.
    locate: instruction.exec === undefined ? (offset) => locate(text.original(offset)) : locate,
    variable: (variable) => (variable === 'PWD' ? stage.directory : variableIn(stage, variable)),
    escape: stage.escape,
    findFile: (path, directory) => fileInContext(path, directory, stage, instruction, context),
    depth: 0,
  }
}

function readRun({ exec, arguments: text }: DockerInstruction, site: CommandSite): void {
  if (exec === undefined) return readScript(text.text, site)
  readWords(
    commandOfWords(
      exec.map((item) => literalWord(item)),
      site.variable,
    ),
    site,
  )
}
