import { NULL, type StackValue } from './stack-value.ts'

/** How many values a call takes from the stack, and which of them is called. */
export interface CallEffect {
  readonly takes: number
  /** Its place among those that are taken; `exec` for the statement of Python 2. */
  readonly callee: number | 'exec'
  readonly gives: 0 | 1
}

/**
 * The calls of all versions. 3.6 to 3.10: the function lies below its arguments, a method and its object do. 3.11 and 3.12: a null and the
 * function, or the method and its object. From 3.13: the function, then a null or the object. Undefined for what is no call.
 */
export function callOf(
  name: string,
  argument: number,
  version: number,
  stack: readonly StackValue[],
): CallEffect | undefined {
  switch (name) {
    case 'CALL_FUNCTION':
      return under(version >= 306 ? argument : (argument & 0xff) + 2 * (argument >> 8))
    case 'CALL_FUNCTION_VAR':
      return under((argument & 0xff) + 2 * (argument >> 8) + 1)
    case 'CALL_FUNCTION_VAR_KW':
      return under((argument & 0xff) + 2 * (argument >> 8) + 2)
    case 'CALL_FUNCTION_KW':
      return under(version >= 306 ? argument + 1 : (argument & 0xff) + 2 * (argument >> 8) + 1)
    case 'CALL_METHOD':
      return { takes: argument + 2, callee: 0, gives: 1 }
    case 'CALL_FUNCTION_EX':
      return extended(argument, version)
    case 'CALL':
      return { takes: argument + 2, callee: version >= 313 ? 0 : belowArguments(argument, stack), gives: 1 }
    case 'CALL_KW':
      return { takes: argument + 3, callee: 0, gives: 1 }
    case 'EXEC_STMT':
      return { takes: 3, callee: 'exec', gives: 0 }
    default:
      return undefined
  }
}

function under(count: number): CallEffect {
  return { takes: count + 1, callee: 0, gives: 1 }
}

/** The function, from 3.11 with a null beside it, a tuple and, where the flag says so or always from 3.14, a dictionary. */
function extended(argument: number, version: number): CallEffect {
  const hasNames = version >= 314 || (argument & 1) === 1
  const given = hasNames ? 2 : 1
  if (version < 311) return { takes: given + 1, callee: 0, gives: 1 }
  return { takes: given + 2, callee: version >= 313 ? 0 : 1, gives: 1 }
}

function belowArguments(argument: number, stack: readonly StackValue[]): number {
  return stack.at(-argument - 2) === NULL ? 1 : 0
}
