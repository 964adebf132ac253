import type { Limits } from '../../../base/limits.ts'
import { json } from '../../../formats/json.ts'
import { entries, get, string, type TreeValue } from '../../../formats/tree.ts'
import type { ModelObservation } from '../observation.ts'
import { observeTargets, type TargetMeaning } from './observe-targets.ts'
import { pythonTarget } from './python-target.ts'

/**
 * The handlers `_CHECKPOINT_METADATA` of an Orbax checkpoint names, one or one for each item. Orbax looks them up among what is
 * registered; those of Orbax are silent. Throws FormatError, LimitError.
 */
export function judgeOrbaxMetadata(bytes: Uint8Array, limits: Limits): readonly ModelObservation[] {
  const handlers = get(json.parse(bytes, limits).root, 'item_handlers')
  const named: readonly (TreeValue | undefined)[] = [handlers, ...entries(handlers).map(({ value }) => value)]
  const targets = named.flatMap((value) => {
    const name = string(value)
    if (name === undefined || /^orbax(?:\.\w+)+$/.test(name)) return []
    return [{ ...pythonTarget(name), inside: 'item_handlers', byte: value?.offset ?? 0 }]
  })
  return observeTargets(targets, MEANING)
}

const MEANING: TargetMeaning = {
  format: 'config',
  subject: 'The Orbax checkpoint',
  loader: 'Restoring the checkpoint needs a handler that was registered under this name',
  when: 'with-trust',
  unknown: 'low',
  fix: 'Read the code that registers the handler before you restore the checkpoint.',
}
