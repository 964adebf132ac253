import { excerpt } from '../../../base/escape.ts'
import { string, type TreeEntry, type TreeObject, type TreeValue } from '../../../formats/tree.ts'

/** An object with a loader, and where it stands. */
export interface SkopsNode {
  readonly object: TreeObject
  readonly loader: string
  readonly module: string
  readonly className: string
  readonly inside: string
  /** The same object once more, read with the first of keys that stand twice. */
  readonly again: boolean
}

interface Pending {
  readonly value: TreeValue
  readonly path: Path | undefined
}

interface Path {
  readonly parent: Path | undefined
  readonly key: string
}

/** All nodes in the order of the text. Every entry counts, also the first of two with the same key: readers disagree on it. */
export function* skopsNodes(root: TreeValue): Generator<SkopsNode> {
  const pending: Pending[] = [{ value: root, path: undefined }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next
    if (value.kind === 'scalar') continue
    if (value.kind === 'array') {
      for (let index = value.items.length - 1; index >= 0; index--)
        pending.push({ value: value.items[index] as TreeValue, path: { parent: path, key: String(index) } })
      continue
    }
    for (const { key, value: child } of value.entries.toReversed())
      if (child.kind !== 'scalar') pending.push({ value: child, path: { parent: path, key } })
    yield* readingsOf(value, path)
  }
}

const NAMING = ['__loader__', '__module__', '__class__'] as const

/** A node whose naming keys stand twice is read with the last and with the first of them. */
function* readingsOf(object: TreeObject, path: Path | undefined): Generator<SkopsNode> {
  const last = readingOf(object, path, (key) => object.entries.findLast((entry) => entry.key === key))
  if (last === undefined) return
  yield last
  const repeated = NAMING.some((name) => object.entries.filter(({ key }) => key === name).length > 1)
  const first = repeated
    ? readingOf(object, path, (key) => object.entries.find((entry) => entry.key === key))
    : undefined
  if (first !== undefined) yield { ...first, again: true }
}

function readingOf(
  object: TreeObject,
  path: Path | undefined,
  find: (key: string) => TreeEntry | undefined,
): SkopsNode | undefined {
  const [loader, module, className] = NAMING.map((key) => string(find(key)?.value))
  if (loader === undefined) return undefined
  return { object, loader, module: module ?? '', className: className ?? '', inside: pathText(path), again: false }
}

function pathText(path: Path | undefined): string {
  const parts: string[] = []
  for (let at = path; at !== undefined && parts.length < 40; at = at.parent) parts.push(at.key)
  return parts.length === 0 ? 'schema' : excerpt(parts.toReversed().join('.'), 200)
}
