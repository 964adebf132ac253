import { excerpt } from '../../../base/escape.ts'
import { get, string, type TreeObject, type TreeValue } from '../../../formats/tree.ts'

/** A serialised Keras object: everything with a `class_name`, however deep and under whatever key. */
export interface KerasObject {
  readonly className: string
  /** Undefined in files of Keras 1 and 2, which have none. */
  readonly module: string | undefined
  readonly registeredName: string | undefined
  readonly config: TreeValue | undefined
  /** Name of the layer, where it has one. */
  readonly name: string | undefined
  readonly place: KerasPlace
  readonly value: TreeObject
}

/** Where in the configuration. */
export interface KerasPlace {
  readonly offset: number
  /** `config.layers.2.config.function`. */
  path(): string
}

/** What a walk hands out: objects, and every key with its value, wherever it stands. */
export interface KerasVisitor {
  object(object: KerasObject): void
  /** `owner` is the nearest serialised object around. */
  entry(key: string, value: TreeValue, owner: KerasObject | undefined, place: KerasPlace): void
  duplicateKey(key: string, place: KerasPlace): void
}

/** Visits every value once. Entries shadowed by a later one of the same key are visited too: loaders differ on which counts. */
export function walkConfig(root: TreeValue, visitor: KerasVisitor): void {
  visit(root, undefined, undefined, visitor)
}

/** A path as a chain to the root: built into text only where something is reported. */
interface Link {
  readonly parent: Link | undefined
  readonly segment: string
}

function visit(value: TreeValue, link: Link | undefined, owner: KerasObject | undefined, visitor: KerasVisitor): void {
  if (value.kind === 'array') {
    value.items.forEach((item, index) => visit(item, { parent: link, segment: String(index) }, owner, visitor))
    return
  }
  if (value.kind !== 'object') return
  const object = kerasObject(value, link)
  if (object !== undefined) visitor.object(object)
  const seen = new Set<string>()
  for (const { key, keyOffset, value: inner } of value.entries) {
    const step = { parent: link, segment: key }
    if (seen.has(key)) visitor.duplicateKey(key, placeOf(step, keyOffset))
    seen.add(key)
    visitor.entry(key, inner, object ?? owner, placeOf(step, keyOffset))
    visit(inner, step, object ?? owner, visitor)
  }
}

function kerasObject(value: TreeObject, link: Link | undefined): KerasObject | undefined {
  const className = string(get(value, 'class_name'))
  if (className === undefined) return undefined
  const config = get(value, 'config')
  return {
    className,
    module: string(get(value, 'module')),
    registeredName: string(get(value, 'registered_name')),
    config,
    name: string(get(config, 'name')),
    place: placeOf(link, value.offset),
    value,
  }
}

function placeOf(link: Link | undefined, offset: number): KerasPlace {
  return {
    offset,
    path: () => {
      const segments: string[] = []
      for (let at = link; at !== undefined && segments.length < 200; at = at.parent)
        segments.push(excerpt(at.segment, 40))
      return segments.toReversed().join('.')
    },
  }
}
