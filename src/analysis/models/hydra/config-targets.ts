import { get, string, type TreeObject } from '../../../formats/tree.ts'
import type { NamedTarget } from '../named-code/observe-targets.ts'
import { pythonTarget, type PythonTarget } from '../named-code/python-target.ts'
import type { ConfigNode } from './config-walk.ts'

/**
 * The callables an object of a configuration names. Each entry counts, also the first of two with the same key. `_partial_`,
 * `_args_`, `_convert_` and `_recursive_` change how the callable is called, not which one.
 */
export function configTargets({ value, inside }: ConfigNode): readonly NamedTarget[] {
  if (value.kind !== 'object') return []
  const found: NamedTarget[] = []
  for (const { key, value: named } of value.entries) {
    const name = string(named)
    if (name === undefined || !isTargetKey(key, name, value)) continue
    found.push({ ...judge(name, value), inside: `${inside()}.${key}`, byte: named.offset })
  }
  return found
}

/** `_target_`: Hydra and MONAI; `_zen_target`: hydra-zen; `_component_`: torchtune; `class_path`: Lightning; `target` beside `params`: diffusion models. */
function isTargetKey(key: string, name: string, object: TreeObject): boolean {
  if (key === '_target_' || key === '_component_' || key === '_zen_target') return true
  const dotted = /^[A-Za-z_][\w.]{0,300}$/.test(name) && name.includes('.')
  if (key === 'class_path') return dotted
  return key === 'target' && dotted && get(object, 'params') !== undefined
}

/** Finders of Hydra: what they find is written beside them. */
const FINDERS = /^hydra\.utils\.get_(?:class|method|object|static_method)$|^hydra_zen\.funcs\.get_obj$/

function judge(name: string, object: TreeObject): PythonTarget {
  if (/\$\{/.test(name)) {
    return { name, tier: 'execution', why: 'is computed: which function is called does not stand in the file' }
  }
  if (FINDERS.test(name)) {
    const path = string(get(object, 'path'))
    return path === undefined || path.includes('${')
      ? { name, tier: 'execution', why: 'finds a function whose name does not stand in the file' }
      : pythonTarget(path)
  }
  // Calls what `_zen_target` beside it names.
  if (name === 'hydra_zen.funcs.zen_processing') return { name, tier: 'inert', why: 'passes its arguments on' }
  // MONAI looks short names up in its own components.
  return /^[A-Z]\w*$/.test(name) ? { name, tier: 'inert', why: 'is a component of MONAI' } : pythonTarget(name)
}
