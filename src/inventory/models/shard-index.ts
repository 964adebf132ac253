import { FormatError } from '../../base/errors.ts'
import { excerpt } from '../../base/escape.ts'
import { json } from '../../formats/json.ts'
import { get, string, type TreeObject } from '../../formats/tree.ts'
import { at } from '../../model/location.ts'
import type { Extractor } from '../extractor.ts'
import { clueExtraction } from './clue-extraction.ts'

/** The index beside sharded weights: which file holds which tensor. */
export const shardIndex: Extractor = {
  id: 'models/shard-index',
  title: 'Indexes of sharded weights',
  files: [
    '**/*.safetensors.index.json',
    '**/*.bin.index.json',
    '**/*.index.fp16.json',
    '**/model.safetensors.index.*.json',
    '**/*.h5.index.json',
  ],
  async extract(file) {
    const { root, lines } = await file.read(json)
    const map = get(root, 'weight_map')
    if (map?.kind !== 'object') {
      throw new FormatError(
        'FORMAT_SHAPE',
        'shard index: expected an object under "weight_map", found none',
        lines.position(root.offset),
      )
    }
    const { line, column } = lines.position(map.offset)
    return clueExtraction([
      { kind: 'shard-index', path: file.path, ...shardsOf(map), location: at(file.path, line, column) },
    ])
  },
}

/** Long names are kept whole: they are compared with those in the shards. */
function shardsOf(map: TreeObject): {
  readonly shards: readonly { readonly file: string; readonly tensors: readonly string[] }[]
  readonly repeated: readonly string[]
} {
  const byFile = new Map<string, string[]>()
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { key, value } of map.entries) {
    const file = string(value) ?? ''
    if (seen.has(key)) repeated.add(excerpt(key, 200))
    seen.add(key)
    const tensors = byFile.get(file)
    if (tensors === undefined) byFile.set(file, [key])
    else tensors.push(key)
  }
  const shards = [...byFile].map(([file, tensors]) => ({ file, tensors: tensors.sort() }))
  return { shards: shards.sort((a, b) => (a.file < b.file ? -1 : 1)), repeated: [...repeated].slice(0, 20) }
}
