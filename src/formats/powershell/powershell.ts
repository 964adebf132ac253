import type { Limits } from '../../base/limits.ts'
import { startReading } from './reading.ts'
import { readStatements } from './statements.ts'
import type { PowerShellScript } from './syntax.ts'

/**
 * Reads a script of PowerShell (Microsoft's language specification 3.0 and the `about_` pages of 7.5) into a tree of commands, pipelines and
 * expressions. Tolerant: what is not understood is passed over with an issue. Nothing is run. Linear in the text; nesting is bounded
 * by `limits.depth`.
 */
export function readPowerShell(text: string, limits: Limits): PowerShellScript {
  const reading = startReading(text, limits.depth, readStatements)
  const statements = readStatements(reading, '')
  return { statements, issues: reading.issues }
}
