import { excerpt } from '../../../base/escape.ts'
import type { ForeignSignature } from '../../../formats/foreign-signature.ts'
import type { Safetensors } from '../../../formats/safetensors/safetensors.ts'
import { judgeFreeText } from '../free-text.ts'
import { type ModelObservation, observeAnomalies } from '../observation.ts'
import { SAFETENSORS_BREACHES } from './breaches.ts'

/**
 * What is wrong with a safetensors file. Pure: the same file gives the same list. Nothing here depends on what the file says
 * about itself beyond its layout.
 */
export function judgeSafetensors(file: Safetensors): readonly ModelObservation[] {
  return [
    ...observeAnomalies(file.breaches, SAFETENSORS_BREACHES),
    ...file.alsoReadableAs.map(foreignReading),
    ...file.metadata.flatMap(({ key, value, byte }) =>
      judgeFreeText('safetensors', `__metadata__.${excerpt(key, 80)}`, `${key}\n${value}`, byte),
    ),
  ]
}

function foreignReading({ format, byte }: ForeignSignature): ModelObservation {
  return {
    id: 'safetensors/polyglot',
    severity: 'high',
    title: `The safetensors file can also be opened as ${format}`,
    why: `A valid ${format} signature stands at byte ${byte}. A loader that looks at the content instead of the name takes the other format, and with it code that safetensors was chosen to avoid.`,
    where: { byte },
    cwe: 'CWE-646',
    atlas: 'AML.T0018.002',
    fix: 'Do not load the file; write the tensors anew with the safetensors library and compare.',
  }
}
