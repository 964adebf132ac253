import type { Taint } from '../behaviour.ts'
import type { PsValue } from './powershell-value.ts'
import { joinTaints } from './script-value.ts'

/** A command of PowerShell with its arguments. */
export interface PsCall {
  /** Full name in lower case. */
  readonly name: string
  /** Parameters without dash in lower case, with the value behind them. */
  readonly parameters: readonly { readonly name: string; readonly value: PsValue | undefined }[]
  /** Values without the ones behind parameters that take one. */
  readonly operands: readonly PsValue[]
  /** What comes through the pipe. */
  readonly input: PsValue
}

/** The value of a parameter by the beginning of its name, as PowerShell takes it. */
export function parameter({ parameters }: PsCall, name: string): PsValue | undefined {
  return (
    parameters.find((one) => one.name === name)?.value ??
    parameters.find((one) => one.name.length > 1 && name.startsWith(one.name))?.value
  )
}

/** Where everything that is given to a command comes from. */
export function allTaints({ operands, parameters, input }: PsCall): readonly Taint[] {
  return joinTaints([
    ...operands.map(({ taints }) => taints),
    ...parameters.map(({ value }) => value?.taints ?? []),
    input.taints,
  ])
}

/** The file that a command is about, however it is given. */
export function pathOf(call: PsCall): PsValue | undefined {
  return parameter(call, 'path') ?? parameter(call, 'literalpath') ?? parameter(call, 'filepath') ?? call.operands[0]
}
