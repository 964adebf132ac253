import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../base/limits.ts'
import { readXgboost } from '../../../formats/xgboost/xgboost.ts'
import { memorySource } from '../../../formats/zip-source.ts'
import { xgboostModel } from '../../../../test/support/xgboost-writer.ts'
import { judgeLightgbm, judgeXgboost } from './judge-boosters.ts'

async function judged(model: object): Promise<readonly string[]> {
  const bytes = Buffer.from(JSON.stringify(model))
  return judgeXgboost(await readXgboost(memorySource(bytes), DEFAULT_LIMITS)).map(
    ({ id, severity }) => `${severity} ${id}`,
  )
}

function withAttributes(attributes: object): object {
  const model = xgboostModel()
  return { ...model, learner: { ...(model['learner'] as object), attributes } }
}

describe('judgeXgboost', () => {
  it.each<readonly [string, object, readonly string[]]>([
    ['a model', xgboostModel(), []],
    ['a note of the user', withAttributes({ note: 'trained on Monday' }), []],
    ['a child outside of the tree', xgboostModel({ left: [9, -1, -1] }), ['medium xgboost/child-range']],
    ['metadata that is no JSON', withAttributes({ scikit_learn: '{' }), ['low xgboost/attribute']],
    ['an attribute that is no text', withAttributes({ note: 1 }), ['low xgboost/attribute']],
    [
      'a pickle in an attribute',
      withAttributes({ note: 'gASVKAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU' }),
      ['high xgboost/metadata-pickle'],
    ],
    ['markup in an attribute', withAttributes({ note: '<script>x</script>' }), ['medium xgboost/metadata-markup']],
  ])('judges %s', async (_, model, expected) => {
    expect(await judged(model)).toEqual(expected)
  })
})

describe('judgeLightgbm', () => {
  it('says each kind of breach once, with its first place', () => {
    const breaches = [{ kind: 'child-range', count: 2, places: [{ message: 'tree 0: the child 9', byte: 7 }] }] as const
    expect(judgeLightgbm({ trees: 1, objective: '', breaches })).toMatchObject([
      { id: 'lightgbm/child-range', title: expect.stringContaining('2 places'), where: { byte: 7 } },
    ])
  })
})
