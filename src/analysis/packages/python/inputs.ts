import type { PythonArgument, PythonUse } from '../../../formats/python/module.ts'
import { textsOf } from '../flow/argument-facts.ts'
import { constantInputs, type Inputs, joinedInputs, mergedTaints, NO_INPUTS } from '../flow/inputs.ts'
import { ownTexts } from './argument-facts.ts'
import type { PythonInspection } from './python-inspection.ts'
import type { WrittenFiles } from './written-files.ts'

/** Files that are read of which the module wrote what is in them, of one behaviour. */
const MOST_FILES = 8

/** Where the data of nodes comes from; of files that the module wrote itself, what it wrote. */
export function inputsOf(inspection: PythonInspection, files: WrittenFiles, nodes: readonly number[]): Inputs {
  const inputs = inspection.taints(nodes)
  const written = inputs.taints
    .filter(({ source }) => source === 'file')
    .slice(0, MOST_FILES)
    .flatMap(({ subject }) => files.nodesOf(subject))
  if (written.length === 0) return inputs
  const more = inspection.taints(written)
  return { taints: mergedTaints(inputs.taints, more.taints), nodes: [...inputs.nodes, ...more.nodes] }
}

/** Constants that are decoded before they are used. */
export function decodedInputs(
  inspection: PythonInspection,
  use: PythonUse,
  given: readonly (PythonArgument | undefined)[],
): Inputs {
  const text = given
    .flatMap((argument) => textsOf(argument))
    .find(({ made, length }) => made === 'decoded' && length > 2)
  if (text === undefined) return NO_INPUTS
  const subject = `${text.length} characters`
  return constantInputs([{ source: 'decoded', subject, place: inspection.placeOf(use), through: [] }])
}

/** What the module wrote into a program that is started. */
export function writtenInputs(inspection: PythonInspection, files: WrittenFiles, words: readonly string[]): Inputs {
  const nodes = words.slice(0, 8).flatMap((word) => files.nodesOf(word))
  return nodes.length === 0 ? NO_INPUTS : inspection.taints(nodes)
}

/** Everything known of what flows into something. */
export function allInputs(...inputs: readonly Inputs[]): Inputs {
  return joinedInputs(...inputs)
}

/** Is all that an argument may be written down? */
export function isWritten(argument: PythonArgument | undefined): boolean {
  if (argument === undefined) return false
  const texts = ownTexts(argument)
  if (argument.type === 'any')
    return argument.flow === 0 && texts.length === argument.items.length && argument.items.every(isWritten)
  return (
    (argument.type === 'text' || argument.type === 'bytes') &&
    argument.made !== 'decoded' &&
    !argument.value.includes('…')
  )
}
