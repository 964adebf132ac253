import { isEscape, isWord } from '../boundaries.ts'
import { personalRule } from '../personal-rule.ts'
import { announcedAs } from '../announcement.ts'
import type { Sweep } from '../sweep.ts'
import { mailboxOf } from './mailbox.ts'
import { isTopLevelDomain } from './top-level-domains.ts'

/** An address of mail that reaches a person, as far as can be seen. */
export const EMAIL = personalRule({
  kind: 'email',
  title: 'E-mail addresses stand in the open.',
  subject: 'contact',
  words: [
    'email',
    'e mail',
    'mail',
    'email address',
    'mail address',
    'mailto',
    'correo',
    'correo electrónico',
    'courriel',
    'adresse mail',
    'posta elettronica',
    'e post',
    'adres e mail',
    'emails',
    '邮箱',
    'メール',
  ],
  references: ['https://www.rfc-editor.org/rfc/rfc5321', 'https://www.rfc-editor.org/rfc/rfc2606'],
})

/** RFC 5321, section 4.5.3.1: the local part, the domain; RFC 1035: a label. */
const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 253
const LONGEST_LABEL = 63
/** How far before an address the scheme of a URL is looked for that makes it the user of the URL. */
const URL_REACH = 80

/** Reports the addresses of mail. Each is found by its `@` and read both ways from there. */
export function findEmails(sweep: Sweep): void {
  for (let at = sweep.find('@', 1); at > 0; at = sweep.find('@', at + 1)) findEmail(sweep, at)
}

function findEmail(sweep: Sweep, at: number): void {
  const start = localStart(sweep.bytes, at)
  if (start === undefined) return
  const end = domainEnd(sweep.bytes, at + 1)
  if (end === undefined || isInsideUrl(sweep, start)) return
  const local = sweep.text(start, at).toLowerCase()
  const domain = sweep.text(at + 1, end).toLowerCase()
  if (!isTopLevelDomain(domain.slice(domain.lastIndexOf('.') + 1)) || isCode(local, domain)) return
  if (sweep.context.role === 'binary' && (local.length < 3 || domain.length < 7)) return
  const mailbox = mailboxOf(local, domain)
  if (mailbox === 'nobody') return
  const how = sweep.announcement(EMAIL, start, end)
  const because = [
    'the address is well-formed and its top-level domain exists',
    ...(how === undefined ? [] : [announcedAs(how)]),
  ]
  if (mailbox === 'role')
    sweep.report(
      EMAIL,
      start,
      end,
      { level: 'low', because: [...because, 'its mailbox belongs to a task, a list or a machine'] },
      [ROLE_ADDRESS],
    )
  else sweep.report(EMAIL, start, end, { level: 'high', because })
}

/** Said of an address that belongs to no single person. */
export const ROLE_ADDRESS = 'a role address'

/** Where the local part before an `@` begins; undefined where there is none. */
function localStart(bytes: Uint8Array, at: number): number | undefined {
  let start = at
  while (start > 0 && at - start <= LONGEST_LOCAL && IN_LOCAL[bytes[start - 1] ?? 0] === 1) start--
  if (at - start > LONGEST_LOCAL || bytes[at - 1] === 0x2e) return undefined
  // `%3Cjohn@…` and `\njohn@…`: what was escaped before the address is not part of it.
  for (let place = at - 1; place >= start; place--) if (bytes[place] === 0x25) start = Math.min(at, place + 3)
  if (isEscape(bytes, start)) start++
  while (start < at && !isWord(bytes[start])) start++
  return start < at && bytes[start - 1] !== 0x40 ? start : undefined
}

const IN_LOCAL: Uint8Array = localBytes()

/** Letters, digits and what mail systems allow in practice; the rest of RFC 5321's `atext` is code or markup far more often. */
function localBytes(): Uint8Array {
  const table = new Uint8Array(256)
  for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-%')
    table[character.charCodeAt(0)] = 1
  return table
}

/** Where the domain after an `@` ends; undefined where what stands there is none. */
function domainEnd(bytes: Uint8Array, start: number): number | undefined {
  let label = start
  let end = start
  let dots = 0
  while (end - start <= LONGEST_DOMAIN) {
    const byte = bytes[end]
    if (byte === 0x2e && end > label && isWord(bytes[end + 1])) {
      label = end + 1
      dots++
    } else if (byte !== 0x2d && !(isWord(byte) && byte !== 0x5f)) break
    end++
    if (end - label > LONGEST_LABEL) return undefined
  }
  while (end > label && bytes[end - 1] === 0x2d) end--
  if (dots === 0 || end - label < 2 || end - start > LONGEST_DOMAIN || bytes[start] === 0x2d) return undefined
  return isFollowedByCode(bytes, end) ? undefined : end
}

/** A call, an index, a path of `scp`, another `@`: no address ends so. */
function isFollowedByCode(bytes: Uint8Array, end: number): boolean {
  const after = bytes[end]
  if (after === 0x28 || after === 0x5b || after === 0x40 || after === 0x5f) return true
  return (after === 0x3a || after === 0x2f) && isWord(bytes[end + 1])
}

/** `https://user:password@host`, `ssh://git@host`. */
function isInsideUrl({ bytes }: Sweep, start: number): boolean {
  for (let place = start - 1; place > 0 && start - place < URL_REACH; place--) {
    const byte = bytes[place] ?? 0
    if (byte === 0x2f && bytes[place - 1] === 0x2f) return true
    if (
      byte <= 0x20 ||
      byte === 0x22 ||
      byte === 0x27 ||
      byte === 0x3c ||
      byte === 0x3e ||
      byte === 0x2c ||
      byte === 0x3b
    )
      return false
  }
  return false
}

/** The user of a checkout, a product of matrices (`x@self.id`), a file for a dense screen (`icon@2x.png`), a version of a package. */
function isCode(local: string, domain: string): boolean {
  return (
    local === 'git' ||
    /^(?:self|this|np|torch|cls)\./.test(domain) ||
    /^(?:\d+x|\d+)\./.test(domain) ||
    /^v?\d+(?:\.\d+)+/.test(domain)
  )
}
