import type { JavaScriptArgument } from './module.ts'
import type { FunctionInfo, Text } from './values.ts'

/** Where something was found, before it is known when it runs. */
export interface FoundPlace {
  readonly at: number
  readonly function: FunctionInfo | undefined
  readonly generated: boolean
}

/** A use of something outside of the module, before it is known when it runs. */
export interface FoundUse {
  readonly kind: 'call' | 'new' | 'reference' | 'assign'
  readonly name: string
  readonly arguments: readonly JavaScriptArgument[]
  readonly receiver: number
  readonly flow: number
  readonly place: FoundPlace
}

/** A module that is loaded, before it is known when. */
export interface FoundImport {
  readonly module: string
  readonly how: 'static' | 'call' | 'computed'
  readonly place: FoundPlace
}

/** A text that is run as code, and where. */
export interface FoundText {
  readonly text: Text
  readonly place: FoundPlace
}
