import { card, config, modelsBom, weights } from '../../../test/support/model-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'

const MODEL = [config('m/config.json'), weights('m/model.safetensors')] as const

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  { name: 'no card', expect: 'fires', bom: modelsBom(...MODEL), known },
  { name: 'a card without a licence', expect: 'fires', bom: modelsBom(...MODEL, card('m/README.md')), known },
  {
    name: 'a card with a licence',
    expect: 'silent',
    bom: modelsBom(...MODEL, card('m/README.md', { licenses: ['apache-2.0'] })),
    known,
  },
  {
    name: 'weights that state a licence themselves',
    expect: 'silent',
    bom: modelsBom(config('m/config.json'), weights('m/model.gguf', undefined, { licenses: ['mit'] })),
    known,
  },
  { name: 'a file on its own', expect: 'silent', bom: modelsBom(weights('m/model.pt')), known },
  { name: 'a configuration without weights', expect: 'silent', bom: modelsBom(config('m/config.json')), known },
]
