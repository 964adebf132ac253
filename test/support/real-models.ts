import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT_FOLDER } from './source-files.ts'

/** A file of test/fixtures-models, as tools/model-fixtures wrote it down. */
export interface RealModel {
  /** Below the folder, `/` between segments. */
  readonly file: string
  readonly sha256: string
  readonly size: number
  readonly environment: string
  /** `library==version`, blanks between. */
  readonly madeBy: string
  readonly what: string
  /** Ids of the observations that the file deserves, empty for nearly all. */
  readonly expected: readonly string[]
  readonly because: string
}

export const REAL_MODELS_FOLDER = join(ROOT_FOLDER, 'test/fixtures-models')

/** The rows of manifest.tsv. */
export function readManifest(folder: string = REAL_MODELS_FOLDER): readonly RealModel[] {
  const [, ...lines] = readFileSync(join(folder, 'manifest.tsv'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [
      file = '',
      sha256 = '',
      size = '',
      environment = '',
      madeBy = '',
      ,
      ,
      what = '',
      expected = '',
      because = '',
    ] = line.split('\t')
    const ids = expected.split(' ').filter((id) => id !== '')
    return { file, sha256, size: Number(size), environment, madeBy, what, expected: ids, because }
  })
}
