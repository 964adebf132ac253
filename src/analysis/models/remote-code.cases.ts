import { code, config, modelsBom, weights } from '../../../test/support/model-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  {
    name: 'code of the same repository',
    expect: 'fires',
    bom: modelsBom(config('m/config.json', 'AutoModel=modeling_x.Model'), code('m/modeling_x.py')),
    known,
  },
  {
    name: 'code of another repository',
    expect: 'fires',
    bom: modelsBom(config('m/config.json', 'AutoModel=owner/name--modeling_x.Model')),
    known,
  },
  {
    name: 'code in a form nobody expects',
    expect: 'fires',
    bom: modelsBom(config('m/config.json', 'AutoModel=../../x.Model')),
    known,
  },
  {
    name: 'a model of the library itself',
    expect: 'silent',
    bom: modelsBom(config('m/config.json'), weights('m/model.safetensors')),
    known,
  },
]
