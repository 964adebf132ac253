import { placeholder } from '../engine/placeholder.ts'
import { latin1 } from '../engine/bytes-at.ts'
import type { WrittenValue } from './written-value.ts'

/** How far before and behind the password the other parts are looked for. */
const AROUND = 300

/**
 * The host of `Server=…;User Id=…;Password=…;` (ADO.NET, ODBC, JDBC for SQL Server) or `host=… user=… password=…` (libpq) in which a password stands: a
 * `local` one can be reached from nowhere else. Undefined where there is no such string, or the password is a placeholder.
 */
export function connectionHost(
  bytes: Uint8Array,
  { text, start, end, isQuoted }: WrittenValue,
): 'local' | 'remote' | undefined {
  if (
    isQuoted ||
    text.length < 6 ||
    placeholder(text) !== undefined ||
    !/^[\x21-\x7e]+$/.test(text) ||
    /^[$%{[]|^\*+$/.test(text)
  )
    return undefined
  const before = lastLine(latin1(bytes, Math.max(0, start - AROUND), start))
  const behind = firstLine(latin1(bytes, end, Math.min(bytes.length, end + AROUND)))
  const parts = `${before}${behind}`
  if (!HOST.test(parts) || !USER.test(parts)) return undefined
  return LOCAL.test(parts) ? 'local' : 'remote'
}

const HOST =
  /(?:^|[;\s"'])(?:server|host|hostaddr|data source|addr|address|network address|hostname)\s?=\s?[^;\s"'${%<]{3,}/i
const USER = /(?:^|[;\s"'])(?:user(?:\s?id|name)?|uid)\s?=\s?[^;\s"'${%<]/i
const LOCAL =
  /=\s?(?:tcp:)?(?:\(?local(?:host|db)?\)?|127\.|\.[\\;]|\[?::1|example|your|(?:host|server|db|postgres|mysql|hostname|database)(?=[;\s:,"']|$)|<)/i

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1)
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}
