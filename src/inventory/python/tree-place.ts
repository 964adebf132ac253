import type { Tree, TreeValue } from '../../formats/tree.ts'
import { at, type Location } from '../../model/location.ts'

/** Where a value of a parsed document stands; `skip` characters into it. */
export function placeOf(path: string, tree: Tree, value: Pick<TreeValue, 'offset'>, skip = 0): Location {
  const { line, column } = tree.lines.position(value.offset + skip)
  return at(path, line, column)
}
