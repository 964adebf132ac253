import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ExternalError, LimitError } from '../../../base/errors.ts'

/** How much of the disk unpacked layers may take. */
export interface ScratchBounds {
  /** Most bytes that are written. */
  readonly bytes: number
  /** Bytes that must stay free on the disk. */
  readonly reserve: number
}

/** A layer of 20 GB unpacked is the largest we have heard of (CUDA, all of PyTorch, weights); three of these still fit. */
export const SCRATCH_BOUNDS: ScratchBounds = { bytes: 64 * 1024 ** 3, reserve: 512 * 1024 ** 2 }

/** The free space is asked for that often. */
const LOOK_EVERY_BYTES = 64 * 1024 * 1024

/**
 * A private file for what has to be unpacked. It is made with the first byte (0600, in a folder of 0700) and its name is
 * taken away at once: nobody else can open it, and nothing is left of it however the process ends. All threads read it
 * through its descriptor. A class because it must be closed.
 */
export class ScratchFile {
  readonly #folder: string
  readonly #bounds: ScratchBounds
  #opened: { readonly descriptor: number; readonly folder: string | undefined } | undefined
  #written = 0
  #looked = Number.NEGATIVE_INFINITY

  /** `folder` is made when it is not there; nothing happens before the first byte. */
  constructor(folder: string, bounds: ScratchBounds) {
    this.#folder = folder
    this.#bounds = bounds
  }

  /** Where the next byte will stand. */
  get end(): number {
    return this.#written
  }

  /** Throws EXTERNAL_DISK. */
  get descriptor(): number {
    this.#opened ??= orDiskError(() => open(this.#folder))
    return this.#opened.descriptor
  }

  /** Throws LIMIT_SIZE when the bound is reached or the disk is short: then nothing of `bytes` counts as written. */
  append(bytes: Uint8Array): void {
    const { descriptor } = this
    this.#refuseTooMuch(bytes.length)
    orDiskError(() => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(descriptor, bytes, done, bytes.length - done, this.#written + done)
      }
    })
    this.#written += bytes.length
  }

  /** Takes back what was written from `end` on. */
  rewind(end: number): void {
    this.#written = Math.min(this.#written, end)
  }

  close(): void {
    if (this.#opened === undefined) return
    closeSync(this.#opened.descriptor)
    if (this.#opened.folder !== undefined) rmSync(this.#opened.folder, { recursive: true, force: true })
    this.#opened = undefined
  }

  #refuseTooMuch(more: number): void {
    if (this.#written + more > this.#bounds.bytes) {
      throw new LimitError('LIMIT_SIZE', `what is unpacked of the image is larger than ${this.#bounds.bytes} bytes`)
    }
    if (this.#written + more - this.#looked < LOOK_EVERY_BYTES) return
    const { bavail, bsize } = orDiskError(() => statfsSync(this.#folder))
    const free = bavail * bsize
    if (free < this.#bounds.reserve + LOOK_EVERY_BYTES) {
      const megabytes = Math.round(free / 1024 ** 2)
      throw new LimitError(
        'LIMIT_SIZE',
        `the disk is too full to unpack the image: ${megabytes} MiB are free; choose another one with --cache-dir or TMPDIR`,
      )
    }
    this.#looked = this.#written
  }
}

function open(parent: string): { readonly descriptor: number; readonly folder: string | undefined } {
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(parent, 'image-'))
  const descriptor = openSync(join(folder, 'unpacked'), 'wx+', 0o600)
  try {
    rmSync(folder, { recursive: true })
    return { descriptor, folder: undefined }
  } catch {
    // Windows keeps the name of what is open; it goes with close().
    return { descriptor, folder }
  }
}

function orDiskError<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    const message =
      code === 'ENOSPC' ? 'the disk is full' : `the file for what is unpacked of the image cannot be used: ${code}`
    if (code === 'ENOSPC') throw new LimitError('LIMIT_SIZE', message)
    throw new ExternalError('EXTERNAL_DISK', message, { retryable: false, cause: error })
  }
}
