/** Which Python wrote a compiled file, and how its header and its code objects are laid out. */
export interface PythonMagic {
  readonly magic: number
  /** `3.11` */
  readonly version: string
  /** 2 or 3, and the minor version, for comparisons: 311 is 3.11. */
  readonly number: number
  /** Of the header: 8 (time), 12 (time, size: from 3.3), 16 (flags: PEP 552, from 3.7). */
  readonly headerBytes: 8 | 12 | 16
  readonly layout: CodeLayout
}

/**
 * How a code object is written. `2`: Python 2.3 to 2.7. `keyword-only`: 3.0 to 3.7. `positional-only`: 3.8 to 3.10 (PEP 570). `merged`: from
 * 3.11 all local variables in one table, with a qualified name and a table of exceptions.
 */
export type CodeLayout = '2' | 'keyword-only' | 'positional-only' | 'merged'

/** Ranges of magic numbers, alpha versions included (Include/internal/pycore_magic_number.h); each row up to its last. */
const RANGES: readonly (readonly [first: number, last: number, version: string, number: number])[] = [
  [62011, 62021, '2.3', 203],
  [62041, 62061, '2.4', 204],
  [62071, 62131, '2.5', 205],
  [62151, 62161, '2.6', 206],
  [62171, 62212, '2.7', 207],
  [3000, 3131, '3.0', 300],
  [3140, 3151, '3.1', 301],
  [3160, 3180, '3.2', 302],
  [3190, 3230, '3.3', 303],
  [3250, 3310, '3.4', 304],
  [3320, 3351, '3.5', 305],
  [3360, 3379, '3.6', 306],
  [3390, 3394, '3.7', 307],
  [3400, 3413, '3.8', 308],
  [3420, 3425, '3.9', 309],
  [3430, 3439, '3.10', 310],
  [3450, 3495, '3.11', 311],
  [3500, 3549, '3.12', 312],
  [3550, 3599, '3.13', 313],
  [3600, 3649, '3.14', 314],
  [3650, 3699, '3.15', 315],
]

/** Undefined for what no CPython from 2.3 to 3.15 writes; PyPy and other interpreters have numbers of their own. */
export function pythonMagic(magic: number): PythonMagic | undefined {
  const range = RANGES.find(([first, last]) => magic >= first && magic <= last)
  if (range === undefined) return undefined
  const [, , version, number] = range
  return { magic, version, number, headerBytes: headerBytesOf(magic), layout: layoutOf(magic, number) }
}

/** 3210 added the size of the source, 3392 the flags of PEP 552. */
function headerBytesOf(magic: number): 8 | 12 | 16 {
  if (magic >= 62011 || magic < 3210) return 8
  return magic < 3392 ? 12 : 16
}

/** 3410 added positional-only parameters; between 3450 and 3460 the layout changed with each alpha of 3.11. */
function layoutOf(magic: number, number: number): CodeLayout {
  if (number < 300) return '2'
  if (number >= 311) return 'merged'
  return magic >= 3410 ? 'positional-only' : 'keyword-only'
}
