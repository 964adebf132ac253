import { type MappedText, MappedTextBuilder } from '../../formats/mapped-text.ts'
import type { LineIndex } from '../../formats/line-index.ts'
import { commandOfWords } from '../../formats/shell-invocation.ts'
import { literalWord } from '../../formats/shell-word.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import type { TreeScalar, TreeValue } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import type { Scope } from '../../model/package-mention.ts'
import type { CommandSite } from './command-site.ts'
import { fileBeside } from './file-beside.ts'
import type { InstallRecorder } from './install-recorder.ts'
import { readPython, readScript, readWords } from './script.ts'

/** The file of a pipeline and what commands of all its steps share. */
export interface Pipeline {
  readonly path: string
  /** The whole file, for the places of words. */
  readonly text: string
  readonly lines: LineIndex
  readonly recorder: InstallRecorder
  /** The file whose folder commands start in: for most services one at the root of the tree. */
  readonly startsBeside: string
  /** How often the script at an offset was read: an anchor can stand for one script in a hundred thousand jobs. */
  readonly readings: Map<number, number>
}

/** What is known of the surroundings of a script. */
export interface StepSurroundings {
  readonly groups: readonly string[]
  /** Where it starts, relative to the folder of the pipeline; undefined where only the run can tell. */
  readonly directory: string | undefined
  readonly environment: ReadonlyMap<string, string>
  /** Development when it is not said: pipelines build and test. */
  readonly scope?: Scope
  /** How files are found where not the folder of the pipeline counts: in a container. */
  readonly findFile?: CommandSite['findFile']
}

/** One script and what is known of its surroundings. */
export interface PipelineStep extends StepSurroundings {
  readonly script: TreeScalar
  readonly shell: 'sh' | 'python' | 'other'
}

/** Records what a step installs. A script in a language that is not read is said so where it may install something. */
export function readStep({ script, shell, ...around }: PipelineStep, pipeline: Pipeline): void {
  if (isReadTooOften(script, pipeline)) return
  const text = withoutExpressions(scalarText(pipeline.text, script))
  const site = stepSite(around, pipeline, (offset) => text.original(offset))
  if (shell === 'sh') readScript(text.text, site)
  else if (shell === 'python') readPython(text.text, site)
  else if (/\b(?:pip|uv|conda|mamba|npm|pnpm|yarn)\b[^\n]*\b(?:install|add|ci)\b/.test(text.text)) {
    site.recorder.partial(
      'expected a shell or Python, found a script for another one that installs packages',
      site.locate(0),
    )
  }
}

/** Records what a command installs: a text is read as a shell reads it, a list of texts as the words of one command. */
export function readCommandValue(value: TreeValue | undefined, around: StepSurroundings, pipeline: Pipeline): void {
  if (value?.kind === 'scalar') {
    if (typeof value.value === 'string') readStep({ ...around, script: value, shell: 'sh' }, pipeline)
    return
  }
  const scalars = value?.kind === 'array' ? value.items.filter((item) => item.kind === 'scalar') : []
  const [first] = scalars
  if (first === undefined || isReadTooOften(first, pipeline)) return
  const words = scalars.map((item) => literalWord(scalarText(pipeline.text, item)))
  const site = stepSite(around, pipeline)
  readWords(commandOfWords(words, site.variable), site)
}

/** Where commands of a document stand; `original` leads from an offset of the command to one of the document. */
export function stepSite(
  around: StepSurroundings,
  pipeline: Pipeline,
  original: (offset: number) => number = (offset) => offset,
): CommandSite {
  return {
    recorder: pipeline.recorder,
    groups: around.groups,
    scope: around.scope ?? 'development',
    locate: (offset) => {
      const { line, column } = pipeline.lines.position(original(offset))
      return at(pipeline.path, line, column)
    },
    variable: (name) => (name === 'PWD' ? around.directory : around.environment.get(name)),
    escape: '\\',
    findFile: around.findFile ?? fileBeside(pipeline.startsBeside),
    depth: 0,
  }
}

/** Honest anchors repeat a script in a dozen jobs; what it installs is the same in all of them. */
const MOST_READINGS = 50

function isReadTooOften({ offset }: TreeScalar, { readings }: Pipeline): boolean {
  const count = (readings.get(offset) ?? 0) + 1
  readings.set(offset, count)
  return count > MOST_READINGS
}

/**
 * `${{ matrix.torch }}` is put in by the service before a shell sees the script: here it becomes a variable nobody knows, so that a version
 * made of it is reported as unstated.
 */
function withoutExpressions(text: MappedText): MappedText {
  if (!text.text.includes('${{')) return text
  const builder = new MappedTextBuilder()
  let from = 0
  for (const match of text.text.matchAll(/\$\{\{[^{}\n]{0,500}\}\}/g)) {
    addPart(builder, text, from, match.index)
    builder.addFor('${ASSAY_EXPRESSION}', text.original(match.index), text.original(match.index))
    from = match.index + match[0].length
  }
  addPart(builder, text, from, text.text.length)
  return builder.build(text.original(0))
}

/** Line by line: within a line the original runs along. */
function addPart(builder: MappedTextBuilder, text: MappedText, from: number, to: number): void {
  for (let start = from; start < to;) {
    const lineEnd = text.text.indexOf('\n', start)
    const end = lineEnd < 0 || lineEnd >= to ? to : lineEnd + 1
    builder.add(text.text.slice(start, end), text.original(start))
    start = end
  }
}

/** The scalars of a value that is a text, a list, or lists in lists (as anchors make them). */
export function scripts(value: TreeValue | undefined, depth = 0): readonly TreeScalar[] {
  if (value === undefined || depth > DEEPEST) return []
  if (value.kind === 'scalar') return typeof value.value === 'string' ? [value] : []
  return value.kind === 'array' ? value.items.flatMap((item) => scripts(item, depth + 1)) : []
}

const DEEPEST = 10
