/** How far before a value its name is looked for. */
const REACH = 120

/**
 * `NAME=`, `"name": "`, `name => '`, `--name `, `Name: Bearer `: what stands directly before a value and names it. Each part is bounded and
 * begins with another character than the one before it may end with, so the time is linear.
 */
const BEFORE =
  /([A-Za-z_][\w.-]{1,60})["'\]]{0,2}[ \t]{0,8}(?:=>|:=|[=: ])[ \t]{0,8}(?:(?:Bearer|Basic|token)[ ])?(?:[rbuf]{0,2}\\?["'`]{1,3})?$/

/** The name that is given to the value at `start`, if one stands directly before it on the same line. */
export function labelOf(bytes: Uint8Array, start: number): string | undefined {
  const from = Math.max(0, start - REACH)
  const before = Buffer.from(bytes.buffer, bytes.byteOffset + from, start - from).toString('latin1')
  return BEFORE.exec(before.slice(before.lastIndexOf('\n') + 1))?.[1]
}
