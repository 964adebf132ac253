/** Second levels under which names are registered: `co.uk`, `com.cn`. */
const SECOND_LEVEL = /^(?:co|com|net|org|ac|edu|gov|go|or|ne)$/

/** The part of a host that somebody registered: `api.eu.openai.com` is `openai.com`. An address of numbers stays as it is. */
export function registrableName(host: string): string {
  const plain = host.toLowerCase().replace(/\.$/, '')
  if (isBareAddress(plain)) return plain
  const labels = plain.split('.').slice(-3)
  const second = labels.at(-2) ?? ''
  const isLong = labels.length === 3 && SECOND_LEVEL.test(second) && (labels.at(-1)?.length ?? 0) === 2
  return labels.slice(isLong ? -3 : -2).join('.')
}

/** An IPv4 or IPv6 address instead of a name. */
export function isBareAddress(host: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host) || /^\[?[\da-f]*:[\da-f:.]*\]?$/i.test(host)
}

/** Is a word part of what was registered? `openai` of `api.openai.com`; `aws` of `amazonaws.com`. */
export function namesHost(word: string, host: string): boolean {
  const own = registrableName(host)
    .replace(/\.[^.]*$/, '')
    .replaceAll(/[^a-z\d]/g, '')
  const plain = word.toLowerCase().replaceAll(/[^a-z\d]/g, '')
  if (plain.length < 3 || own.length < 3) return plain !== '' && plain === own
  return own.includes(plain) || (own.length > 3 && plain.includes(own))
}
