/**
 * The text with user names and passwords of its URLs replaced by `***`: what a file says is quoted in reports that travel
 * further than the file. `${VARIABLE}` stays, as does the `git@` of ssh addresses: neither is a secret.
 */
export function withoutCredentials(text: string): string {
  const parts: string[] = []
  let done = 0
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3
    const userEnd = text.slice(start, authorityEnd(text, start)).lastIndexOf('@')
    if (userEnd < 0 || isHarmless(text.slice(start, start + userEnd))) continue
    parts.push(text.slice(done, start), '***')
    done = start + userEnd
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done)
}

/** A password may hold anything but the characters that end the authority (RFC 3986, section 3.2). */
function authorityEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && !/[/?#\s"'<>]/.test(text.charAt(end))) end++
  return end
}

function isHarmless(user: string): boolean {
  const literal = user.replace(/\$\{[A-Za-z0-9_]+\}/g, '')
  return user === 'git' || literal === '' || (literal !== user && literal.endsWith(':'))
}
