/**
 * A folder that packages are installed below: `children` are what its node_modules holds, by folder name, which is an alias
 * where the project gave one.
 */
export interface Folder<T> {
  readonly value: T
  readonly parent: Folder<T> | undefined
  readonly children: Map<string, Folder<T>>
}

/**
 * What `require(name)` finds from a folder: its own node_modules, then those of the folders around it (Node.js, "Loading from
 * node_modules folders"). Costs one look per level.
 */
export function resolveFrom<T>(from: Folder<T>, name: string): Folder<T> | undefined {
  for (let folder: Folder<T> | undefined = from; folder !== undefined; folder = folder.parent) {
    const found = folder.children.get(name)
    if (found !== undefined) return found
  }
  return undefined
}
