import { characterSet } from '../../../base/character-set.ts'
import { lastOf, latin1, runEnd, runStart } from '../engine/bytes-at.ts'
import type { Finder } from '../engine/finder.ts'
import { placeholder } from '../engine/placeholder.ts'
import { barFor, believedIn, isSilent } from './circumstances.ts'
import { URL_PASSWORD } from './generic-rules.ts'
import { isRandomKey } from './plausible-value.ts'

/**
 * `scheme://user:password@host` of any scheme (RFC 3986, section 3.2.1), `https://token@host`. The user info ends at the last `@` before the
 * host ends, as browsers read it.
 */
export const urlPasswordFinder: Finder = {
  rules: [URL_PASSWORD],
  words: ['://'],
  reach: 600,
  find: ({ bytes, start, end, context }) => {
    const authorityEnd = runEnd(bytes, end, Math.min(bytes.length, end + LONGEST), AUTHORITY)
    const at = lastOf(bytes, AT, end, authorityEnd)
    if (at <= end || isSilent(context)) return undefined
    const scheme = latin1(bytes, runStart(bytes, start, Math.max(0, start - 30), SCHEME), start)
    const userInfo = latin1(bytes, end, at)
    const host = latin1(bytes, at + 1, authorityEnd)
    const colon = userInfo.indexOf(':')
    const value = userInfo.slice(colon + 1)
    const isPlausible =
      colon < 0
        ? /^(?:https?|git)$/i.test(scheme) && isRandomKey(value, 'high')
        : isPassword(value, userInfo.slice(0, colon))
    if (!/^[a-z]/i.test(scheme) || !isPlausible || !isRealHost(host)) return undefined
    if (barFor(context) === 'high' && !isRandomKey(value, 'usual')) return undefined
    return {
      rule: URL_PASSWORD,
      start: end + colon + 1,
      end: at,
      value,
      confidence: believedIn(context, 'medium', ['stands in an address between user and host']),
      says: [],
    }
  },
}

const LONGEST = 300
const AT = 0x40
const SCHEME = characterSet((character) => /[A-Za-z0-9+.-]/.test(character))
const AUTHORITY = characterSet(
  (character, code) => code > 0x20 && code < 0x7f && !/[/?#"'`<>\\{}|()[\],;$]/.test(character),
)

function isPassword(value: string, user: string): boolean {
  if (value.length < 6 || placeholder(value) !== undefined || value.toLowerCase() === user.toLowerCase()) return false
  return /\d|[A-Z]|[^A-Za-z0-9]/.test(value) && !WEAK.test(value)
}

const WEAK =
  /^(?:pass|pwd|secret|test|admin|root|guest|user|token|postgres|mysql|redis|mongo|rabbit|minio|abc|qwe|1234)\w{0,8}$/i

/** A host that is reachable from elsewhere, as far as the name says. */
function isRealHost(host: string): boolean {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::\d{1,5})?$/.test(host)) return false
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (!name.includes('.')) return false
  return !/^(?:127\.|0\.0\.0\.0|10\.0\.0\.|192\.168\.|localhost)|(?:^|\.)(?:example(?:\.\w+)?|test|invalid|local|localhost|domain\.\w+|host|server|myhost|yourdomain\.\w+|foo|bar)(?:\.\w+)?$/.test(
    name,
  )
}
