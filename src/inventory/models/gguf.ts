import { FormatError, LimitError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import type { Gguf, GgufTemplate } from '../../formats/gguf/gguf.ts'
import type { ModelClaims, ModelClue } from '../../model/model-clue.ts'
import type { Extractor } from '../extractor.ts'
import { NO_CLAIMS } from './claims.ts'
import { clueExtraction } from './clue-extraction.ts'
import { templateClue } from './template-clue.ts'
import { tensorSummary } from './tensor-summary.ts'

/** Models in GGUF: architecture, licence, origin, chat templates. */
export const gguf: Extractor = {
  id: 'models/gguf',
  title: 'Metadata, tensors and chat templates in the headers of GGUF files',
  files: ['**/*.gguf'],
  async extract(file) {
    const weights = { kind: 'weights', path: file.path, size: file.size, format: 'gguf', executable: false } as const
    try {
      // Loaded with the first file: every scan of models loads the extractors, to know which files they ask for.
      const { readGguf } = await import('../../formats/gguf/gguf.ts')
      const header = await readGguf(file.source, file.limits)
      return clueExtraction([
        { ...weights, claims: claimsOf(header), tensors: tensorSummary(header.tensors) },
        ...header.templates.map((template) => templateOf(file.path, template)),
      ])
    } catch (error) {
      // What is wrong with it is the business of the rules.
      if (!(error instanceof FormatError || error instanceof LimitError)) throw error
      return clueExtraction([{ ...weights, claims: NO_CLAIMS }])
    }
  },
}

function templateOf(path: string, { name, text }: GgufTemplate): ModelClue {
  return templateClue(name, text, { path })
}

/** The keys of general.* in ggml/docs/gguf.md; numbered ones count from 0. */
function claimsOf({ metadata }: Gguf): ModelClaims {
  const texts = new Map(
    metadata.flatMap(({ key, value }) =>
      typeof value === 'string' && value !== '' ? [[key, excerpt(value, 200)]] : [],
    ),
  )
  const fileType = metadata.find(({ key }) => key === 'general.file_type')?.value
  const [name, architecture, license] = ['name', 'architecture', 'license'].map((key) => texts.get(`general.${key}`))
  return {
    ...(name === undefined ? {} : { name }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(typeof fileType === 'number' ? { quantization: FILE_TYPES[fileType] ?? `file type ${fileType}` } : {}),
    licenses: license === undefined ? [] : [license],
    baseModels: numbered(texts, 'base_model'),
    datasets: numbered(texts, 'dataset'),
  }
}

/** `general.base_model.0.repo_url` is the address, `.organization` and `.name` the same in two parts. */
function numbered(texts: ReadonlyMap<string, string>, what: string): readonly string[] {
  const found: string[] = []
  for (let index = 0; index < MOST_NUMBERED; index++) {
    const part = (key: string): string | undefined => texts.get(`general.${what}.${index}.${key}`)
    const [owner, name] = [part('organization'), part('name')]
    const said = part('repo_url') ?? (owner === undefined || name === undefined ? name : `${owner}/${name}`)
    if (said === undefined) break
    found.push(said)
  }
  return found
}

const MOST_NUMBERED = 20

/** enum llama_ftype of llama.h; removed numbers are left out. */
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  19: 'IQ2_XXS',
  20: 'IQ2_XS',
  21: 'Q2_K_S',
  22: 'IQ3_XS',
  23: 'IQ3_XXS',
  24: 'IQ1_S',
  25: 'IQ4_NL',
  26: 'IQ3_S',
  27: 'IQ3_M',
  28: 'IQ2_S',
  29: 'IQ2_M',
  30: 'IQ4_XS',
  31: 'IQ1_M',
  32: 'BF16',
  36: 'TQ1_0',
  37: 'TQ2_0',
}
