import { excerpt } from '../../../base/escape.ts'
import type { ExecutorchBreach, ExecutorchModel, ExecutorchName } from '../../../formats/executorch/model.ts'
import { flatBreaches, layoutBreach } from '../layout-breaches.ts'
import { type AnomalyMeaning, type ModelObservation, observeAnomalies } from '../observation.ts'

/** What an ExecuTorch program calls besides the kernels of PyTorch, and what its layout gets wrong. Pure. */
export function judgeExecutorch(model: ExecutorchModel): readonly ModelObservation[] {
  return [
    ...model.operators.flatMap(judgeOperator),
    ...model.delegates.flatMap(judgeDelegate),
    ...model.native.map(judgeNative),
    ...observeAnomalies(model.breaches, BREACHES),
  ]
}

/** Namespaces of operators that come with PyTorch, ExecuTorch and torchao. */
const OWN_NAMESPACES = new Set([
  'aten',
  'prim',
  'prims',
  'executorch_prim',
  'et',
  'dim_order_ops',
  'quantized',
  'quantized_decomposed',
  'torchao',
  'llama',
  'cadence',
  'cortex_m',
  'et_vk',
  'bundled_program',
  'higher_order',
  'allocator',
])

function judgeOperator({ name, inside, byte }: ExecutorchName): readonly ModelObservation[] {
  const end = name.indexOf('::')
  if (end >= 0 && OWN_NAMESPACES.has(name.slice(0, end))) return []
  return [
    {
      id: 'executorch/custom-operator',
      severity: 'medium',
      title: `The ExecuTorch program needs a custom operator: ${excerpt(name, 120)}`,
      why: 'It is none of PyTorch or ExecuTorch. Running the program needs a native library that registers it, which is code that comes with the model.',
      where: { byte, inside },
      cwe: 'CWE-829',
      atlas: 'AML.T0011.000',
      fix: 'Find out where the library comes from before you link it, or export the model with operators of PyTorch.',
    },
  ]
}

/** Backends that interpret a graph with kernels of their own. */
const INTERPRETING = new Set([
  'XnnpackBackend',
  'VulkanBackend',
  'MPSBackend',
  'CoreMLBackend',
  'MLXBackend',
  'CoreAIBackend',
  'TOSABackend',
])
/** Backends whose part is a shared library of the host, compiled by AOTInductor and opened with dlopen. */
const LIBRARIES = new Set(['CudaBackend', 'MetalBackend', 'AotiBackend'])
/** Backends whose part is a program for an accelerator. */
const COMPILED = new Set([
  'QnnBackend',
  'EthosUBackend',
  'VgfBackend',
  'NeuropilotBackend',
  'NeutronBackend',
  'EnnBackend',
  'OpenvinoBackend',
  'TensorRTBackend',
  'CadenceExecutorchBackend',
])

function judgeDelegate({ name, inside, byte }: ExecutorchName): readonly ModelObservation[] {
  if (INTERPRETING.has(name)) return []
  const shown = excerpt(name, 80)
  const where = { byte, inside }
  if (LIBRARIES.has(name))
    return [nativeObservation(`The ExecuTorch program brings a native library for ${shown}`, where)]
  const isCompiled = COMPILED.has(name)
  return [
    {
      id: isCompiled ? 'executorch/compiled-engine' : 'executorch/custom-delegate',
      severity: isCompiled ? 'low' : 'medium',
      title: isCompiled
        ? `The ExecuTorch program holds a part compiled for one device: ${shown}`
        : `The ExecuTorch program hands a part to a backend that is not of ExecuTorch: ${shown}`,
      why: 'What the part does only the backend knows. Nothing of it was inspected.',
      where,
      cwe: 'CWE-829',
      atlas: 'AML.T0011.000',
      fix: 'Take the program from a source you trust, or export the model for your device yourself.',
    },
  ]
}

function judgeNative({ name, inside, byte }: ExecutorchName): ModelObservation {
  if (name !== 'CUDA')
    return nativeObservation(`The ExecuTorch program holds code for a processor (${name})`, { byte, inside })
  return {
    ...nativeObservation('The ExecuTorch program holds code for a GPU', { byte, inside }),
    id: 'executorch/compiled-engine',
    severity: 'low',
  }
}

function nativeObservation(title: string, where: ModelObservation['where']): ModelObservation {
  return {
    id: 'executorch/native-code',
    severity: 'high',
    title,
    why: 'Its backend writes the part to a file and opens it as a shared library, whose start-up code runs at once. It was not inspected.',
    where,
    cwe: 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: 'Do not load it; export the model for your device yourself.',
  }
}

const BREACHES: Readonly<Record<ExecutorchBreach, AnomalyMeaning>> = {
  ...flatBreaches('executorch', 'ExecuTorch'),
  header: layoutBreach(
    'executorch',
    'header',
    'high',
    'CWE-1284',
    'The header of the ExecuTorch file does not fit its size',
    'The runtime takes the size of the program and the place of the segments from it, and reads outside of the file.',
  ),
  'segment-range': layoutBreach(
    'executorch',
    'segment-range',
    'high',
    'CWE-125',
    'A segment of the ExecuTorch file lies outside of it',
    'A runtime that maps the file and does not check reads foreign memory as weights.',
  ),
  index: layoutBreach(
    'executorch',
    'index',
    'high',
    'CWE-129',
    'A number in the ExecuTorch program names something that is not there',
    'Instructions name values, operators and segments by number; the runtime writes to the values without asking again.',
  ),
  'negative-size': layoutBreach(
    'executorch',
    'negative-size',
    'high',
    'CWE-190',
    'A tensor of the ExecuTorch program has a negative size',
    'A runtime that multiplies sizes without checking allocates too little and writes past the end.',
  ),
}
