import type { ByteSource } from '../../base/bytes.ts'
import { FormatError, LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { type AnomalyLog, anomalyLog } from '../anomaly.ts'
import { readAhead } from '../zip-source.ts'
import { Fields } from './fields.ts'
import type { Hdf5Breach } from './model.ts'

/** Objects of one file lie close together: metadata is written in blocks of 2 kB and more. */
const WINDOW_BYTES = 16 * 1024

/** Where things are in an HDF5 file: widths of its numbers, its base, and a bounded way to read at an address. */
export interface Hdf5File {
  readonly offsetBytes: number
  readonly lengthBytes: number
  readonly size: number
  readonly limits: Limits
  readonly log: AnomalyLog<Hdf5Breach>
  /** What is left of the limits: steps (messages, entries, nodes) and bytes of text kept. */
  readonly budget: { steps: number; text: number }
  /** Global heap collections read so far, by address. */
  readonly collections: Map<bigint, ReadonlyMap<number, HeapPlace>>
  /** Exactly `length` bytes at an address, relative to the base. Throws FORMAT_SHAPE outside the file. */
  read(address: bigint, length: number): Promise<Fields>
  /** Absolute place of an address, for messages. */
  place(address: bigint): number
}

/** An object of a heap. */
export interface HeapPlace {
  readonly address: bigint
  readonly size: bigint
}

/** All bits set: there is nothing. */
export function isUndefined(address: bigint, bytes: number): boolean {
  return address === (1n << BigInt(8 * bytes)) - 1n
}

/** A file whose base and widths are known from its superblock. */
export function hdf5File(
  source: ByteSource,
  limits: Limits,
  base: number,
  offsetBytes: number,
  lengthBytes: number,
): Hdf5File {
  const window = readAhead(source, WINDOW_BYTES)
  return {
    offsetBytes,
    lengthBytes,
    size: source.size,
    limits,
    log: anomalyLog<Hdf5Breach>(),
    budget: { steps: limits.nodes, text: limits.fileBytes },
    collections: new Map(),
    place: (address) => Number(BigInt(base) + address),
    async read(address, length) {
      const start = BigInt(base) + address
      if (length < 0 || start + BigInt(length) > BigInt(source.size)) {
        throw new FormatError(
          'FORMAT_SHAPE',
          `expected ${length} bytes at address ${address}, the file has ${source.size}`,
          { byte: Math.min(Number(start), source.size) },
        )
      }
      const bytes = await window.slice(Number(start), length)
      return new Fields(bytes, Number(start), offsetBytes, lengthBytes)
    },
  }
}

/** Takes one step of the budget. Throws LIMIT_ENTRIES when there is none left. */
export function step(file: Hdf5File, address: bigint): void {
  if (file.budget.steps-- <= 0) {
    throw new LimitError('LIMIT_ENTRIES', 'more HDF5 structures than are read of one file', {
      byte: file.place(address),
    })
  }
}

/** Runs a part of the reading; a broken structure or a limit ends it and is logged. Undefined then. */
export async function orLog<T>(file: Hdf5File, part: () => Promise<T>): Promise<T | undefined> {
  try {
    return await part()
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof LimitError)) throw error
    const byte = error.position !== undefined && 'byte' in error.position ? error.position.byte : undefined
    const kind =
      error instanceof LimitError
        ? 'limit'
        : error.code === 'FORMAT_SHAPE'
          ? 'outside-file'
          : error.code === 'FORMAT_VERSION'
            ? 'not-inspected'
            : 'broken'
    file.log.add(kind, error.message, byte)
    return undefined
  }
}
