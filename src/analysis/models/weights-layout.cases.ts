import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { safetensorsOf } from '../../../test/support/safetensors-writer.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on tensors that overlap', 'fires', 'a.safetensors', () =>
    safetensorsOf(
      '{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}}',
      24,
    ),
  ),
  modelCase('is silent on tensors side by side', 'silent', 'a.safetensors', () =>
    safetensorsOf('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}', 16),
  ),
  ...HARMLESS,
]
