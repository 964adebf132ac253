import type { Evidence } from '../../model/evidence.ts'
import type { Model } from '../../model/model.ts'
import { place } from '../table/place.ts'
import { plain } from './plain.ts'

/** Enough to find the package; the JSON report has every place. */
const MAX_PLACES = 20

/** Where a package or model was seen, one place a line. */
export function evidenceWords(evidence: readonly Evidence[]): string {
  const shown = evidence.slice(0, MAX_PLACES).map(({ location, note }) => `${place(location)}: ${note}`)
  const left = evidence.length - shown.length
  return plain([...shown, ...(left > 0 ? [`and ${left} more places`] : [])].join('\n'))
}

/** What the files of a model claim that the standard has no field for. */
export function claimWords({ claims, parameters, remoteCode }: Model): string {
  const words = [
    ...(claims.licenses.length === 0 ? [] : [`claims the licence ${claims.licenses.join(', ')}`]),
    ...(claims.baseModels.length === 0 ? [] : [`claims to be made from ${claims.baseModels.join(', ')}`]),
    ...(claims.datasets.length === 0 ? [] : [`claims to be trained on ${claims.datasets.join(', ')}`]),
    ...(claims.quantization === undefined ? [] : [`quantized as ${claims.quantization}`]),
    ...(parameters === undefined ? [] : [`${parameters} parameters`]),
    ...(remoteCode.length === 0 ? [] : [`brings code: ${remoteCode.map(({ target }) => target).join(', ')}`]),
  ]
  return plain(words.join('\n'))
}
