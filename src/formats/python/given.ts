import type { Value } from './values.ts'

/** An evaluated argument. */
export interface Given {
  readonly name: string | undefined
  readonly star: '' | '*' | '**'
  readonly value: Value
}

/** The arguments of a call: by position up to the first `*`, and by name. */
export interface GivenArguments {
  readonly values: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
  /** Where unpacked arguments come from whose places are not known. */
  readonly spread: number
}
