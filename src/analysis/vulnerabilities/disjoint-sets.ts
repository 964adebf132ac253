/** Union-find over names, with union by size and path halving: near-linear however long the chains are. */
export class DisjointSets {
  readonly #parents = new Map<string, string>()
  readonly #sizes = new Map<string, number>()

  /** The name that stands for the whole set of `name`; `name` itself when it was never joined. */
  find(name: string): string {
    let current = name
    for (;;) {
      const parent = this.#parents.get(current)
      if (parent === undefined) return current
      const grandparent = this.#parents.get(parent)
      if (grandparent === undefined) return parent
      this.#parents.set(current, grandparent)
      current = grandparent
    }
  }

  /** Makes the sets of both names one. */
  join(a: string, b: string): void {
    const rootA = this.find(a)
    const rootB = this.find(b)
    if (rootA === rootB) return
    const [small, large] = this.#size(rootA) < this.#size(rootB) ? [rootA, rootB] : [rootB, rootA]
    this.#parents.set(small, large)
    this.#sizes.set(large, this.#size(small) + this.#size(large))
  }

  #size(root: string): number {
    return this.#sizes.get(root) ?? 1
  }
}
