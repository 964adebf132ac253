import { config, modelsBom, weights } from '../../../test/support/model-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'

const CONFIG = config('m/config.json')

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  {
    name: 'a pickle beside safetensors',
    expect: 'fires',
    bom: modelsBom(CONFIG, weights('m/model.safetensors'), weights('m/pytorch_model.bin')),
    known,
  },
  { name: 'safetensors alone', expect: 'silent', bom: modelsBom(CONFIG, weights('m/model.safetensors')), known },
  { name: 'pickles alone', expect: 'silent', bom: modelsBom(CONFIG, weights('m/pytorch_model.bin')), known },
  {
    name: 'what a trainer leaves beside the weights',
    expect: 'silent',
    bom: modelsBom(CONFIG, weights('m/model.safetensors'), weights('m/training_args.bin'), weights('m/optimizer.pt')),
    known,
  },
  {
    name: 'different folders of a pipeline',
    expect: 'silent',
    bom: modelsBom(CONFIG, weights('m/model.safetensors'), weights('m/old/pytorch_model.bin')),
    known,
  },
]
