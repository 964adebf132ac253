import type { Extractor } from '../extractor.ts'
import { clueExtraction } from './clue-extraction.ts'

/** Weights that a model keeps in another file: that they are there, and how they are reached. Their bytes are numbers. */
export const externalData: Extractor = {
  id: 'models/external-data',
  title: 'Files with the weights of ONNX models',
  files: ['**/*.{onnx_data,onnxdata}', '**/*.onnx.data'],
  extract: async (file) => clueExtraction([{ kind: 'external-data', path: file.path, links: file.links }]),
}
