import { latin1 } from '../engine/bytes-at.ts'
import type { Finder } from '../engine/finder.ts'
import { believedIn, barFor, isSilent } from './circumstances.ts'
import { BASIC_CREDENTIALS } from './generic-rules.ts'
import { isPassword, isRandomKey } from './plausible-value.ts'

/** `curl -u user:password`, `curl --user user:password`, `wget --password=` is an assignment. */
export const curlUserFinder: Finder = {
  rules: [],
  words: [' -u ', ' --user ', ' --user='],
  reach: 800,
  find: ({ bytes, start, end, context }) => {
    const before = latin1(bytes, Math.max(0, start - BEFORE), start)
    if (isSilent(context) || !/\b(?:curl|http|https|xh)\b[^\n]*$/.test(before)) return undefined
    const written = /^["']?([^\s:"'${}<>]{0,80}):([^\s"'${}<>]{6,200})/.exec(latin1(bytes, end, end + LONGEST))
    const [all = '', , password = ''] = written ?? []
    const isPlausible = isRandomKey(password, barFor(context)) || (barFor(context) === 'usual' && isPassword(password))
    if (!isPlausible) return undefined
    const from = end + all.length - password.length
    return {
      rule: BASIC_CREDENTIALS,
      start: from,
      end: from + password.length,
      value: password,
      confidence: believedIn(context, 'medium', ['is the password of a command that asks a server']),
      says: [],
    }
  },
}

const BEFORE = 300
const LONGEST = 300
