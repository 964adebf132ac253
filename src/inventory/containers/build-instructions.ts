import type { Dockerfile, DockerInstruction } from '../../formats/dockerfile.ts'
import { commandOfWords } from '../../formats/shell-invocation.ts'
import { literalWord } from '../../formats/shell-word.ts'
import type { CommandSite } from '../commands/command-site.ts'
import type { InstallRecorder } from '../commands/install-recorder.ts'
import { readScript, readWords } from '../commands/script.ts'
import { beginStage, readSetting, startStages } from './build-settings.ts'
import { type BuildStage, variableIn } from './build-stage.ts'
import { fileInContext } from './copied-file.ts'

/** What is around the instructions of a build. */
export interface BuildSurroundings {
  readonly recorder: InstallRecorder
  /** The folder that COPY counts from, relative to the scanned root. */
  readonly context: string
  /** The place of an offset in the text of the instructions. */
  readonly locate: CommandSite['locate']
  /** Of every mention, beside the stage: `service:api`, for example. */
  readonly groups?: readonly string[]
}

/** Records what the instructions of a Dockerfile install, wherever they stand: in a file, or inside a compose file. */
export function readBuild(parsed: Dockerfile, around: BuildSurroundings): void {
  const { recorder, locate } = around
  const stages = startStages(parsed)
  for (const instruction of parsed.instructions) {
    if (instruction.keyword === 'FROM') beginStage(stages, instruction, recorder.limits)
    else if (RUNS.has(instruction.keyword)) {
      readRun(instruction, siteOf(stages.current, instruction, stages.count, around))
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

function siteOf(
  stage: BuildStage,
  instruction: DockerInstruction,
  stageCount: number,
  { recorder, context, locate, groups = [] }: BuildSurroundings,
): CommandSite {
  const name = stage.name ?? (stageCount > 1 ? String(stage.number) : undefined)
  const text = instruction.arguments
  return {
    recorder,
    groups: name === undefined ? groups : [...groups, `stage:${name}`],
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
