import { excerpt } from '../../../base/escape.ts'
import type { TensorflowNode } from '../../../formats/tensorflow/model.ts'
import type { TfliteCustomOperator, TfliteFlexOperator, TfliteModel } from '../../../formats/tflite/model.ts'
import { pathEscape } from '../file-reference.ts'
import { judgeFreeText } from '../free-text.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { judgeTensorflow } from '../tensorflow/judge-tensorflow.ts'
import { TFLITE_BREACHES } from './breaches.ts'

/**
 * What a TensorFlow Lite model does besides computing: operators from native libraries, operators of TensorFlow itself (all of
 * them, files and network included), weights from elsewhere. Pure.
 */
export function judgeTflite(model: TfliteModel): readonly ModelObservation[] {
  return [
    ...model.custom.flatMap(judgeCustom),
    ...judgeFlex(model.flex),
    ...model.flex.flatMap(judgeFlexName),
    ...model.externalFiles.flatMap(judgeExternalFile),
    ...judgeFreeText('tflite', 'description', model.description, 0),
    ...observeAnomalies(model.breaches, TFLITE_BREACHES),
  ]
}

/** Registered by TensorFlow Lite itself under custom codes (register.cc). */
const BUILT_IN = new Set(['TFLite_Detection_PostProcess', 'Mfcc', 'AudioSpectrogram'])
/** What compilers for one device put in the place of a graph. */
const COMPILED = /^(?:edgetpu-custom-op|ethos-u|DISPATCH_OP|.*(?:neuron|qnn|hexagon|vx-delegate).*)$/i

function judgeCustom({ name, count, inside, byte }: TfliteCustomOperator): readonly ModelObservation[] {
  if (BUILT_IN.has(name)) return []
  const shown = `${excerpt(name, 120)}${count > 1 ? ` (${count} nodes)` : ''}`
  const isCompiled = COMPILED.test(name)
  return [
    {
      id: isCompiled ? 'tflite/compiled-engine' : 'tflite/custom-operator',
      severity: isCompiled ? 'low' : 'medium',
      title: isCompiled
        ? `The TensorFlow Lite model holds a part compiled for one device: ${shown}`
        : `The TensorFlow Lite model needs a custom operator: ${shown}`,
      why: isCompiled
        ? 'The operator carries a program for an accelerator. Nothing of it was inspected.'
        : 'The interpreter does not have it. Running the model needs a native library that registers it, which is code that comes with the model.',
      where: { byte, inside },
      cwe: 'CWE-829',
      atlas: 'AML.T0011.000',
      fix: 'Find out where the library comes from before you register it, or convert the model with built-in operators.',
      when: 'at-inference',
    },
  ]
}

/** The judge of TensorFlow knows the operators; both names are judged, whichever a delegate runs. */
function judgeFlex(operators: readonly TfliteFlexOperator[]): readonly ModelObservation[] {
  const nodes = operators.flatMap(asNodes)
  const found = judgeTensorflow({
    kinds: ['graph'],
    operators: nodes.map(({ operator, inside, byte }) => ({ name: operator, count: 1, inside, byte })),
    nodes,
    functions: 0,
    assets: [],
    kerasConfigs: [],
    breaches: [],
  })
  return found.map((observation) => ({ ...observation, when: 'at-inference' as const }))
}

function asNodes({ name, operator, inside, byte, constants, strings }: TfliteFlexOperator): readonly TensorflowNode[] {
  const names = [...new Set([operator ?? name, name])]
  return names.map((one) => ({ operator: one, inside, byte, constants, strings }))
}

function judgeFlexName({ name, operator, inside, byte }: TfliteFlexOperator): readonly ModelObservation[] {
  if (operator === undefined || operator === name) return []
  return [
    {
      id: 'tflite/flex-mismatch',
      severity: 'high',
      title: `A TensorFlow Lite operator says ${excerpt(name, 60)} and runs ${excerpt(operator, 60)}`,
      why: 'TensorFlow runs the operator that the options name; the name in the table of operators is what tools show.',
      where: { byte, inside },
      cwe: 'CWE-436',
      atlas: 'AML.T0018.002',
      fix: 'Do not load the model; convert it again from its source.',
      when: 'at-inference',
    },
  ]
}

function judgeExternalFile({ name, byte }: TfliteModel['externalFiles'][number]): readonly ModelObservation[] {
  if (pathEscape(name) === undefined) return []
  return [
    {
      id: 'tflite/external-file-escape',
      severity: 'high',
      title: `Weights of the TensorFlow Lite model leave its folder: ${excerpt(name, 120)}`,
      why: 'The interpreter reads the file that the group of external buffers names; what is read becomes weights and can leave with the output.',
      where: { byte, inside: 'external_buffer_groups' },
      cwe: 'CWE-22',
      atlas: 'AML.T0011.000',
      fix: 'Do not load the model; convert it again with its weights beside it.',
    },
  ]
}
