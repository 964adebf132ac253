import type { Directory, TreeNode } from './tree-node.ts'

/** Where a path leads. */
export interface Followed {
  /** Undefined where nothing is, or where the links go in circles. */
  readonly node: TreeNode | undefined
  /** Through how many links it led. */
  readonly links: number
}

/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40

/** Longest target of a link, as PATH_MAX has it. */
const LONGEST_TARGET = 4096

/** Names that are looked up on one way: honest ones take below a hundred, forty links of 2,000 segments each take long. */
const MOST_STEPS = 500

/**
 * Walks from the root along segments. `..` stops at the root and a target with `/` in front starts there again: the root is
 * that of the image, whatever lies around it. `make` gives folders where there are none; `last`: a link at the end is followed too.
 */
export function followPath(
  root: Directory,
  segments: readonly string[],
  {
    make,
    last = make !== undefined,
  }: { readonly make?: (parent: Directory, name: string) => Directory; readonly last?: boolean },
): Followed {
  const todo = segments.toReversed()
  const way: Directory[] = [root]
  let node: TreeNode = root
  let links = 0
  let steps = 0
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (++steps > MOST_STEPS) return { node: undefined, links }
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (way.length > 1) way.pop()
      node = way.at(-1) ?? root
      continue
    }
    const here: Directory = way.at(-1) ?? root
    const child = here.entries.get(name)
    if (child?.kind === 'link' && (last || todo.length > 0)) {
      if (++links > MOST_LINKS || child.target.length > LONGEST_TARGET) return { node: undefined, links }
      if (child.target.startsWith('/')) way.length = 1
      todo.push(...child.target.split('/').toReversed())
      node = way.at(-1) ?? root
    } else if (child?.kind === 'directory' || (make === undefined && todo.length === 0 && child !== undefined)) {
      node = child
      if (node.kind === 'directory') way.push(node)
    } else if (make === undefined) return { node: undefined, links }
    else {
      // Where an engine would refuse a file in the place of a folder, what lies below it is looked at.
      node = make(here, name)
      way.push(node)
    }
  }
  return { node, links }
}
