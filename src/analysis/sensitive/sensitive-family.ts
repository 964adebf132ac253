import type { Diagnostic } from '../../model/diagnostic.ts'
import type { FamilyInspection, FileRuleFamily } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { datasetObservations, datasetSecrets } from './dataset-observations.ts'
import { lookAtDataset } from './look-at-dataset.ts'
import { lookAtFile } from './look-at-file.ts'
import { scannersFor } from './scanners.ts'
import { SENSITIVE_FAMILY } from './sensitive-family-id.ts'
import type { SensitiveScanner } from './sensitive-scanner.ts'
import type { SensitiveSettings } from './sensitive-settings.ts'
import { SightingLog } from './sighting-log.ts'

/** All rules for secrets and personal data: they look at every file, once. */
export function sensitiveFamily(settings: SensitiveSettings): FileRuleFamily {
  return familyOf(settings, scannersFor(settings))
}

/** The same with scanners given. */
export function familyOf(settings: SensitiveSettings, scanners: readonly SensitiveScanner[]): FileRuleFamily {
  return {
    id: SENSITIVE_FAMILY,
    rules: scanners.flatMap((scanner) => scanner.rules),
    files: ['**'],
    inspect: (file) => inspect(file, settings, scanners),
  }
}

async function inspect(
  file: ScannedFile,
  settings: SensitiveSettings,
  scanners: readonly SensitiveScanner[],
): Promise<FamilyInspection> {
  const table = await lookAtDataset(file, scanners)
  if (table !== undefined) {
    return {
      observations: datasetObservations(file.path, table, settings.personalData),
      diagnostics: table.diagnostics,
      concealed: datasetSecrets(table),
    }
  }
  const log = new SightingLog()
  await lookAtFile(file, scanners, log)
  return {
    observations: log.observations(file.path, settings.key),
    diagnostics: diagnosticsOf(file.path, log),
    concealed: log.secrets(),
  }
}

function diagnosticsOf(path: string, log: SightingLog): readonly Diagnostic[] {
  return log.missed.map((reason) => ({
    code: 'FORMAT_PARTIAL',
    level: 'warning',
    message: `not looked through for secrets: ${reason}`,
    location: { path },
    source: SENSITIVE_FAMILY,
  }))
}
