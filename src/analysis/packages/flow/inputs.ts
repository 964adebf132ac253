import type { Taint } from '../behaviour.ts'

/** What flows into something, and the nodes by which it does: other files may bring more to them. */
export interface Inputs {
  readonly taints: readonly Taint[]
  readonly nodes: readonly number[]
}

/** Nothing flows in. */
export const NO_INPUTS: Inputs = { taints: [], nodes: [] }

/** What is known without the graph of data, for example a constant that is decoded. */
export function constantInputs(taints: readonly Taint[]): Inputs {
  return taints.length === 0 ? NO_INPUTS : { taints, nodes: [] }
}

/** All of several. */
export function joinedInputs(...inputs: readonly Inputs[]): Inputs {
  return { taints: inputs.flatMap(({ taints }) => taints), nodes: inputs.flatMap(({ nodes }) => nodes) }
}

/** Inputs of both, each source at each place once. */
export function mergedTaints(known: readonly Taint[], more: readonly Taint[]): readonly Taint[] {
  if (more.length === 0) return known
  const keys = new Set(known.map(keyOf))
  const added: Taint[] = []
  for (const one of more) {
    const key = keyOf(one)
    if (keys.has(key)) continue
    keys.add(key)
    added.push(one)
  }
  return added.length === 0 ? known : [...known, ...added]
}

function keyOf({ source, subject, place }: Taint): string {
  return `${source}\0${subject}\0${place.path}\0${place.line}:${place.column ?? 0}`
}
