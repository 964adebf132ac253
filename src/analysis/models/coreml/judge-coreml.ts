import { excerpt } from '../../../base/escape.ts'
import type { CoremlModel, CoremlName } from '../../../formats/coreml/model.ts'
import { pathEscape } from '../file-reference.ts'
import { judgeFreeText } from '../free-text.ts'
import { commonBreaches } from '../layout-breaches.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'

/** What a Core ML model needs from the app and from the disk besides its own bytes. Pure. */
export function judgeCoreml(model: CoremlModel): readonly ModelObservation[] {
  return [
    ...distinct(model.classes).map(judgeClass),
    ...distinct(model.linked).map(judgeLinked),
    ...model.blobs.flatMap(judgeBlob),
    ...distinct(model.opaque).map(judgeOpaque),
    ...model.texts.flatMap(({ name, inside, byte }) => judgeFreeText('coreml', inside, name, byte)),
    ...observeAnomalies(model.breaches, BREACHES),
  ]
}

const BREACHES = commonBreaches('coreml', 'Core ML')

function distinct(names: readonly CoremlName[]): readonly CoremlName[] {
  const seen = new Map(names.toReversed().map((one) => [one.name, one]))
  return [...seen.values()].toReversed()
}

function judgeClass({ name, inside, byte }: CoremlName): ModelObservation {
  return {
    id: 'coreml/custom-class',
    severity: 'medium',
    title: `The Core ML model is computed by a class of the app: ${excerpt(name, 120)}`,
    why: 'Core ML makes an object of the class that the file names and calls it with the data. The class is compiled code that comes with the app, not with the model.',
    where: { byte, inside },
    cwe: 'CWE-470',
    atlas: 'AML.T0011.000',
    fix: 'Check that the class is the one you expect, or convert the model without custom layers.',
    globals: name === '' ? [] : [excerpt(name, 200)],
  }
}

function judgeLinked({ name, inside, byte }: CoremlName): ModelObservation {
  const leaves = pathEscape(name) !== undefined
  return {
    id: leaves ? 'coreml/linked-escape' : 'coreml/linked-model',
    severity: leaves ? 'high' : 'low',
    title: `The Core ML model takes another model from ${leaves ? 'outside of its folder' : 'a file'}: ${excerpt(name, 120)}`,
    why: 'The model of that file is loaded and computes as a part of this one; what was inspected here is not all that runs.',
    where: { byte, inside },
    cwe: leaves ? 'CWE-22' : 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: leaves ? 'Do not load the model; build it again as one file.' : 'Inspect that model too.',
  }
}

/** Weights of ML programs stand below `@model_path`, the folder of the package. */
function judgeBlob({ name, inside, byte }: CoremlName): readonly ModelObservation[] {
  const escape = pathEscape(name.replace(/^@model_path\//, ''))
  if (escape === undefined) return []
  return [
    {
      id: 'coreml/weights-escape',
      severity: 'high',
      title: `Weights of the Core ML model stand outside of its package: ${excerpt(name, 120)}`,
      why: 'The file that the path names is read when the model is loaded; what is read becomes weights and can leave with the output.',
      where: { byte, inside },
      cwe: 'CWE-22',
      atlas: 'AML.T0011.000',
      fix: 'Do not load the model; convert it again.',
    },
  ]
}

function judgeOpaque({ name, inside, byte }: CoremlName): ModelObservation {
  return {
    id: 'coreml/opaque-model',
    severity: 'low',
    title: `A part of the Core ML model is readable by Apple's frameworks only: ${excerpt(name, 120)}`,
    why: 'The part is named by an identifier and has no public description. Nothing of it was inspected.',
    where: { byte, inside },
    cwe: 'CWE-693',
    atlas: 'AML.T0010.003',
    fix: 'Take the model from a source you trust, or use one without this part.',
    when: 'unknown',
  }
}
