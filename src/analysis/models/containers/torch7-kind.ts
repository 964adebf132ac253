/**
 * Could these first bytes be a file of Lua Torch whose first object is no class (those have a magic number): a table whose first
 * key is a word or the number one, or a function? As bytes or as text; a list of numbers alone is none.
 */
export function isTorch7(head: Buffer): boolean {
  return isBinary(head) || isText(head.toString('latin1', 0, 4096))
}

const LONGEST_KEY = 200
const MOST_PAIRS = 10_000_000

function isBinary(head: Buffer): boolean {
  if (head.length < 20) return false
  const type = head.readInt32LE(0)
  if (type === 6) return head.readInt32LE(4) > 0 && head[8] === 0x1b
  const isFirst = head.readInt32LE(4) === 1
  if (type === 7 || type === 8) return isFirst && head.readInt32LE(8) > 0 && head[12] === 0x1b
  const pairs = head.readInt32LE(8)
  return type === 3 && isFirst && pairs > 0 && pairs < MOST_PAIRS && isKey(head)
}

/** A short printable text, or 1.0. */
function isKey(head: Buffer): boolean {
  const key = head.readInt32LE(12)
  if (key === 1) return head.length >= 24 && head.readDoubleLE(16) === 1
  const length = head.readInt32LE(16)
  if (key !== 2 || length < 1 || length > LONGEST_KEY || head.length < 20 + length) return false
  return /^[ -~]+$/.test(head.toString('latin1', 20, 20 + length))
}

function isText(text: string): boolean {
  if (/^4\n1\n\d{1,3}\nV \d{1,3}\n\d{1,4}\n\w/.test(text)) return true
  const [code] = /^(?:[78]\n1|6)\n\d{1,9}\n/.exec(text) ?? []
  if (code !== undefined) return text.codePointAt(code.length) === 0x1b
  const [, length, rest] = /^3\n1\n\d{1,8}\n2\n(\d{1,3})\n([ -~]{1,200})\n/.exec(text) ?? []
  if (length !== undefined) return rest?.length === Number(length)
  return /^3\n1\n\d{1,8}\n1\n1\n/.test(text) && /\n\d{1,3}\nV \d{1,3}\n\d{1,4}\n\w/.test(text)
}
