import { excerpt } from '../../../base/escape.ts'
import type { OpenvinoBreach, OpenvinoModel, OpenvinoOperator } from '../../../formats/openvino/model.ts'
import { layoutBreach } from '../layout-breaches.ts'
import { type AnomalyMeaning, type ModelObservation, observeAnomalies } from '../observation.ts'
import { xmlBreaches } from '../xml-breaches.ts'

/** What an OpenVINO model needs besides OpenVINO, and what its files get wrong. Pure. */
export function judgeOpenvino(model: OpenvinoModel): readonly ModelObservation[] {
  return [
    // Before version 10 the operation set did not stand in the file.
    ...(model.irVersion >= 10 ? model.operators.flatMap(judgeOperator) : []),
    ...observeAnomalies(model.breaches, BREACHES),
  ]
}

/** Operation sets that come with OpenVINO. */
const OWN_OPSETS = /^(?:opset\d{1,3}|experimental|util|internal|ie_internal_opset|type_relaxed_opset|gpu_opset|)$/

/** Of openvino-tokenizers, the extension that its own converters put into text models. */
const TOKENIZER_OPERATORS = new Set([
  'BPETokenizer',
  'BytesToChars',
  'CaseFold',
  'CharsToBytes',
  'CombineSegments',
  'EqualStr',
  'FuzeRagged',
  'NormalizeUnicode',
  'RaggedToDense',
  'RaggedToRagged',
  'RaggedToSparse',
  'RegexNormalization',
  'RegexSplit',
  'SentencepieceDetokenizer',
  'SentencepieceStreamDetokenizer',
  'SentencepieceTokenizer',
  'SpecialTokensSplit',
  'StringTensorPack',
  'StringTensorUnpack',
  'StringToHashBucket',
  'TrieTokenizer',
  'Truncate',
  'UTF8Validate',
  'UnigramTokenizer',
  'VocabDecoder',
  'VocabEncoder',
  'WordpieceTokenizer',
])

function judgeOperator({ type, opset, count, line }: OpenvinoOperator): readonly ModelObservation[] {
  if (OWN_OPSETS.test(opset)) return []
  const isTokenizer = opset === 'extension' && TOKENIZER_OPERATORS.has(type)
  return [
    {
      id: 'openvino/custom-operator',
      severity: isTokenizer ? 'low' : 'medium',
      title: `The OpenVINO model needs an extension: ${excerpt(`${opset}::${type}`, 120)}${count > 1 ? ` (${count} layers)` : ''}`,
      why: isTokenizer
        ? 'The layer is one of openvino-tokenizers, a native library that has to be installed and loaded beside OpenVINO.'
        : 'OpenVINO does not have this layer. Reading the model needs a native library of extensions, which is code that comes with the model.',
      where: { inside: `layers (line ${line})` },
      cwe: 'CWE-829',
      atlas: 'AML.T0011.000',
      fix: isTokenizer
        ? 'Take openvino-tokenizers from its publisher, in the version of your OpenVINO.'
        : 'Find out where the library comes from before you add it, or convert the model with layers of OpenVINO.',
    },
  ]
}

const BREACHES: Readonly<Record<OpenvinoBreach, AnomalyMeaning>> = {
  ...xmlBreaches('openvino', 'OpenVINO'),
  'data-range': layoutBreach(
    'openvino',
    'data-range',
    'high',
    'CWE-190',
    'Weights of the OpenVINO model lie at an impossible place',
    'Readers add offset and size and map that part of the .bin file; what is negative or overflows leads into foreign memory.',
  ),
  'size-mismatch': layoutBreach(
    'openvino',
    'size-mismatch',
    'high',
    'CWE-125',
    'A constant of the OpenVINO model is smaller than its type and shape say',
    'A reader that trusts the shape reads past the data.',
  ),
  'layer-id': layoutBreach(
    'openvino',
    'layer-id',
    'medium',
    'CWE-436',
    'Two layers of the OpenVINO model have one number',
    'Edges name layers by number: readers build different graphs from the same file.',
  ),
  edge: layoutBreach(
    'openvino',
    'edge',
    'medium',
    'CWE-129',
    'An edge of the OpenVINO model names a layer that is not there',
    'A reader that does not check follows it into foreign memory.',
  ),
}
