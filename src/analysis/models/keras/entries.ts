import { excerpt } from '../../../base/escape.ts'
import { get, items, string, type TreeValue } from '../../../formats/tree.ts'
import { pathEscape } from '../file-reference.ts'
import type { KerasObject } from './config-walk.ts'
import type { KerasFinding } from './finding.ts'

/** What one key of a configuration means by itself, whichever object it belongs to. */
export function judgeEntry(key: string, value: TreeValue, owner: KerasObject | undefined): readonly KerasFinding[] {
  return [...judgePath(key, value, owner), ...judgeShape(key, value), ...judgeSize(key, value, owner)]
}

/** Keys under which Keras opens what stands there. A vocabulary is a list in honest files and a path in the others. */
const PATH_KEYS = new Set([
  'vocabulary',
  'idf_weights',
  'filepath',
  'file_path',
  'file',
  'fname',
  'origin',
  'url',
  'path',
  'proto',
  'merges',
  'cache_dir',
  'vocabulary_path',
])

function judgePath(key: string, value: TreeValue, owner: KerasObject | undefined): readonly KerasFinding[] {
  const text = string(value)
  if (text === undefined || text === '' || !PATH_KEYS.has(key)) return []
  const escape = pathEscape(text)
  const isVocabulary = key === 'vocabulary' || key === 'idf_weights'
  // Other keys may hold a name of the user's; only a path that leaves the folder says what it is for.
  if (escape === undefined && !isVocabulary) return []
  return [
    {
      id: 'keras/file-reference',
      severity: escape === undefined ? 'medium' : 'high',
      title: `The Keras model opens ${escape === 'url' ? 'an address' : 'a file'}: ${excerpt(text, 120)}`,
      why: `Building ${excerpt(owner?.className ?? 'the object', 60)} reads what \`${excerpt(key, 40)}\` names with the rights of the process; the content becomes part of the model and can be read from it.`,
      cwe: escape === 'url' ? 'CWE-918' : 'CWE-73',
      cve: ['CVE-2025-12058'],
      fix: 'Do not load the model; ask for one that carries its vocabulary.',
    },
  ]
}

const SHAPE_KEYS = /shape|kernel_size|pool_size|target_size/

/** A terabyte of float32: the largest published models have two, over hundreds of layers. */
const MOST_ELEMENTS = 2n ** 38n

function judgeShape(key: string, value: TreeValue): readonly KerasFinding[] {
  if (value.kind !== 'array' || !SHAPE_KEYS.test(key)) return []
  let product = 1n
  for (const item of items(value).slice(0, 1024)) {
    const size = wholeNumber(item)
    if (size === undefined) continue
    product *= size
    if (product > MOST_ELEMENTS) return [bomb(`${key} of more than ${MOST_ELEMENTS} elements`)]
  }
  return []
}

/** One dimension of a weight, in elements of the other: `units`, `filters`, `input_dim` × `output_dim`. */
function judgeSize(key: string, value: TreeValue, owner: KerasObject | undefined): readonly KerasFinding[] {
  const size = SIZE_KEYS.has(key) ? wholeNumber(value) : undefined
  if (size === undefined) return []
  const other = key === 'input_dim' ? (wholeNumber(get(owner?.config, 'output_dim')) ?? 1n) : 1n
  return size > MOST_UNITS || size * other > MOST_ELEMENTS ? [bomb(`\`${key}\` of ${String(size).slice(0, 30)}`)] : []
}

const SIZE_KEYS = new Set([
  'units',
  'filters',
  'input_dim',
  'output_dim',
  'num_heads',
  'key_dim',
  'max_tokens',
  'num_bins',
  'n',
  'multiplier',
])

/** Vocabularies of embeddings reach a billion in recommenders. */
const MOST_UNITS = 2n ** 32n

function wholeNumber(value: TreeValue | undefined): bigint | undefined {
  if (value?.kind !== 'scalar' || typeof value.value !== 'number') return undefined
  return /^\d{1,400}$/.test(value.source) ? BigInt(value.source) : value.value > 1e300 ? 2n ** 1000n : undefined
}

function bomb(what: string): KerasFinding {
  return {
    id: 'keras/shape-bomb',
    severity: 'high',
    title: `The Keras model asks for impossible sizes: ${what}`,
    why: 'Building the layer allocates that many elements before any weight is read, which ends the program.',
    cwe: 'CWE-789',
    cve: ['CVE-2026-0897'],
    fix: 'Do not load the model.',
  }
}
