import type { WeightsClue } from '../../model/model-clue.ts'
import type { Extractor } from '../extractor.ts'
import { NO_CLAIMS } from './claims.ts'
import { clueExtraction } from './clue-extraction.ts'

/** Weights in all other formats, by the first bytes of files whose names models have. */
export const weightFile: Extractor = {
  id: 'models/weight-file',
  title: 'Model files by their first bytes: PyTorch, pickles, Keras, ONNX, TensorFlow and others',
  files: [
    '**/*.{pt,pth,bin,ckpt,pkl,pickle,joblib,pdparams,nemo,mar,skops,keras,h5,hdf5,tflite,pb,mlmodel,cbm,ubj,pte,ort,msgpack,t7,ptl}',
  ],
  async extract(file) {
    const head = Buffer.from(await file.source.slice(0, HEAD))
    const ending = file.path.slice(file.path.lastIndexOf('.') + 1)
    const format = FORMATS.find(({ endings, magic }) => (endings === undefined || endings.has(ending)) && magic(head))
    if (format === undefined) return clueExtraction([])
    const clue: WeightsClue = {
      kind: 'weights',
      path: file.path,
      size: file.size,
      format: format.name,
      executable: format.executable,
      claims: NO_CLAIMS,
    }
    return clueExtraction([clue])
  },
}

/** Enough for the name of the first member of a zip. */
const HEAD = 256

interface WeightFormat {
  readonly name: string
  readonly executable: boolean
  /** Only under these endings: the magic alone says too little. */
  readonly endings?: ReadonlySet<string>
  readonly magic: (head: Buffer) => boolean
}

const startsWith =
  (...bytes: readonly number[]) =>
  (head: Buffer): boolean =>
    bytes.every((byte, index) => head[index] === byte)
const anything = (head: Buffer): boolean => head.length > 0
const isZip = startsWith(0x50, 0x4b, 3, 4)

/** In this order: the first that fits names the file. */
const FORMATS: readonly WeightFormat[] = [
  { name: 'torch zip', executable: true, magic: (head) => isZip(head) && head.includes('/data.pkl') },
  { name: 'keras zip', executable: true, endings: new Set(['keras']), magic: isZip },
  { name: 'torch zip', executable: true, endings: new Set(['pt', 'pth', 'bin', 'ckpt', 'ptl']), magic: isZip },
  { name: 'skops zip', executable: false, endings: new Set(['skops']), magic: isZip },
  { name: 'torchserve archive', executable: true, endings: new Set(['mar']), magic: isZip },
  { name: 'nemo archive', executable: true, endings: new Set(['nemo']), magic: anything },
  { name: 'pickle', executable: true, magic: (head) => head[0] === 0x80 && (head[1] ?? 0) >= 1 && (head[1] ?? 9) <= 5 },
  { name: 'hdf5', executable: true, magic: startsWith(0x89, 0x48, 0x44, 0x46) },
  { name: 'tflite', executable: false, magic: (head) => head.toString('latin1', 4, 8) === 'TFL3' },
  { name: 'executorch', executable: false, magic: (head) => /^ET\d\d$/.test(head.toString('latin1', 4, 8)) },
  { name: 'onnx runtime', executable: false, magic: (head) => head.toString('latin1', 4, 8) === 'ORTM' },
  { name: 'catboost', executable: false, magic: (head) => head.toString('latin1', 0, 4) === 'CBM1' },
  { name: 'tensorflow graph', executable: true, endings: new Set(['pb']), magic: anything },
  { name: 'coreml', executable: false, endings: new Set(['mlmodel']), magic: startsWith(0x08) },
  { name: 'xgboost', executable: false, endings: new Set(['ubj']), magic: startsWith(0x7b) },
  { name: 'flax msgpack', executable: false, endings: new Set(['msgpack']), magic: anything },
  { name: 'torch7', executable: true, endings: new Set(['t7']), magic: anything },
  { name: 'joblib', executable: true, endings: new Set(['joblib']), magic: anything },
]
