import { calling, HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { torchZip } from '../../../test/support/torch-files.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a shell', 'fires', 'a.pkl', () => calling('os', 'system', 'id')),
  modelCase('fires on a shell in a checkpoint', 'fires', 'a.pt', () => torchZip(calling('posix', 'system', 'id'))),
  modelCase('fires on code brought along', 'fires', 'a.joblib', () => calling('builtins', 'exec', 'pass')),
  modelCase('fires on a download', 'fires', 'a.bin', () => calling('urllib.request', 'urlopen', 'http://a.example/')),
  modelCase('fires whatever the ending', 'fires', 'a.safetensors', () => calling('subprocess', 'call', 'id')),
  modelCase('is silent on unknown code', 'silent', 'a.pkl', () => calling('my_library', 'Thing', 'x')),
  ...HARMLESS,
]
