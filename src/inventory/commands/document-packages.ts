import { literalWord } from '../../formats/shell-word.ts'
import type { ShellWord } from '../../formats/shell-syntax.ts'
import type { TreeScalar, TreeValue } from '../../formats/tree.ts'
import { scalarText } from '../../formats/yaml-text.ts'
import { type Pipeline, type StepSurroundings, stepSite } from './pipeline-step.ts'
import { recordConda, recordRequirements, serviceSite } from './python-service-records.ts'
import { SCRIPT_READER } from './script.ts'
import { includeFile } from './named-file.ts'

/** Requirements of pip in a document: a list of them, or a text with one a line. Options as a requirements file has them. */
export function readRequirementValue(value: TreeValue | undefined, around: StepSurroundings, pipeline: Pipeline): void {
  const service = serviceSite(stepSite(around, pipeline), SCRIPT_READER)
  recordRequirements(
    service,
    wordsIn(value, pipeline).flatMap((word) => service.split(word, /[^\n]+/g)),
  )
}

/** MatchSpecs of conda in a document: a list of them. */
export function readCondaValue(value: TreeValue | undefined, around: StepSurroundings, pipeline: Pipeline): void {
  recordConda(serviceSite(stepSite(around, pipeline), SCRIPT_READER), wordsIn(value, pipeline))
}

/** Files that a document names, relative to its own folder, and who reads them. */
export function readFileValue(
  value: TreeValue | undefined,
  extractor: string,
  around: StepSurroundings,
  pipeline: Pipeline,
): void {
  const site = stepSite(around, pipeline)
  for (const word of wordsIn(value, pipeline))
    includeFile(word, { role: 'requires', extractor }, { variable: site.variable }, site)
}

function wordsIn(value: TreeValue | undefined, { text }: Pipeline): readonly ShellWord[] {
  const values = value?.kind === 'array' ? value.items : value === undefined ? [] : [value]
  return values
    .filter((item): item is TreeScalar => item.kind === 'scalar' && typeof item.value === 'string')
    .map((item) => literalWord(scalarText(text, item)))
}
