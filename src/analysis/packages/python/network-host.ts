import type { PythonArgument, PythonModule, PythonUse } from '../../../formats/python/module.ts'
import { fieldOf, flowsOf } from '../flow/argument-facts.ts'
import { hostOf, knownHost } from '../known-places.ts'
import { ownTexts } from './argument-facts.ts'
import { madeBy } from './made-by.ts'

/** The host a use of the network talks to; undefined where only the run can tell. */
export function networkHost(use: PythonUse): string | undefined {
  for (const argument of use.arguments) {
    const host = hostIn(argument)
    if (host !== undefined) return host
  }
  return BARE_HOST.test(use.name) ? bareHost(use.arguments[0]) : undefined
}

/** The same with what the use is called on, and with what its arguments were made of. */
export function hostOfCall(module: PythonModule, use: PythonUse): string | undefined {
  const own = networkHost(use)
  if (own !== undefined) return own
  const isOpened = (one: PythonUse): boolean => one !== use && networkHost(one) !== undefined
  for (const node of [
    use.receiver,
    ...flowsOf(use.arguments[0]),
    ...use.arguments.filter(({ keyword }) => keyword === 'url').flatMap(flowsOf),
  ]) {
    const made = node === 0 ? undefined : madeBy(module, node, isOpened)
    if (made !== undefined) return networkHost(made)
  }
  if (!/^(?:socket|ssl)\./.test(use.name)) return undefined
  const connected = module.uses.find(({ name, within }) => CONNECTS.test(name) && within === use.within)
  return connected === undefined ? undefined : networkHost(connected)
}

const CONNECTS = /^socket\.(?:socket\(\)\.connect(?:_ex)?|create_connection)$|\.connect$/

/** They are given a host without a scheme. */
const BARE_HOST =
  /^(?:(?:http\.client|httplib)\.HTTPS?Connection|smtplib\.SMTP(?:_SSL)?|ftplib\.FTP(?:_TLS)?|telnetlib\.Telnet|paramiko\.(?:SSHClient\(\)\.connect|Transport)|fabric\.Connection|socket\.(?:socket\(\)\.(?:connect|connect_ex|sendto)|create_connection)|ssl\.\S{1,60}\(\)\.connect|asyncio\.open_connection|imaplib\.IMAP4(?:_SSL)?|urllib3\.HTTPS?ConnectionPool)$/

function bareHost(argument: PythonArgument | undefined): string | undefined {
  const list =
    argument?.type === 'list'
      ? argument.items
      : argument?.type === 'any'
        ? argument.items.flatMap(({ items }) => items)
        : []
  const first = list[0] ?? argument
  for (const text of ownTexts(first)) {
    const host = text.replace(/^[\w.-]{1,60}@/, '').replace(/:\d+$/, '')
    if (/^[\w.-]{1,255}$/.test(host)) return host.toLowerCase()
  }
  return undefined
}

function hostIn(argument: PythonArgument): string | undefined {
  for (const text of ownTexts(argument)) {
    const host = knownHost(hostOf(text))
    if (host !== undefined) return host
  }
  for (const field of ['url', 'host', 'hostname', 'base_url', 'endpoint']) {
    for (const text of ownTexts(fieldOf(argument, field))) {
      const host = knownHost(hostOf(text))
      if (host !== undefined) return host
    }
  }
  return undefined
}
