import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a skops file with a function that runs programs', 'fires', 'a.skops', () =>
    skops('os', 'system'),
  ),
  modelCase('is silent on a skops file with a function of numpy', 'silent', 'a.skops', () => skops('numpy', 'log1p')),
  modelCase('fires on a NeMo configuration that calls a shell', 'fires', 'model_config.yaml', () =>
    Buffer.from('encoder:\n  _target_: os.system\n  command: id\n'),
  ),
  modelCase('is silent on a NeMo configuration of NeMo classes', 'silent', 'model_config.yaml', () =>
    Buffer.from('encoder:\n  _target_: nemo.collections.asr.modules.ConformerEncoder\n'),
  ),
  ...HARMLESS,
]

/** A .skops archive whose one object is a function. */
function skops(module: string, name: string): Uint8Array {
  const schema = { __class__: name, __module__: module, __loader__: 'FunctionNode', __id__: 1, protocol: 2 }
  return writeZip([{ name: 'schema.json', data: JSON.stringify(schema) }])
}
