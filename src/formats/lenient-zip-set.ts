import type { ZipProblem, ZipReading } from './lenient-zip-types.ts'

/** What is wrong among the members: names used twice, data used twice, directories and links that hold data. */
export function setProblems(readings: readonly ZipReading[]): readonly ZipProblem[] {
  return [...duplicateNames(readings), ...overlaps(readings), ...readings.flatMap(markProblems)]
}

/** Names are compared as torch and Windows do, without case: `DATA.PKL` answers to `data.pkl`. */
function duplicateNames(readings: readonly ZipReading[]): readonly ZipProblem[] {
  const first = new Map<string, number>()
  const problems: ZipProblem[] = []
  for (const { name, headerOffset } of readings) {
    const key = name.toLowerCase()
    const other = first.get(key)
    if (other === undefined) first.set(key, headerOffset)
    else if (other !== headerOffset) {
      const message = `a second member of this name (the first at byte ${other}): readers take the first or the last`
      problems.push({ code: 'duplicate-name', message, byte: headerOffset, name })
    }
  }
  return problems
}

/** One deflated block shared by thousands of members is how 46 MB become 4.5 PB (Fifield 2019). */
function overlaps(readings: readonly ZipReading[]): readonly ZipProblem[] {
  const sorted = [...readings].sort((left, right) => left.headerOffset - right.headerOffset)
  const problems: ZipProblem[] = []
  let end = 0
  let owner = -1
  for (const { name, headerOffset, dataOffset, packedSize } of sorted) {
    if (headerOffset < end && headerOffset !== owner) {
      problems.push({ code: 'overlap', message: 'begins inside another member', byte: headerOffset, name })
    }
    if (dataOffset + packedSize <= end) continue
    end = dataOffset + packedSize
    owner = headerOffset
  }
  return problems
}

function markProblems({
  name,
  headerOffset,
  directoryMark,
  symlink,
  size,
  packedSize,
}: ZipReading): readonly ZipProblem[] {
  const problems: ZipProblem[] = []
  if (directoryMark && (size > 0 || packedSize > 2)) {
    const message = `marked as a directory, but it holds ${Math.max(size, packedSize)} bytes`
    problems.push({ code: 'directory-with-data', message, byte: headerOffset, name })
  }
  if (symlink) problems.push({ code: 'symlink', message: 'a symbolic link', byte: headerOffset, name })
  return problems
}
