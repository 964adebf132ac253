import { excerpt } from '../../../base/escape.ts'
import type { MxnetParams } from '../../../formats/mxnet/params.ts'
import type { MxnetOperator, MxnetSymbol } from '../../../formats/mxnet/symbol.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { MXNET_PARAMS_BREACHES, MXNET_SYMBOL_BREACHES } from './breaches.ts'

/** What is wrong with a list of arrays. Pure. */
export function judgeMxnetParams(file: MxnetParams): readonly ModelObservation[] {
  return observeAnomalies(file.breaches, MXNET_PARAMS_BREACHES)
}

/** What a graph does beside computing: operators in Python, pointers, files. One observation for each operator and what it names. Pure. */
export function judgeMxnetSymbol(graph: MxnetSymbol): readonly ModelObservation[] {
  const found = new Map<string, ModelObservation>()
  for (const operator of graph.operators) {
    const observation = MEANINGS.get(operator.op)?.(operator)
    if (observation !== undefined && !found.has(observation.title) && found.size < MOST)
      found.set(observation.title, observation)
  }
  const worst = [...found.values()].toSorted(
    (a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'),
  )
  return [...worst, ...observeAnomalies(graph.breaches, MXNET_SYMBOL_BREACHES)]
}

const MOST = 200
const FIX = 'Do not load the graph with MXNet; take the parameters alone.'

type Meaning = (operator: MxnetOperator) => ModelObservation

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['_Native', pointer],
  ['_NDArray', pointer],
  ['Custom', custom],
  ['_cvimread', file],
  ['_contrib_tvm_op', native],
  ['_TensorRT', native],
])

/** `info` is the address of a table of callbacks (src/operator/custom/native_op-inl.h): text of the file becomes a pointer that is called. */
function pointer({ op, name, attributes, byte }: MxnetOperator): ModelObservation {
  const info = attributes.get('info')
  return {
    id: 'mxnet/pointer',
    severity: 'critical',
    title: `The MXNet graph calls through an address in the file: ${op}`,
    why: `The attribute info of such an operator${info === undefined ? '' : ` (${excerpt(info, 40)})`} is read as a pointer to functions, which are called when the graph is built.`,
    where: { inside: excerpt(name, 80), byte },
    cwe: 'CWE-822',
    atlas: 'AML.T0011.000',
    fix: FIX,
    globals: [op],
  }
}

function custom({ name, attributes, byte }: MxnetOperator): ModelObservation {
  const type = attributes.get('op_type') ?? ''
  return {
    id: 'mxnet/custom-operator',
    severity: 'medium',
    title: `The MXNet graph runs a Python operator: ${excerpt(type, 60)}`,
    why: 'Python code that registered this name is called with attributes from the file. The code does not come with the graph.',
    where: { inside: excerpt(name, 80), byte },
    cwe: 'CWE-829',
    atlas: 'AML.T0011.000',
    fix: 'Read the code that registers the operator before you use the model.',
    when: 'at-inference',
    globals: [type.slice(0, 200)],
  }
}

function file({ op, name, attributes, byte }: MxnetOperator): ModelObservation {
  return {
    id: 'mxnet/file',
    severity: 'high',
    title: `The MXNet graph reads a file: ${excerpt(attributes.get('filename') ?? '', 80)}`,
    why: `${op} opens the file its attributes name when the model computes.`,
    where: { inside: excerpt(name, 80), byte },
    cwe: 'CWE-73',
    fix: FIX,
    when: 'at-inference',
    globals: [op],
  }
}

function native({ op, name, byte }: MxnetOperator): ModelObservation {
  return {
    id: 'mxnet/native-operator',
    severity: 'medium',
    title: `The MXNet graph holds a compiled part: ${op}`,
    why: 'Such a part is run by another runtime and was not inspected.',
    where: { inside: excerpt(name, 80), byte },
    cwe: 'CWE-829',
    fix: 'Ask its author for the graph as it was before it was compiled.',
    when: 'at-inference',
    globals: [op],
  }
}
