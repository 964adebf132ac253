/**
 * Characters that change how a terminal, an editor or a log shows what stands around them: C0 and C1 controls (escape
 * sequences, line breaks), the Unicode bidirectional controls (CVE-2021-42574, "Trojan Source"), zero-width and invisible
 * characters, line and paragraph separators, lone surrogates, tag characters.
 */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/**
 * Foreign text made safe for one line of a terminal or a log: every unsafe character becomes visible as `\u{…}`. Same length
 * or longer, never shorter; text without such characters is returned as it is.
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** `visible`, cut to `length` characters with an ellipsis. */
export function excerpt(text: string, length: number): string {
  const shown = visible(text)
  return shown.length <= length ? shown : `${shown.slice(0, Math.max(0, length - 1))}…`
}

/** The same without the C0 controls: JSON.stringify has escaped those, and the line breaks it leaves are its layout. */
const UNSAFE_IN_JSON =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/** Anything but ASCII, Latin letters, dashes and quotes: most reports hold none, and a megabyte is told so in a tenth of the time. */
// oxlint-disable-next-line no-control-regex
const UNUSUAL = /[^\u0000-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]/

/**
 * A value as indented JSON that is safe to print: what `visible` would escape stands there as `\uXXXX`, so a report that is
 * shown in a terminal or an editor keeps its looks, and every parser reads the very same value (RFC 8259, section 7).
 */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2)
  return UNUSUAL.test(text) ? text.replace(UNSAFE_IN_JSON, escapeUnits) : text
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
