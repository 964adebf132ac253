import type { Limits } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { get, items, string } from '../../../formats/tree.ts'
import type { ModelObservation } from '../observation.ts'
import { observeTargets, type TargetMeaning } from './observe-targets.ts'
import { pythonTarget, type PythonTarget } from './python-target.ts'

/**
 * The classes `modules.json` of sentence-transformers names: `[{"idx", "name", "path", "type"}]`. Types of the library itself are
 * silent; any other is imported, from the repository when remote code is trusted, else from what is installed
 * (sentence_transformers/SentenceTransformer.py, `_load_module_class_from_ref`). Throws FormatError, LimitError.
 */
export function judgeSentenceModules(bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  const { root } = json.parse(bytes, limits)
  const targets = items(root).flatMap((module) => {
    const type = get(module, 'type')
    const name = string(type)
    if (name === undefined || get(module, 'path') === undefined) return []
    return [{ ...judge(name), inside: 'type', byte: type?.offset ?? 0 }]
  })
  return observeTargets(targets, MEANING)
}

const MEANING: TargetMeaning = {
  format: 'config',
  subject: 'The list of modules',
  loader:
    'SentenceTransformer imports the type and builds it when the model is loaded, from the repository itself if remote code is trusted',
  when: 'with-trust',
  unknown: 'medium',
  fix: 'Do not load the model with trust_remote_code; read the code the type names first.',
}

/** `sentence_transformers.models.Pooling`; `sentence_transformers.models.Asym.load` or a dunder is not of that form. */
function judge(name: string): PythonTarget {
  return /^sentence_transformers(?:\.[a-z_]+)*\.[A-Z]\w*$/.test(name)
    ? { name, tier: 'inert', why: 'is a module of the library' }
    : pythonTarget(name)
}
