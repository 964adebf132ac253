/** Is it an id of the CVE list, for example `CVE-2024-31580`? */
export function isCve(id: string): boolean {
  return id.startsWith('CVE-')
}

/**
 * The order in which people prefer names: CVE, then GHSA, then a database's own. Runs of digits count as numbers, so
 * `CVE-2024-9999` comes before `CVE-2024-10000`.
 */
export function compareIds(a: string, b: string): number {
  return kindOf(a) - kindOf(b) || compareNumbered(a, b)
}

function kindOf(id: string): number {
  if (isCve(id)) return 0
  return id.startsWith('GHSA-') ? 1 : 2
}

/** Segment by segment: numbers by size, before everything else. Length first, because no number is too long for that. */
function compareNumbered(a: string, b: string): number {
  const left = a.split('-')
  const right = b.split('-')
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareSegments(left[index] ?? '', right[index] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareSegments(a: string, b: string): number {
  if (a === b) return 0
  const numbers = Number(isNumber(b)) - Number(isNumber(a))
  if (numbers !== 0) return numbers
  if (isNumber(a) && a.length !== b.length) return a.length - b.length
  return a < b ? -1 : 1
}

function isNumber(text: string): boolean {
  return /^[0-9]+$/.test(text)
}
