import type { ByteSource } from '../../base/bytes.ts'
import { BufferReader } from './buffer-reader.ts'
import type { ArrowCompression, ArrowLeaf, RowStep } from './record-batch.ts'
import { OffsetReader } from './values.ts'

const OFFSETS_AT_ONCE = 8192

/**
 * Finds the row, counted from 0 within the batch, of values of a nested column. Values have to be asked for in rising order: the
 * offsets of the lists are read once, from front to back. Undefined where the layout does not tell. Lives as long as one batch.
 */
export class RowFinder {
  readonly #steps: readonly Step[]

  static async open(source: ByteSource, leaf: ArrowLeaf, compression: ArrowCompression): Promise<RowFinder> {
    const steps: Step[] = []
    for (const step of leaf.steps) {
      if (step.kind === 'list') steps.push(await ListStep.open(source, step, compression))
      else
        steps.push(step.kind === 'fixed list' ? { parent: async (index) => Math.floor(index / step.count) } : UNKNOWN)
    }
    return new RowFinder(steps.reverse())
  }

  private constructor(steps: readonly Step[]) {
    this.#steps = steps
  }

  async rowOf(value: number): Promise<number | undefined> {
    let index: number | undefined = value
    for (const step of this.#steps) {
      index = await step.parent(index)
      if (index === undefined) return undefined
    }
    return index
  }
}

interface Step {
  parent(index: number): Promise<number | undefined>
}

const UNKNOWN: Step = { parent: async () => undefined }

class ListStep implements Step {
  readonly #offsets: OffsetReader
  #ends: Float64Array
  #at = 0
  /** Of the first list in `#ends`. */
  #first = 0

  static async open(
    source: ByteSource,
    step: Extract<RowStep, { kind: 'list' }>,
    compression: ArrowCompression,
  ): Promise<ListStep> {
    const offsets = new OffsetReader(await BufferReader.open(source, step.offsets, compression), step.wide)
    await offsets.read(1)
    return new ListStep(offsets)
  }

  private constructor(offsets: OffsetReader) {
    this.#offsets = offsets
    this.#ends = new Float64Array(0)
  }

  /** The list that ends behind the value. */
  async parent(index: number): Promise<number | undefined> {
    for (;;) {
      while (this.#at < this.#ends.length) {
        if ((this.#ends[this.#at] ?? 0) > index) return this.#first + this.#at
        this.#at++
      }
      this.#first += this.#ends.length
      this.#ends = await this.#offsets.read(OFFSETS_AT_ONCE)
      this.#at = 0
      if (this.#ends.length === 0) return undefined
    }
  }
}
