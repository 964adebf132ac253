/** `2026-11-22T04:05:06Z` for a time in milliseconds: RFC 3339 in UTC, whole seconds, as SPDX and VEX want it. */
export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** A time of a feed in the same form; undefined for what is none: feeds do not always keep to RFC 3339. */
export function wholeSeconds(time: string): string | undefined {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(time) ? `${time.slice(0, 19)}Z` : undefined
}
