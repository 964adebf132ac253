import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { ModelClaims, TensorSummary } from '../../model/model-clue.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { Extractor } from '../extractor.ts'
import { clueExtraction } from './clue-extraction.ts'
import { NO_CLAIMS } from './claims.ts'
import { tensorSummary } from './tensor-summary.ts'

/** Weights in safetensors: what the header says. */
export const safetensors: Extractor = {
  id: 'models/safetensors',
  title: 'Tensors and metadata in the headers of safetensors files',
  files: ['**/*.safetensors'],
  async extract(file) {
    const { tensors, claims } = await header(file)
    return clueExtraction([
      {
        kind: 'weights',
        path: file.path,
        size: file.size,
        format: 'safetensors',
        executable: false,
        claims,
        ...(tensors === undefined ? {} : { tensors }),
      },
    ])
  },
}

/** A file that is none under this name is the business of the rules, which say what is wrong with it. */
async function header(file: ScannedFile): Promise<{ readonly tensors?: TensorSummary; readonly claims: ModelClaims }> {
  try {
    const { readSafetensors } = await import('../../formats/safetensors/safetensors.ts')
    const { tensors, metadata } = await readSafetensors(file.source, file.limits)
    const title = metadata.find(({ key }) => key === 'modelspec.title')?.value
    const architecture = metadata.find(({ key }) => key === 'modelspec.architecture')?.value
    const license = metadata.find(({ key }) => key === 'modelspec.license')?.value
    return {
      tensors: tensorSummary(tensors.map(({ name, dtype, shape }) => ({ name, type: dtype, shape }))),
      claims: {
        ...NO_CLAIMS,
        ...(title === undefined ? {} : { name: excerpt(title, 200) }),
        ...(architecture === undefined ? {} : { architecture: excerpt(architecture, 200) }),
        licenses: license === undefined ? [] : [excerpt(license, 200)],
      },
    }
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return { claims: NO_CLAIMS }
  }
}
