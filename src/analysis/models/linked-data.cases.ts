import { modelsBom, weights } from '../../../test/support/model-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import type { ExternalDataClue } from '../../model/model-clue.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'

const ONNX = weights('m/model.onnx')
const CACHED = `hub/models--o--n/snapshots/${'a'.repeat(40)}`

function data(path: string, symbolic: boolean, names: number): ExternalDataClue {
  return { kind: 'external-data', path, links: { symbolic, names } }
}

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  { name: 'a file of its own', expect: 'silent', bom: modelsBom(ONNX, data('m/w.data', false, 1)), known },
  { name: 'a symbolic link', expect: 'fires', bom: modelsBom(ONNX, data('m/w.data', true, 1)), known },
  { name: 'one of two names', expect: 'fires', bom: modelsBom(ONNX, data('m/w.data', false, 2)), known },
  {
    name: 'a link of the cache of huggingface_hub',
    expect: 'silent',
    bom: modelsBom(
      { ...ONNX, path: `${CACHED}/m.onnx` },
      { kind: 'config', path: `${CACHED}/config.json`, architectures: ['X'], remoteCode: [] },
      data(`${CACHED}/w.data`, true, 1),
    ),
    known,
  },
]
