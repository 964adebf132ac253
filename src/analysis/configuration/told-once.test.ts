import { describe, expect, it } from 'vitest'
import { fileOf } from '../../../test/support/file-of.ts'
import type { FileRule } from '../../model/rule.ts'
import { downloadedScript } from './downloaded-script.ts'
import { indexConfusion } from './index-confusion.ts'
import { unpinnedAction } from './unpinned-action.ts'
import { workflowRights } from './workflow-rights.ts'

describe('a file that cannot be read', () => {
  it('is told by the first rule that asks, and by no other', async () => {
    const file = fileOf('.github/workflows/a.yml', 'jobs: [\n')
    const rules: readonly FileRule[] = [downloadedScript, indexConfusion, unpinnedAction, workflowRights]
    const outcomes: string[] = []
    for (const rule of rules) {
      const outcome = await Array.fromAsync(rule.inspect(file)).catch((error: unknown) => String(error))
      outcomes.push(Array.isArray(outcome) ? `${outcome.length} findings` : outcome.slice(0, 11))
    }
    expect(outcomes).toEqual(['FormatError', '0 findings', '0 findings', '0 findings'])
  })
})
