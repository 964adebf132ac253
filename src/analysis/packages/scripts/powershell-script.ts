import type { Limits } from '../../../base/limits.ts'
import { lineIndex } from '../../../formats/line-index.ts'
import type { BehaviourMoment } from '../behaviour.ts'
import { expressionValue } from './powershell-expression-value.ts'
import { callUncalled } from './powershell-function-call.ts'
import { MOST_CHARACTERS, PowerShellState } from './powershell-state.ts'
import { runStatements } from './powershell-statements.ts'
import type { ScriptFindings, Spot } from './script-findings.ts'

/** Options of a reading of PowerShell. */
export interface PowerShellReadingOptions {
  readonly limits: Limits
  readonly when: BehaviourMoment
  readonly tellsAll?: boolean
  readonly spot?: Spot
  readonly firstLine?: number
}

/**
 * Follows a script of PowerShell as far as its text tells: variables, pipelines, functions, strings that are put together and run. What
 * it does is noted with where the data comes from. Nothing is run; steps, depth and sizes are bounded.
 */
export function readPowerShellScript(text: string, findings: ScriptFindings, options: PowerShellReadingOptions): void {
  const source = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text
  const { limits, when, tellsAll = false, spot, firstLine = 1 } = options
  const lines = lineIndex(source)
  const at = (offset: number): Spot => {
    const { line, column } = lines.position(offset)
    return { line: line + firstLine - 1, column }
  }
  const state = new PowerShellState(findings, { limits, when, tellsAll })
  state.connect({
    evaluate: (expression) => expressionValue(expression, state),
    run: (statements) => runStatements(statements, state),
  })
  state.runSource(source, spot === undefined ? at : () => spot)
  callUncalled(state)
  if (text.length > source.length)
    findings.add('unread', 'script', { line: 1, column: 1 }, 'unknown', [], `longer than ${MOST_CHARACTERS} characters`)
}
