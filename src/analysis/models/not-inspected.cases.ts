import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { INERT_PICKLE, torchZip } from '../../../test/support/torch-files.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a pickle cut short', 'fires', 'a.pkl', () => INERT_PICKLE.subarray(0, -1)),
  modelCase('fires on a member that cannot be unpacked', 'fires', 'a.pt', () =>
    torchZip(INERT_PICKLE, [{ name: 'archive/extra.Z', data: Buffer.from([0x1f, 0x9d, 0x90, 1, 2, 3]) }]),
  ),
  modelCase('fires on a configuration with a template that cannot be read', 'fires', 'tokenizer_config.json', () =>
    Buffer.from('{"chat_template": "{{'),
  ),
  ...HARMLESS,
]
