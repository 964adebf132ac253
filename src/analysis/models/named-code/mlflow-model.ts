import { excerpt } from '../../../base/escape.ts'
import type { Limits } from '../../../base/limits.ts'
import { entries, get, string, type TreeValue } from '../../../formats/tree.ts'
import { yaml } from '../../../formats/yaml.ts'
import type { ModelObservation } from '../observation.ts'
import { observeTargets, type TargetMeaning } from './observe-targets.ts'
import { pythonTarget, type PythonTarget } from './python-target.ts'

/**
 * What the `MLmodel` file of MLflow makes `mlflow.pyfunc.load_model` import: `flavors.python_function.loader_module`, whose
 * `_load_pyfunc` is called; code folders that are put on the path; flavors that are pickles. Throws FormatError, LimitError.
 */
export function judgeMlflowModel(bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  const flavors = yaml.parse(bytes, limits).flatMap(({ root }) => entries(get(root, 'flavors')))
  const targets = flavors.flatMap(({ value }) => {
    const module = get(value, 'loader_module')
    const name = string(module)
    return name === undefined ? [] : [{ ...judge(name), inside: 'loader_module', byte: module?.offset ?? 0 }]
  })
  return [...observeTargets(targets, MEANING), ...flavors.flatMap(({ key, value }) => pickled(key, value))]
}

const MEANING: TargetMeaning = {
  format: 'config',
  subject: 'The MLflow model',
  loader: 'mlflow.pyfunc.load_model imports this module and calls its _load_pyfunc',
  when: 'on-load',
  unknown: 'medium',
  fix: 'Do not load the model with MLflow before the module has been read.',
}

function judge(name: string): PythonTarget {
  if (/^mlflow(?:\.[a-z_]\w*)+$/.test(name)) return { name, tier: 'inert', why: 'is a flavor of MLflow' }
  const target = pythonTarget(`${name}._load_pyfunc`)
  return {
    ...target,
    name,
    why: target.tier === 'unknown' ? 'is imported from the model or from what is installed' : target.why,
  }
}

/** Said once and quietly: the pickle itself is judged where it lies. */
function pickled(flavor: string, value: TreeValue): readonly ModelObservation[] {
  const format =
    string(get(value, 'serialization_format')) ?? (get(value, 'cloudpickle_version') ? 'cloudpickle' : undefined)
  if (format === undefined || !/^(?:cloud)?pickle$/.test(format)) return []
  return [
    {
      id: 'config/pickled-model',
      severity: 'low',
      title: `The MLflow model keeps its ${excerpt(flavor, 40)} flavor as a ${format} file`,
      why: 'Loading the model unpickles that file, which runs what stands in it. The file is judged where it lies.',
      where: { inside: `flavors.${excerpt(flavor, 60)}` },
      cwe: 'CWE-502',
      fix: 'Log the model with the skops or the ONNX flavor.',
    },
  ]
}
