import { excerpt } from '../../../base/escape.ts'
import type { TreeObject, TreeScalar, TreeValue } from '../../../formats/tree.ts'

/** An object or a text of a configuration, and where it stands. */
export interface ConfigNode {
  readonly value: TreeObject | TreeScalar
  /** The path, for example `model.encoder`; made only when it is asked for. */
  readonly inside: () => string
}

interface Step {
  readonly parent: Step | undefined
  readonly key: string
}

/**
 * All objects and scalars below a value, without recursion. What YAML aliases repeat is walked once: the same node means the
 * same, and a few lines of aliases could stand for millions of nodes.
 */
export function* configNodes(root: TreeValue): Generator<ConfigNode> {
  const pending: { readonly value: TreeValue; readonly at: Step | undefined }[] = [{ value: root, at: undefined }]
  const seen = new Set<TreeValue>()
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, at } = next
    if (seen.has(value)) continue
    if (value.kind !== 'scalar') seen.add(value)
    if (value.kind !== 'array') yield { value, inside: () => pathOf(at) }
    if (value.kind === 'scalar') continue
    const children =
      value.kind === 'object'
        ? value.entries.map((entry) => [entry.key, entry.value] as const)
        : value.items.map((item, index) => [String(index), item] as const)
    for (const [key, child] of children.toReversed()) pending.push({ value: child, at: { parent: at, key } })
  }
}

function pathOf(at: Step | undefined): string {
  const keys: string[] = []
  for (let step = at; step !== undefined && keys.length < 30; step = step.parent) keys.push(step.key)
  return keys.length === 0 ? 'the root' : excerpt(keys.toReversed().join('.'), 200)
}
