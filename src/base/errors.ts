import type { CodeOf, ErrorCode } from './error-catalogue.ts'

/** Where in the input: a 1-based line and column, or a byte offset. */
export type Position = { readonly line: number; readonly column?: number } | { readonly byte: number }

/** Input that is not understood. Caught in the engine only, where it becomes a Diagnostic. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  readonly code: CodeOf<'format'>
  readonly position: Position | undefined

  /** `message` says what was expected and what was found, for example `expected a version string, found a number`. */
  constructor(code: CodeOf<'format'>, message: string, position?: Position) {
    super(message)
    this.code = code
    this.position = position
  }
}

/** Input that is too big, too deep or too slow. Caught in the engine only. */
export class LimitError extends Error {
  override readonly name = 'LimitError'
  readonly code: CodeOf<'limit'>
  readonly position: Position | undefined

  /** `message` names the limit and the figure found, for example `nested 201 levels deep, the limit is 200`. */
  constructor(code: CodeOf<'limit'>, message: string, position?: Position) {
    super(message)
    this.code = code
    this.position = position
  }
}

/** Network, registry, disk. Caught in the engine and the doors, which retry when `retryable` and report otherwise. */
export class ExternalError extends Error {
  override readonly name = 'ExternalError'
  readonly code: CodeOf<'external'>
  readonly retryable: boolean

  constructor(code: CodeOf<'external'>, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable
  }
}

/** The operator's mistake: one line and a hint, exit code 2. Caught in the doors only. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: CodeOf<'usage'>
  /** The next step, when it can be named better than the catalogue does. */
  readonly hint: string | undefined

  constructor(code: CodeOf<'usage'>, message: string, hint?: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** Is it one of the four kinds above? Anything else is our bug and must not be caught to be quiet. */
export function isExpected(error: unknown): error is Error & { readonly code: ErrorCode } {
  return (
    error instanceof FormatError ||
    error instanceof LimitError ||
    error instanceof ExternalError ||
    error instanceof UsageError
  )
}
