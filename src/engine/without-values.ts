import type { FileInspection } from './inspection.ts'

/** Shorter ones stand in words and versions by chance: replacing them would change what is said. */
const SHORTEST = 6

/**
 * The inspection with every secret that was found in the file replaced in every text, also where a text was cut in the middle of one: another
 * plug-in may have quoted the line in which it stands, as a command that installs something or a call in a pickle.
 */
export function withoutValues(inspection: FileInspection, values: readonly string[]): FileInspection {
  const text = JSON.stringify(inspection)
  const present = values
    .filter((value) => value.length >= SHORTEST && text.includes(JSON.stringify(value.slice(0, SHORTEST)).slice(1, -1)))
    // The longest first: one may be a part of another.
    .toSorted((a, b) => b.length - a.length)
  return present.length === 0 ? inspection : (replaced(inspection, present) as FileInspection)
}

function replaced(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return secrets.reduce(withoutValue, value)
  if (Array.isArray(value)) return value.map((item) => replaced(item, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, secrets)]))
}

const CONCEALED = '[secret]'

function withoutValue(text: string, secret: string): string {
  const whole = text.replaceAll(secret, CONCEALED)
  const end = whole.endsWith('…') ? whole.length - 1 : whole.length
  for (let length = Math.min(end, secret.length - 1); length >= SHORTEST; length--) {
    if (whole.slice(end - length, end) === secret.slice(0, length)) {
      return `${whole.slice(0, end - length)}${CONCEALED}${whole.slice(end)}`
    }
  }
  return whole
}
