import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a Lambda layer', 'fires', 'a.keras', () => keras('Lambda')),
  modelCase('is silent on a dense layer', 'silent', 'a.keras', () => keras('Dense')),
  ...HARMLESS,
]

/** A .keras archive with one layer of this class. */
function keras(layer: string): Uint8Array {
  const config = {
    module: 'keras',
    class_name: 'Sequential',
    config: {
      name: 'sequential',
      layers: [
        {
          module: 'keras.layers',
          class_name: layer,
          config:
            layer === 'Lambda'
              ? { name: 'l', function: { class_name: '__lambda__', config: { code: '4wEAAAA=' } } }
              : { name: 'd', units: 4 },
          registered_name: null,
        },
      ],
    },
  }
  return writeZip([
    { name: 'metadata.json', data: JSON.stringify({ keras_version: '3.6.0', date_saved: '2026-01-01@00:00:00' }) },
    { name: 'config.json', data: JSON.stringify(config) },
  ])
}
