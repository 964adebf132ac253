import { splitDescriptor } from './package-name.ts'

/**
 * Finds the block that a dependency is locked in. Yarn names blocks by the requirements they answer: `debug@^4.0.0`. A
 * `resolutions` entry in package.json leaves requirements behind that no block names; when the package stands in one block
 * only, that block answers them.
 */
export class BlockIndex<T> {
  readonly #byDescriptor = new Map<string, T>()
  /** `undefined` for a name with several blocks. */
  readonly #byName = new Map<string, T | undefined>()

  /** Registers a block under one of its keys. */
  add(descriptor: string, block: T): void {
    this.#byDescriptor.set(descriptor, block)
    const { name } = splitDescriptor(descriptor)
    const known = this.#byName.get(name)
    this.#byName.set(name, !this.#byName.has(name) || known === block ? block : undefined)
  }

  /** The block for a requirement, in any of the spellings given. */
  find(name: string, spellings: readonly string[]): T | undefined {
    for (const spelling of spellings) {
      const block = this.#byDescriptor.get(`${name}@${spelling}`)
      if (block !== undefined) return block
    }
    return this.#byName.get(name)
  }
}
