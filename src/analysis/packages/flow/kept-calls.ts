type Call = readonly [from: string, to: string]

/** The calls on ways from functions that other files may call (or the top level) to functions in which something is of interest. */
export function keptCalls(
  calls: readonly Call[],
  entries: readonly string[],
  wanted: ReadonlySet<string>,
): readonly Call[] {
  const forward = reached(calls, ['', ...entries], 0)
  const backward = reached(calls, [...wanted], 1)
  const keys = new Set<string>()
  return calls.filter((call) => {
    const key = call.join('\0')
    const isKept = forward.has(call[0]) && backward.has(call[1]) && !keys.has(key)
    if (isKept) keys.add(key)
    return isKept
  })
}

function reached(calls: readonly Call[], starts: readonly string[], side: 0 | 1): ReadonlySet<string> {
  const next = new Map<string, string[]>()
  for (const call of calls) {
    const known = next.get(call[side])
    if (known === undefined) next.set(call[side], [call[1 - side] ?? ''])
    else known.push(call[1 - side] ?? '')
  }
  const found = new Set(starts)
  const queue = [...found]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const to of next.get(one) ?? []) {
      if (found.has(to)) continue
      found.add(to)
      queue.push(to)
    }
  }
  return found
}
