import type { Origin } from '../../model/package-mention.ts'

/** Where the package was downloaded from, when a file of the project says so and it is an address SPDX can hold. */
export function downloadLocation(origin: Origin): string | undefined {
  if (origin.kind === 'url') return webAddress(origin.url)
  if (origin.kind !== 'git') return undefined
  const address = webAddress(origin.url.replace(/^git\+/, ''))
  if (address === undefined) return undefined
  return /^[0-9a-f]{7,64}$/.test(origin.commit ?? '') ? `git+${address}@${origin.commit}` : `git+${address}`
}

/** Without user and password: lock files carry tokens, and a bill of materials is passed around. */
function webAddress(text: string): string | undefined {
  if (!/^https?:\/\/[^\s<>"\\]+$/i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  url.username = ''
  url.password = ''
  url.hash = ''
  return url.href
}
