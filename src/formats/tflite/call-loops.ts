/** The first node that reaches itself over `calls`; undefined when none does. Linear in nodes and calls, without recursion. */
export function hasLoop(calls: readonly (readonly number[])[]): number | undefined {
  const waiting = calls.map(() => 0)
  for (const targets of calls) for (const target of targets) waiting[target] = (waiting[target] ?? 0) + 1
  // Take away what nobody calls until nothing is left: what stays is a loop or called by one.
  const free = waiting.flatMap((count, node) => (count === 0 && node < calls.length ? [node] : []))
  const taken = new Set<number>()
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    taken.add(node)
    for (const target of calls[node] ?? []) {
      const left = (waiting[target] ?? 0) - 1
      waiting[target] = left
      if (left === 0 && target < calls.length) free.push(target)
    }
  }
  const stays = calls.findIndex((_, node) => !taken.has(node))
  return stays < 0 ? undefined : stays
}
