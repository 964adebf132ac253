import type { WireBreach } from '../../../formats/protobuf/wire.ts'
import type { AnomalyMeaning } from '../observation.ts'

/** What an incomplete reading of a TensorFlow file means. */
export const TENSORFLOW_BREACHES: Readonly<Record<WireBreach, AnomalyMeaning>> = {
  broken: {
    id: 'tensorflow/broken',
    severity: 'medium',
    title: 'A message of the TensorFlow file breaks off',
    why: 'What stands behind this place in the message was not inspected; TensorFlow refuses the file.',
    cwe: 'CWE-20',
    atlas: 'AML.T0010.003',
    fix: 'Do not load the file; export the model again, or download it again and compare digests.',
  },
  limit: {
    id: 'tensorflow/limit',
    severity: 'medium',
    title: 'The TensorFlow file holds more than Assay reads',
    why: 'A part of the model was not inspected.',
    cwe: 'CWE-400',
    atlas: 'AML.T0029',
    fix: 'Raise the limits if you trust the file, or look at it by hand.',
  },
}
