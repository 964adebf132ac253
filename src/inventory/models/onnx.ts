import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { at } from '../../model/location.ts'
import type { ModelClaims } from '../../model/model-clue.ts'
import type { Include } from '../../model/package-mention.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { Extractor } from '../extractor.ts'
import { NO_CLAIMS } from './claims.ts'
import { clueExtraction } from './clue-extraction.ts'
import { folderOf } from './folder-of.ts'

/** Models in ONNX: who made them, and which other files hold their weights. */
export const onnx: Extractor = {
  id: 'models/onnx',
  title: 'Producer and external data of ONNX models',
  files: ['**/*.onnx'],
  async extract(file) {
    const { claims, locations } = await described(file)
    return clueExtraction(
      [{ kind: 'weights', path: file.path, size: file.size, format: 'onnx', executable: false, claims }],
      locations.map((location) => external(file.path, location)),
    )
  },
}

/** More files than these no exporter writes. */
const MOST_FILES = 200

interface Described {
  readonly claims: ModelClaims
  readonly locations: readonly string[]
}

/** A file that cannot be read to its end is the business of the rules. */
async function described(file: ScannedFile): Promise<Described> {
  try {
    const { readOnnx } = await import('../../formats/onnx/onnx.ts')
    const { external: tensors, producer, metadata } = await readOnnx(file.source, file.limits)
    const license = metadata.find(({ key }) => key.toLowerCase() === 'license')?.value
    const locations = [...new Set(tensors.flatMap(({ location }) => location ?? []))].filter(staysBeside)
    return {
      claims: {
        ...NO_CLAIMS,
        ...(producer === '' ? {} : { architecture: excerpt(`made by ${producer}`, 200) }),
        licenses: license === undefined || license === '' ? [] : [excerpt(license, 200)],
      },
      locations: locations.slice(0, MOST_FILES),
    }
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    return { claims: NO_CLAIMS, locations: [] }
  }
}

/** Everything else is reported by the rule for ONNX, and never opened. */
function staysBeside(location: string): boolean {
  return (
    // oxlint-disable-next-line no-control-regex
    /^[^/\\:*?$~%\u0000-\u001f][^\\:*?$%\u0000-\u001f]{0,500}$/.test(location) && !location.split('/').includes('..')
  )
}

function external(path: string, location: string): Include {
  return {
    path: `${folderOf(path)}${location}`,
    role: 'requires',
    extractor: 'models/external-data',
    location: at(path, 1, 1),
  }
}
