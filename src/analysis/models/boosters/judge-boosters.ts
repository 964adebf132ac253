import { excerpt } from '../../../base/escape.ts'
import { strictJson } from '../../../formats/python-json.ts'
import type { LegacyXgboost } from '../../../formats/xgboost/legacy.ts'
import type { LightgbmModel } from '../../../formats/lightgbm/lightgbm.ts'
import type { XgboostModel } from '../../../formats/xgboost/xgboost.ts'
import { judgeFreeText } from '../free-text.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { LIGHTGBM_BREACHES } from './lightgbm-breaches.ts'
import { XGBOOST_BREACHES } from './xgboost-breaches.ts'

/** What is wrong with a model of XGBoost, its free texts included. Pure. */
export function judgeXgboost(model: XgboostModel): readonly ModelObservation[] {
  const attributes = model.attributes.slice(0, MOST_ATTRIBUTES)
  return [
    ...observeAnomalies(model.breaches, XGBOOST_BREACHES),
    ...attributes.flatMap(({ key, text, byte }) =>
      judgeFreeText('xgboost', `attributes.${excerpt(key, 80)}`, `${key}\n${text}`, byte),
    ),
    ...attributes
      .filter(({ key, text }) => key === 'scikit_learn' && !isObject(text))
      .map(({ byte }) => brokenMetadata(byte)),
  ]
}

const MOST_ATTRIBUTES = 10_000

/** What is wrong with a model in the old binary format. Pure. */
export function judgeLegacyXgboost(model: LegacyXgboost): readonly ModelObservation[] {
  return observeAnomalies(model.breaches, XGBOOST_BREACHES)
}

/** What is wrong with a model of LightGBM. Pure. */
export function judgeLightgbm(model: LightgbmModel): readonly ModelObservation[] {
  return observeAnomalies(model.breaches, LIGHTGBM_BREACHES)
}

/** `XGBModel.load_model` reads it with json.loads, which takes NaN for a number. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(strictJson(text))
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

function brokenMetadata(byte: number): ModelObservation {
  return {
    ...XGBOOST_BREACHES.attribute,
    title: 'The scikit_learn attribute of the XGBoost model is no JSON',
    where: { byte },
  }
}
