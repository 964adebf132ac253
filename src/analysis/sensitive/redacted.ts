import { visible } from '../../base/escape.ts'

/**
 * What may be shown of a secret: enough that its owner knows which one it is. Four characters at each end of a long one (the
 * prefix of tokens is public anyway), two of a shorter one, none of what could be a password.
 */
export function redactedSecret(value: string): string {
  const shown = value.length >= 32 ? 4 : value.length >= 20 ? 2 : 0
  const length = `${value.length} characters`
  if (shown === 0) return `${length}, not shown`
  return `${visible(value.slice(0, shown))}…${visible(value.slice(-shown))}, ${length}`
}
