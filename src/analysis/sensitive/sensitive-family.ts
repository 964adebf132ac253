import { lazy } from '../../base/lazy.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { FamilyInspection, FileRuleFamily } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { TokenValidator } from '../secrets/validation/token-validator.ts'
import { type Answers, askProviders, NO_ANSWERS, validatorFor } from './ask-providers.ts'
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
  return familyOf(
    settings,
    scannersFor(settings),
    lazy(() => validatorFor(settings.validate)),
  )
}

/** Who asks providers, if anybody; made with the first file. */
type Validation = () => Promise<TokenValidator | undefined>

/** The same with scanners given, and with somebody else who asks. */
export function familyOf(
  settings: SensitiveSettings,
  scanners: readonly SensitiveScanner[],
  validation: Validation = async () => undefined,
): FileRuleFamily {
  return {
    id: SENSITIVE_FAMILY,
    rules: scanners.flatMap((scanner) => scanner.rules),
    files: ['**'],
    inspect: (file) => inspect(file, settings, scanners, validation),
  }
}

async function inspect(
  file: ScannedFile,
  settings: SensitiveSettings,
  scanners: readonly SensitiveScanner[],
  validation: Validation,
): Promise<FamilyInspection> {
  const began = performance.now()
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
  const validator = await validation()
  const answers =
    validator === undefined
      ? NO_ANSWERS
      : await askProviders(validator, log.listed(), performance.now() - began, file.limits)
  return {
    observations: log.observations(file.path, settings.key, answers),
    diagnostics: [...diagnosticsOf(file.path, log), ...noteOf(file.path, answers)],
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

/** Says that secrets of this file left the machine. What somebody outside said holds for a day: by this note nobody remembers the inspection. */
function noteOf(path: string, { size }: Answers): readonly Diagnostic[] {
  if (size === 0) return []
  const message = `${size} ${size === 1 ? 'secret' : 'secrets'} of this file ${size === 1 ? 'was' : 'were'} put to the provider, as --validate asks`
  return [{ code: 'EXTERNAL_ANSWER', level: 'note', message, location: { path }, source: SENSITIVE_FAMILY }]
}
