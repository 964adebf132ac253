import { type ContainerLimits, DEFAULT_CONTAINER_LIMITS } from '../../models/containers/budget.ts'

/**
 * What may be spent on one artefact. entries: the largest honest packages (icon sets) have 40,000 files, and a list of 150,000 takes
 * 300 MB. unpackedBytes: a CUDA wheel of 900 MB
 * unpacks to 2.5 GB and is unpacked for its size, for its digest and for a reader. ratio: source code packs 10 times, tables of text up to 100; a stream
 * of zeros packs 1,000 times, and 256 MiB of them are let pass. holdBytes: the largest file that is handed out as a whole; a tarball that
 * unpacks to no more is unpacked once. milliseconds: the wheel of 900 MB takes 30 seconds on one core.
 */
export const PACKAGE_LIMITS: ContainerLimits = {
  ...DEFAULT_CONTAINER_LIMITS,
  entries: 150_000,
  unpackedBytes: 16 * 1024 ** 3,
  ratio: 200,
  ratioFloor: 256 * 1024 ** 2,
  milliseconds: 300_000,
  holdBytes: 64 * 1024 ** 2,
}
