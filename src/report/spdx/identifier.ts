import { sha256 } from '../../base/digest.ts'

/**
 * A name within an SPDX document that is the same in every document about the same thing: readable letters (an SPDX 2.3
 * identifier has letters, digits, `.` and `-`), and a digest that keeps apart what would read the same. A key that is a list
 * has nothing to read.
 */
export function spdxName(kind: string, key: string | readonly unknown[]): string {
  const text = typeof key === 'string' ? key.toWellFormed() : JSON.stringify(key)
  const readable = typeof key === 'string' ? `-${lettersOf(key)}` : ''
  return `${kind}${readable}-${sha256().update(text).digest('hex').slice(0, 12)}`
}

function lettersOf(key: string): string {
  const letters = key.replace(/^pkg:/, '').replace(/[^A-Za-z0-9.]+/g, '-')
  return letters.slice(0, 60)
}
