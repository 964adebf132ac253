import { index, modelsBom, weights } from '../../../test/support/model-fakes.ts'
import type { BomRuleCase } from '../../../test/support/rule-case.ts'
import { NO_ADVISORIES as known } from '../../model/no-advisories.ts'

const INDEX = 'm/model.safetensors.index.json'
const FIRST = 'model-00001-of-00002.safetensors'
const SECOND = 'model-00002-of-00002.safetensors'

/** What the rule must and must not report. */
export const cases: readonly BomRuleCase[] = [
  {
    name: 'index and shards agree',
    expect: 'silent',
    bom: modelsBom(
      index(INDEX, { [FIRST]: ['a', 'b'], [SECOND]: ['c'] }),
      weights(`m/${FIRST}`, ['a', 'b']),
      weights(`m/${SECOND}`, ['c']),
    ),
    known,
  },
  {
    name: 'shards whose headers could not be read are the business of other rules',
    expect: 'silent',
    bom: modelsBom(index(INDEX, { [FIRST]: ['a'] }), weights(`m/${FIRST}`)),
    known,
  },
  {
    name: 'a shard is not there',
    expect: 'fires',
    bom: modelsBom(index(INDEX, { [FIRST]: ['a'], [SECOND]: ['c'] }), weights(`m/${FIRST}`, ['a'])),
    known,
  },
  {
    name: 'a tensor is not in its shard',
    expect: 'fires',
    bom: modelsBom(index(INDEX, { [FIRST]: ['a', 'b'] }), weights(`m/${FIRST}`, ['a'])),
    known,
  },
  {
    name: 'a shard holds more than the index names',
    expect: 'fires',
    bom: modelsBom(index(INDEX, { [FIRST]: ['a'] }), weights(`m/${FIRST}`, ['a', 'hidden'])),
    known,
  },
  {
    name: 'a shard outside the folder',
    expect: 'fires',
    bom: modelsBom(index(INDEX, { '../../other/model.safetensors': ['a'] }), weights(`m/${FIRST}`, ['a'])),
    known,
  },
  {
    name: 'a tensor twice',
    expect: 'fires',
    bom: modelsBom({ ...index(INDEX, { [FIRST]: ['a'] }), repeated: ['a'] }, weights(`m/${FIRST}`, ['a'])),
    known,
  },
]
