import { excerpt } from '../../../base/escape.ts'
import type {
  PaddleModel,
  PaddleOperator,
  PaddleParameters,
  PaddleParametersBreach,
} from '../../../formats/paddle/model.ts'
import { pathEscape } from '../file-reference.ts'
import { commonBreaches, layoutBreach } from '../layout-breaches.ts'
import { type AnomalyMeaning, type ModelObservation, observeAnomalies } from '../observation.ts'
import { PADDLE_MEANINGS, paddleCapability } from './capabilities.ts'

/** What a Paddle program does besides computing. Pure. */
export function judgePaddleProgram(model: PaddleModel): readonly ModelObservation[] {
  return [...model.operators.flatMap(judgeOperator), ...observeAnomalies(model.breaches, BREACHES)]
}

/** What is wrong with a file of Paddle parameters. Pure. */
export function judgePaddleParameters(parameters: PaddleParameters): readonly ModelObservation[] {
  return observeAnomalies(parameters.breaches, PARAMETER_BREACHES)
}

/** The operators whose strings the reader must keep for the judge. */
export function isWatchedByPaddle(operator: string): boolean {
  return paddleCapability(operator) !== undefined
}

function judgeOperator({ name, inside, byte, strings, count }: PaddleOperator): readonly ModelObservation[] {
  const capability = paddleCapability(name)
  if (capability === undefined) return []
  const { severity, title, why, cwe } = PADDLE_MEANINGS[capability]
  const place = strings.find(({ attribute }) => /(?:^|_)(?:path|file|filename|dir)$/.test(attribute))?.value
  const leaves = place !== undefined && pathEscape(place) !== undefined
  return [
    {
      id: `paddle/${capability}`,
      severity: leaves && severity === 'medium' ? 'high' : severity,
      title: `${title}: ${excerpt(name, 80)}${place === undefined ? '' : ` of ${excerpt(place, 80)}`}${count > 1 ? ` (${count} times)` : ''}`,
      why,
      where: { inside, ...(byte === undefined ? {} : { byte }) },
      cwe,
      atlas: 'AML.T0011.000',
      fix: 'Do not run the model outside a sandbox; ask for an export without this operator.',
      when: 'at-inference',
    },
  ]
}

const BREACHES = commonBreaches('paddle', 'Paddle')

const PARAMETER_BREACHES: Readonly<Record<PaddleParametersBreach, AnomalyMeaning>> = {
  ...BREACHES,
  'negative-dimension': layoutBreach(
    'paddle',
    'negative-dimension',
    'high',
    'CWE-190',
    'A Paddle tensor has a negative dimension',
    'A reader that multiplies dimensions without checking allocates too little or writes past the end.',
  ),
  'shape-overflow': layoutBreach(
    'paddle',
    'shape-overflow',
    'high',
    'CWE-190',
    'The dimensions of a Paddle tensor overflow',
    'A reader that multiplies without checking allocates too little and writes past the end.',
  ),
}
