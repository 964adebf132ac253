import type { BehaviourMoment } from '../behaviour.ts'
import type { PsCall } from './powershell-call.ts'
import type { PowerShellState } from './powershell-state.ts'
import { listValue, NOTHING, type PsValue, UNKNOWN } from './powershell-value.ts'
import { UNKNOWN_PART } from './script-value.ts'

/** What a call has besides the name of the function. */
type Given = Pick<PsCall, 'operands' | 'parameters' | 'input'>

/** Follows a function of the script with its parameters bound by name, then by place; what it gives. */
export function callFunction(name: string, given: Given, state: PowerShellState, when?: BehaviourMoment): PsValue {
  const { operands, parameters, input } = given
  const result = state.callFunction(
    name,
    (known) => {
      const rest = [...operands]
      for (const one of known.parameters)
        state.bind(one, parameters.find((named) => named.name === one)?.value ?? rest.shift() ?? UNKNOWN)
      state.bind('args', listValue(rest))
      if (input !== NOTHING) state.bind('input', input)
    },
    when,
  )
  return result ?? { text: UNKNOWN_PART, taints: input.taints }
}

/** Follows functions that nothing in the script calls: somebody else may. */
export function callUncalled(state: PowerShellState): void {
  const nothing = { operands: [], parameters: [], input: NOTHING }
  for (const [name, { called }] of state.functions) if (!called) callFunction(name, nothing, state, 'call')
}
