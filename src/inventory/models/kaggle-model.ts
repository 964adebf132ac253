import { json } from '../../formats/json.ts'
import { get, type Tree, type TreeValue } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import type { CardClue } from '../../model/model-clue.ts'
import type { Extractor } from '../extractor.ts'
import { claimText, NO_CLAIMS, textsOf } from './claims.ts'
import { clueExtraction } from './clue-extraction.ts'

/**
 * model-metadata.json and model-instance-metadata.json, from which `kaggle models create` makes a model and its variations (Kaggle API,
 * "Models Metadata"): licence, framework, base model and training data.
 */
export const kaggleModel: Extractor = {
  id: 'models/kaggle-model',
  title: 'Licence, base model and training data in model-metadata.json and model-instance-metadata.json of Kaggle',
  files: ['**/model-metadata.json', '**/model-instance-metadata.json'],
  async extract(file) {
    const card = cardOf(file.path, await file.read(json))
    return clueExtraction(card === undefined ? [] : [card])
  },
}

/** Undefined for a file of that name of something else: Kaggle takes none without the owner. */
function cardOf(path: string, { root, lines }: Tree): CardClue | undefined {
  const owner = get(root, 'ownerSlug')
  if (claimText(owner) === undefined) return undefined
  const name = nameIn(root)
  const library = written(get(root, 'framework'))
  const { line, column } = lines.position(root.offset)
  return {
    kind: 'card',
    path,
    claims: {
      ...NO_CLAIMS,
      ...(name === undefined ? {} : { name }),
      licenses: textsOf(get(root, 'licenseName')).filter(isWritten),
      baseModels: ['baseModelInstance', 'externalBaseModelUrl'].flatMap((key) => written(get(root, key)) ?? []),
      datasets: textsOf(get(root, 'trainingData')).filter(isWritten),
    },
    ...(library === undefined ? {} : { library }),
    languages: [],
    location: at(path, line, column),
  }
}

/** `owner/model`, or `owner/model/framework/variation`: the handle that Kaggle fetches it by. */
function nameIn(root: TreeValue): string | undefined {
  const keys =
    get(root, 'instanceSlug') === undefined
      ? ['ownerSlug', 'slug']
      : ['ownerSlug', 'modelSlug', 'framework', 'instanceSlug']
  const parts = keys.map((key) => written(get(root, key)))
  return parts.includes(undefined) ? undefined : parts.join('/')
}

function written(value: TreeValue | undefined): string | undefined {
  const text = claimText(value)
  return text !== undefined && isWritten(text) ? text : undefined
}

/** `kaggle models init` leaves `INSERT_TITLE_HERE` for people to fill in. */
function isWritten(text: string): boolean {
  return !/^INSERT_[A-Z_]{1,60}_HERE$/.test(text)
}
