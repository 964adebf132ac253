import { excerpt } from '../../../base/escape.ts'
import { pathEscape } from '../file-reference.ts'
import type { ModelObservation } from '../observation.ts'

const MOST_ITEMS = 1_000

/**
 * The Manifest.json of a .mlpackage: every item lies below its folder `Data`. Says nothing of other manifests. `bytes` is the
 * whole file.
 */
export function judgePackageManifest(bytes: Uint8Array): readonly ModelObservation[] {
  const text = Buffer.from(bytes).toString('utf8')
  const items = text.includes('itemInfoEntries') ? itemsOf(text) : {}
  return Object.entries(items)
    .slice(0, MOST_ITEMS)
    .flatMap(([id, item]) => judgeItem(id, property(item, 'path')))
}

function itemsOf(text: string): object {
  try {
    const entries = property(JSON.parse(text.replace(/^\uFEFF/, '')), 'itemInfoEntries')
    return typeof entries === 'object' && entries !== null ? entries : {}
  } catch {
    return {}
  }
}

function judgeItem(id: string, path: unknown): readonly ModelObservation[] {
  if (typeof path !== 'string' || pathEscape(path) === undefined) return []
  return [
    {
      id: 'coreml/package-escape',
      severity: 'high',
      title: `A Core ML package names a file outside of itself: ${excerpt(path, 120)}`,
      why: 'Frameworks join the path to the folder of the package and read, or copy, what stands there.',
      where: { inside: `itemInfoEntries/${excerpt(id, 80)}` },
      cwe: 'CWE-22',
      atlas: 'AML.T0011.000',
      fix: 'Do not open the package; convert the model again.',
    },
  ]
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined
}
