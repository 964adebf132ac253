import { matchAny } from '../../base/glob.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { DATASET_FILES, DATASET_JSON_FILES, isJsonTable } from '../datasets/dataset-kind.ts'
import type { DatasetInspection } from '../datasets/dataset-inspection.ts'
import { inspectDataset } from '../datasets/inspect-dataset.ts'
import type { SensitiveScanner } from './sensitive-scanner.ts'

const isTable = matchAny(DATASET_FILES)
const isJson = matchAny(DATASET_JSON_FILES)

/** What of a JSON file says whether it is a table. */
const HEAD_BYTES = 64 * 1024

/** A worker is given its deadline for every 32 MiB that it reads on; this is how long a table of that size may take of it. */
const BYTES_A_DEADLINE = 512 * 1024 * 1024

/** The table in a file, column by column; undefined where it holds none, whatever its name says. Throws ExternalError. */
export async function lookAtDataset(
  file: ScannedFile,
  scanners: readonly SensitiveScanner[],
): Promise<DatasetInspection | undefined> {
  const path = file.path.toLowerCase()
  const json = isJson(path) && isJsonTable(await file.source.slice(0, HEAD_BYTES))
  if (!json && !isTable(path)) return undefined
  const milliseconds = file.limits.fileMilliseconds * 0.75 * Math.max(1, file.size / BYTES_A_DEADLINE)
  const inspection = await inspectDataset(file, scanners, { milliseconds })
  return inspection.kind === undefined ? undefined : inspection
}
