import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { encodeText } from '../textproto/encode.ts'
import { parseTextProto, type TextField } from '../textproto/parse.ts'
import { TextScanner } from '../textproto/scanner.ts'
import { type TextSchema, textSchema } from '../textproto/schema.ts'
import { memorySource } from '../zip-source.ts'
import type { TensorflowModel } from './model.ts'
import { readTensorflow } from './tensorflow.ts'

/** The fields that readTensorflow looks at, by name (the same proto files). */
const TENSOR = textSchema({ string_val: [8, 'text'] })
const LIST = textSchema({ s: [2, 'text'] })
const VALUE = textSchema({ list: [1, LIST], s: [2, 'text'], tensor: [8, TENSOR] })
const ATTRIBUTE = textSchema({ key: [1, 'text'], value: [2, VALUE] })
const NODE = textSchema({ name: [1, 'text'], op: [2, 'text'], input: [3, 'text'], attr: [5, ATTRIBUTE] })
const SIGNATURE = textSchema({ name: [1, 'text'] })
const FUNCTION = textSchema({ signature: [1, SIGNATURE], node_def: [3, NODE] })
const LIBRARY = textSchema({ function: [1, FUNCTION] })
const GRAPH = textSchema({ node: [1, NODE], library: [2, LIBRARY] })
const ASSET = textSchema({ filename: [2, 'text'] })
const USER_OBJECT = textSchema({ identifier: [1, 'text'], metadata: [3, 'text'] })
const OBJECT = textSchema({ user_object: [4, USER_OBJECT] })
const OBJECTS = textSchema({ nodes: [1, OBJECT] })
const META_GRAPH = textSchema({ graph_def: [2, GRAPH], asset_file_def: [6, ASSET], object_graph_def: [7, OBJECTS] })
const SAVED_MODEL = textSchema({ saved_model_schema_version: [1, 'number'], meta_graphs: [2, META_GRAPH] })

/** No two of the three have a field name in common: a text shows what it is. */
const ROOTS: readonly TextSchema[] = [SAVED_MODEL, META_GRAPH, GRAPH]
const ANY_ROOT: TextSchema = new Map(ROOTS.flatMap((root) => [...root]))

/**
 * Reads a TensorFlow model in the text form of protobuf (.pbtxt): the same model as from the binary form; places are bytes of
 * the text. Throws FormatError when no operator stands in it, LimitError when it is larger than a text that is read.
 */
export async function readTensorflowText(
  source: ByteSource,
  limits: Limits,
  watch: (operator: string) => boolean,
): Promise<TensorflowModel> {
  if (source.size > limits.fileBytes)
    throw new LimitError('LIMIT_SIZE', `${source.size} bytes of text, the limit is ${limits.fileBytes}`)
  const text = Buffer.from(await source.slice(0, source.size)).toString('latin1')
  const { fields, end } = parseTextProto(text.startsWith(MARK) ? text.slice(MARK.length) : text, ANY_ROOT, limits)
  const models: TensorflowModel[] = []
  for (const root of ROOTS) {
    const own = fields.filter(({ name }) => root.has(name))
    if (own.length > 0) models.push(...(await readFields(own, limits, watch)))
  }
  if (models.length === 0)
    throw end ?? new FormatError('FORMAT_SHAPE', 'expected a TensorFlow graph, found no operator')
  return {
    kinds: models.flatMap(({ kinds }) => kinds),
    operators: models.flatMap(({ operators }) => operators),
    nodes: models.flatMap(({ nodes }) => nodes),
    functions: models.reduce((sum, { functions }) => sum + functions, 0),
    assets: models.flatMap(({ assets }) => assets),
    kerasConfigs: models.flatMap(({ kerasConfigs }) => kerasConfigs),
    breaches: [...models.flatMap(({ breaches }) => breaches), ...breachOf(end)],
  }
}

/** A byte order mark in UTF-8, one character per byte. */
const MARK = '\u00ef\u00bb\u00bf'

/** None when there is no operator in it: that is for the other roots. */
async function readFields(
  fields: readonly TextField[],
  limits: Limits,
  watch: (operator: string) => boolean,
): Promise<readonly TensorflowModel[]> {
  const { bytes, placeOf } = encodeText(fields)
  const inText = <T extends { readonly byte: number }>(one: T): T => ({ ...one, byte: placeOf(one.byte) ?? 0 })
  try {
    const model = await readTensorflow(memorySource(bytes), limits, watch)
    return [
      {
        ...model,
        operators: model.operators.map(inText),
        nodes: model.nodes.map(inText),
        assets: model.assets.map(inText),
        kerasConfigs: model.kerasConfigs.map(inText),
      },
    ]
  } catch (error) {
    if (error instanceof FormatError) return []
    throw error
  }
}

function breachOf(end: FormatError | LimitError | undefined): TensorflowModel['breaches'] {
  if (end === undefined) return []
  const byte = end.position !== undefined && 'byte' in end.position ? { byte: end.position.byte } : {}
  return [
    { kind: end instanceof LimitError ? 'limit' : 'broken', count: 1, places: [{ message: end.message, ...byte }] },
  ]
}

/** Do these first bytes begin as such a text: blanks and comments, then a field of one of the three and its value? */
export function isTensorflowText(head: Buffer): boolean {
  const text = head.toString('latin1')
  const scanner = new TextScanner(text)
  if (text.startsWith(MARK)) scanner.at = MARK.length
  scanner.peek()
  return FIRST_FIELD.test(text.slice(scanner.at, scanner.at + 400))
}

/** `node` and `library` are words others use too: what follows has to fit. */
const FIRST_FIELD =
  /^(?:saved_model_schema_version\s{0,9}:|meta_graphs\s{0,9}:?\s{0,9}[{<]|(?:meta_info_def|graph_def)\s{0,9}:?\s{0,9}[{<]|node\s{0,9}:?\s{0,9}[{<]\s{0,99}(?:name|op)\s{0,9}:|library\s{0,9}:?\s{0,9}[{<]\s{0,99}function\s{0,9}:?\s{0,9}[{<]|versions\s{0,9}:?\s{0,9}[{<]\s{0,99}producer\s{0,9}:)/
