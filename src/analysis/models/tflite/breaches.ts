import type { TfliteBreach } from '../../../formats/tflite/model.ts'
import { flatBreaches, layoutBreach } from '../layout-breaches.ts'
import type { AnomalyMeaning } from '../observation.ts'

/** What each breach of the TensorFlow Lite schema means. */
export const TFLITE_BREACHES: Readonly<Record<TfliteBreach, AnomalyMeaning>> = {
  ...flatBreaches('tflite', 'TensorFlow Lite'),
  index: layoutBreach(
    'tflite',
    'index',
    'high',
    'CWE-129',
    'A number in the TensorFlow Lite file names something that is not there',
    'Operators name tensors, buffers and subgraphs by number. An interpreter that does not check reads and writes outside of its tables.',
    ['CVE-2020-15211'],
  ),
  'negative-dimension': layoutBreach(
    'tflite',
    'negative-dimension',
    'high',
    'CWE-190',
    'A TensorFlow Lite tensor has a negative dimension',
    'An interpreter that multiplies dimensions without checking allocates too little or writes past the end.',
  ),
  'shape-overflow': layoutBreach(
    'tflite',
    'shape-overflow',
    'high',
    'CWE-190',
    'The dimensions of a TensorFlow Lite tensor overflow',
    'An interpreter that multiplies without checking allocates too little and writes past the end.',
  ),
  'size-mismatch': layoutBreach(
    'tflite',
    'size-mismatch',
    'high',
    'CWE-125',
    'A TensorFlow Lite tensor has another size than its type and shape say',
    'An interpreter that trusts the shape reads outside of the buffer.',
  ),
  'buffer-range': layoutBreach(
    'tflite',
    'buffer-range',
    'high',
    'CWE-125',
    'A buffer of the TensorFlow Lite file lies outside of it',
    'Files above 2 GB name their weights by offset and size; an interpreter that does not check maps foreign memory.',
  ),
  'subgraph-loop': layoutBreach(
    'tflite',
    'subgraph-loop',
    'high',
    'CWE-674',
    'A subgraph of the TensorFlow Lite model calls itself',
    'The interpreter calls subgraphs without a bound: the process ends when its stack does.',
  ),
  'zero-channels': layoutBreach(
    'tflite',
    'zero-channels',
    'medium',
    'CWE-369',
    'A convolution of the TensorFlow Lite model has a filter without channels',
    'The number of channels is divided by: the process ends.',
    ['CVE-2023-27579'],
  ),
}
