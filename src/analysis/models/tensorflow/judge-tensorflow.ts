import { excerpt } from '../../../base/escape.ts'
import type { TensorflowModel, TensorflowNode } from '../../../formats/tensorflow/model.ts'
import { pathEscape } from '../file-reference.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { capabilityOf, CONDITIONAL, MEANINGS, type TensorflowCapability } from './capabilities.ts'
import { TENSORFLOW_BREACHES } from './breaches.ts'

/** The operators whose nodes readTensorflow must keep in full for the judge. */
export function isWatched(operator: string): boolean {
  return CONDITIONAL.has(operator) || capabilityOf(operator) !== undefined
}

/**
 * What a TensorFlow model does besides computing. Pure. Its `kerasConfigs` are judged by keras/judgeKerasConfig: loading the
 * folder with Keras builds them. One observation per operator and place it reaches for.
 */
export function judgeTensorflow(model: TensorflowModel): readonly ModelObservation[] {
  return [
    ...distinct(model.nodes.flatMap(judgeNode)),
    ...model.assets.flatMap(judgeAsset),
    ...model.operators.filter(({ name }) => name.includes('>')).map(customOperator),
    ...(model.kinds.length > 1 ? [severalKinds(model.kinds)] : []),
    ...observeAnomalies(model.breaches, TENSORFLOW_BREACHES),
  ]
}

function judgeNode(node: TensorflowNode): readonly ModelObservation[] {
  const texts = [...node.constants, ...node.strings.map(({ value }) => value)]
  const capability = actualCapability(node.operator, texts)
  if (capability === undefined) return []
  const { severity, title, why, cwe } = MEANINGS[capability]
  const place = texts.find((text) => pathEscape(text) !== undefined && text.trim() !== '') ?? node.constants[0]
  // A path baked into the graph that leaves the model's folder was chosen by the author, not given by the caller.
  const fixedEscape = place !== undefined && pathEscape(place) !== undefined
  return [
    {
      id: `tensorflow/${capability}`,
      severity: fixedEscape && severity === 'medium' ? 'high' : severity,
      title: `${title}: ${node.operator}${place === undefined ? '' : ` of ${excerpt(place, 80)}`}`,
      why,
      where: { byte: node.byte, inside: node.inside },
      cwe,
      atlas: 'AML.T0011.000',
      fix: 'Do not run the model outside a sandbox; ask for an export without this operator.',
    },
  ]
}

function actualCapability(operator: string, texts: readonly string[]): TensorflowCapability | undefined {
  const condition = CONDITIONAL.get(operator)
  if (condition === undefined) return capabilityOf(operator)
  return texts.some((text) => condition.when.test(text)) ? condition.capability : undefined
}

function distinct(observations: readonly ModelObservation[]): readonly ModelObservation[] {
  const seen = new Map(
    observations.toReversed().map((observation) => [`${observation.id} ${observation.title}`, observation]),
  )
  return [...seen.values()].toReversed()
}

/** Assets lie in the folder `assets/` of the model, under a plain file name. */
function judgeAsset({ text, byte, inside }: TensorflowModel['assets'][number]): readonly ModelObservation[] {
  const escape = pathEscape(text)
  if (escape === undefined) return []
  return [
    {
      id: 'tensorflow/asset-escape',
      severity: 'high',
      title: `A TensorFlow asset leaves the folder of the model: ${excerpt(text, 120)}`,
      why: 'The name is joined to the folder of the assets without a check, and the file is read when the model is loaded.',
      where: { byte, inside },
      cwe: 'CWE-22',
      atlas: 'AML.T0011.000',
      fix: 'Do not load the model; export it again.',
    },
  ]
}

/** Operators of libraries carry their namespace: `Addons>Name`, `IO>Name`, `DF>Name`. */
function customOperator({ name, inside, byte, count }: TensorflowModel['operators'][number]): ModelObservation {
  return {
    id: 'tensorflow/custom-operator',
    severity: 'low',
    title: `The TensorFlow model needs an operator of another library: ${excerpt(name, 80)}${count > 1 ? ` (${count} nodes)` : ''}`,
    why: 'TensorFlow itself does not have it; running the model needs a native library, which is code.',
    where: { byte, inside },
    cwe: 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: 'Pin the library that provides the operator and check where it comes from.',
  }
}

function severalKinds(kinds: readonly string[]): ModelObservation {
  return {
    id: 'tensorflow/several-readings',
    severity: 'high',
    title: `The TensorFlow file holds operators as ${kinds.join(' and as ')}`,
    why: 'Honest files are one of the three. Which operators run depends on the loader; all of them were inspected.',
    where: { byte: 0 },
    cwe: 'CWE-436',
    atlas: 'AML.T0018.002',
    fix: 'Do not load the file; export the model again.',
  }
}
