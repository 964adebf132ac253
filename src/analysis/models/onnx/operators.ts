import { excerpt } from '../../../base/escape.ts'
import { type OnnxModel, type OnnxOperator, type OnnxString, STANDARD_DOMAINS } from '../../../formats/onnx/model.ts'
import { pathEscape } from '../file-reference.ts'
import type { ModelObservation } from '../observation.ts'

/** Operators that need more than a standard runtime: Python, native libraries, precompiled engines, shadowed names. */
export function judgeOperators(model: OnnxModel): readonly ModelObservation[] {
  const defined = new Set(model.functions.map(({ domain, name }) => key(domain, name)))
  return [
    ...model.operators.filter(({ domain, name }) => !defined.has(key(domain, name))).flatMap(judgeOperator),
    ...model.functions.flatMap(judgeFunction),
    ...model.strings.flatMap(judgeEngine),
  ]
}

function key(domain: string, name: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}\u0000${name}`
}

/** Domains whose operators are compiled into released runtimes. Anything else needs a library registered by the caller. */
const RUNTIME_DOMAINS = new Set([
  'com.microsoft',
  'com.microsoft.experimental',
  'com.microsoft.nchwc',
  'com.microsoft.dml',
  'com.ms.internal.nhwc',
  'com.intel.ai',
  'com.xilinx',
  'com.xilinx.dpu',
])

/** Operators that hand data to a Python function, by name: onnxruntime's and its extensions', PyTorch's exporters. */
const PYTHON_OPERATORS = new Set(['PythonOp', 'PythonOpGrad', 'PyOp', 'PyCustomOp', 'PyCustomOpDef'])

function judgeOperator(operator: OnnxOperator): readonly ModelObservation[] {
  const { domain, name, inside, byte, count } = operator
  const shown = excerpt(domain === '' ? name : `${domain}::${name}`, 120)
  const where = { byte, inside }
  if (PYTHON_OPERATORS.has(name) && !isStandard(domain)) {
    return [
      {
        id: 'onnx/python-operator',
        severity: 'high',
        title: `The ONNX model calls Python: ${shown}`,
        why: 'The operator hands tensors to a Python function that the file names. It runs with every inference where the extension is installed.',
        where,
        cwe: 'CWE-829',
        atlas: 'AML.T0011.000',
        fix: 'Do not run the model with Python operators enabled; ask for an export with standard operators.',
      },
    ]
  }
  if (isStandard(domain) || RUNTIME_DOMAINS.has(domain)) return []
  return [
    {
      id: 'onnx/custom-operator',
      severity: 'medium',
      title: `The ONNX model needs a custom operator: ${shown}${count > 1 ? ` (${count} nodes)` : ''}`,
      why: 'Neither the standard, the released runtimes nor a function of the model defines it. Running the model needs a native library, which is code that comes with the model.',
      where,
      cwe: 'CWE-829',
      atlas: 'AML.T0011.000',
      fix: 'Find out where the library comes from before you register it, or export the model with standard operators.',
    },
  ]
}

/** A function in a standard domain replaces what the reader of the graph believes the operator does. */
function judgeFunction({ domain, name, byte }: OnnxModel['functions'][number]): readonly ModelObservation[] {
  if (!isStandard(domain) && !RUNTIME_DOMAINS.has(domain)) return []
  return [
    {
      id: 'onnx/shadowed-operator',
      severity: 'medium',
      title: `The ONNX model brings its own definition of ${excerpt(`${domain || 'ai.onnx'}::${name}`, 120)}`,
      why: 'Functions of a model belong in a domain of its own. One in the domain of the runtime replaces an operator of that name where readers prefer it, and hides what the graph computes.',
      where: { byte, inside: 'functions' },
      cwe: 'CWE-436',
      atlas: 'AML.T0018.001',
      fix: 'Compare the definition with the standard operator, or export the model again.',
    },
  ]
}

function isStandard(domain: string): boolean {
  return STANDARD_DOMAINS.has(domain)
}

/** EPContext and TensorRT nodes name a compiled engine: native code for a device, in a file or inside the attribute. */
function judgeEngine({ operator, attribute, value, inside, byte }: OnnxString): readonly ModelObservation[] {
  if (operator !== 'EPContext' || attribute !== 'ep_cache_context') return []
  const isPath = value.length < 1024 && !value.includes('\ufffd')
  const escape = isPath ? pathEscape(value) : undefined
  return [
    {
      id: 'onnx/compiled-engine',
      severity: escape === undefined ? 'medium' : 'high',
      title: `The ONNX model loads a compiled engine${escape === undefined ? '' : ` from outside its folder (${escape})`}`,
      why: `The node hands ${isPath ? `\`${excerpt(value, 120)}\`` : 'a binary'} to an execution provider, which loads it as code for a device. Nothing of it was inspected.`,
      where: { byte, inside },
      cwe: escape === undefined ? 'CWE-829' : 'CWE-22',
      atlas: 'AML.T0011.000',
      fix: 'Compile the engine yourself from the plain ONNX model.',
    },
  ]
}
