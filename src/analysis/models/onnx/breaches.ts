import type { OnnxBreach } from '../../../formats/onnx/model.ts'
import type { AnomalyMeaning } from '../observation.ts'

const FIX = 'Do not load the file; export the model again from its source, or ask its author.'
const ATLAS = 'AML.T0010.003'

/** What each breach of the ONNX specification means. */
export const ONNX_BREACHES: Readonly<Record<OnnxBreach, AnomalyMeaning>> = {
  broken: {
    id: 'onnx/broken',
    severity: 'medium',
    title: 'A message of the ONNX file breaks off',
    why: 'What stands behind this place in the message was not inspected; runtimes refuse the file.',
    cwe: 'CWE-20',
    atlas: ATLAS,
    fix: FIX,
  },
  limit: {
    id: 'onnx/limit',
    severity: 'medium',
    title: 'The ONNX file holds more than Assay reads',
    why: 'A part of the model was not inspected.',
    cwe: 'CWE-400',
    atlas: 'AML.T0029',
    fix: 'Raise the limits if you trust the file, or look at it by hand.',
  },
  'no-graph': {
    id: 'onnx/graph-count',
    severity: 'medium',
    title: 'The ONNX file has no graph or more than one',
    why: 'Protobuf merges repeated graphs, and other readers take the last: they see different models.',
    cwe: 'CWE-436',
    atlas: ATLAS,
    fix: FIX,
  },
  'negative-dimension': {
    id: 'onnx/negative-dimension',
    severity: 'high',
    title: 'An ONNX tensor has a negative dimension',
    why: 'A runtime that multiplies dimensions without checking allocates too little or reads foreign memory.',
    cwe: 'CWE-190',
    atlas: ATLAS,
    fix: FIX,
  },
  'shape-overflow': {
    id: 'onnx/shape-overflow',
    severity: 'high',
    title: 'The dimensions of an ONNX tensor overflow 63 bits',
    why: 'A runtime that multiplies without checking allocates too little and writes past the end.',
    cwe: 'CWE-190',
    atlas: ATLAS,
    fix: FIX,
  },
  'size-mismatch': {
    id: 'onnx/size-mismatch',
    severity: 'high',
    title: 'An ONNX tensor has another size than its type and shape say',
    why: 'A runtime that trusts the shape reads outside the data.',
    cwe: 'CWE-125',
    atlas: ATLAS,
    fix: FIX,
  },
  'external-entry': {
    id: 'onnx/external-entry',
    severity: 'medium',
    title: 'The external data of an ONNX tensor is not described as the specification says',
    why: 'Keys stand twice or offsets are no whole numbers: readers take different bytes.',
    cwe: 'CWE-436',
    atlas: ATLAS,
    fix: FIX,
  },
}
