import type { CatboostBreach, CatboostModel } from '../../../formats/catboost/catboost.ts'
import { judgeFreeText } from '../free-text.ts'
import { flatBreaches, layoutBreach } from '../layout-breaches.ts'
import { type AnomalyMeaning, type ModelObservation, observeAnomalies } from '../observation.ts'

/** What is wrong with a CatBoost model: it holds no code, so its layout and its texts. Pure. */
export function judgeCatboost(model: CatboostModel): readonly ModelObservation[] {
  return [
    ...model.texts.flatMap(({ key, value, byte }) =>
      judgeFreeText('catboost', `InfoMap.${key.slice(0, 80)}`, `${key}\n${value}`, byte),
    ),
    ...observeAnomalies(model.breaches, BREACHES),
  ]
}

const BREACHES: Readonly<Record<CatboostBreach, AnomalyMeaning>> = {
  ...flatBreaches('catboost', 'CatBoost'),
  'core-size': layoutBreach(
    'catboost',
    'core-size',
    'medium',
    'CWE-1284',
    'The core of the CatBoost model is longer than the file',
    'A reader that trusts the length runs past the end.',
  ),
  trees: layoutBreach(
    'catboost',
    'trees',
    'high',
    'CWE-129',
    'The trees of the CatBoost model do not fit its lists',
    'Trees take their splits and leaves by number; the evaluator reads outside of the lists with every row.',
  ),
  trailing: layoutBreach(
    'catboost',
    'trailing',
    'medium',
    'CWE-1286',
    'Bytes stand behind the CatBoost model',
    'The reader does not look at them; they can be another file that travels along.',
  ),
}
