import type { Ecosystem } from '../../model/ecosystem.ts'
import type { PackageMention } from '../../model/package-mention.ts'
import { raiseSpecifier, type Raised } from './raise-specifier.ts'
import type { TextEdit } from './text-edit.ts'

/** Where the version of one requirement stands in the text of its file, and what may be written there. */
export interface SpecifierSite {
  readonly mention: PackageMention
  readonly start: number
  readonly end: number
  /** `[start, end)` of the text. */
  readonly written: string
  /** A pinned version, a range, `*` or nothing between quotes, or the place behind a bare name. */
  readonly kind: 'exact' | 'range' | 'star' | 'bare'
}

/**
 * Finds the bytes of a requirement's version: only where the file says literally, at the place the extractor names, what was
 * understood. Escapes, variables, continued lines and tags (`latest`) are no such place: undefined. So nothing but a version
 * that we read can ever be replaced. `offset` is the place of the mention in `text`.
 */
export function specifierSite(text: string, offset: number, mention: PackageMention): SpecifierSite | undefined {
  const { version } = mention
  if (mention.origin.kind !== 'registry') return undefined
  if (version.kind === 'exact') return exactSite(text, offset, mention, version.version)
  if (version.kind === 'range') return rangeSite(text, offset, mention, version.text)
  return version.kind === 'any' ? openSite(text, offset, mention) : undefined
}

/**
 * The edit that lets `target` in and nothing below it. A pin stays a pin. Undefined when the range cannot be rewritten, or,
 * in shell commands (`literal`), when the outcome would need characters that a shell reads for itself.
 */
export function raiseSite(
  site: SpecifierSite,
  target: string,
  literal: boolean,
): (TextEdit & Pick<Raised, 'lifted'>) | undefined {
  const raised = raisedText(site, target)
  if (raised === undefined || raised.text === site.written) return undefined
  if (literal && shape(raised.text) !== shape(site.written)) return undefined
  return { start: site.start, end: site.end, ...raised }
}

function raisedText({ kind, written, mention }: SpecifierSite, target: string): Raised | undefined {
  if (kind === 'exact') return { text: target, lifted: [] }
  if (kind !== 'range') return { text: `>=${target}`, lifted: [] }
  return mention.version.kind === 'range' ? raiseSpecifier(written, mention.version.syntax, target) : undefined
}

/** What is left when versions are taken out. */
function shape(text: string): string {
  return text.replace(/[0-9A-Za-z.+_-]+/g, 'v')
}

const VERSION_CHARACTER = /[0-9A-Za-z.!+_*-]/

function exactSite(text: string, offset: number, mention: PackageMention, version: string): SpecifierSite | undefined {
  if (!text.startsWith(version, offset)) return undefined
  const end = offset + version.length
  if (VERSION_CHARACTER.test(text.charAt(end)) || VERSION_CHARACTER.test(text.charAt(offset - 1).replace(/v/i, ''))) {
    return undefined
  }
  // The build of one version is not the build of another: `numpy=1.21.0=py39_0` (conda).
  const build =
    mention.ecosystem === 'conda' ? (/^=[0-9A-Za-z_.*]+/.exec(text.slice(end, end + 100))?.[0].length ?? 0) : 0
  return siteOf(text, offset, end + build, 'exact', mention)
}

function rangeSite(text: string, offset: number, mention: PackageMention, range: string): SpecifierSite | undefined {
  const start = text.lastIndexOf(range, offset)
  const end = start + range.length
  if (range === '' || start < 0 || end < offset) return undefined
  if (VERSION_CHARACTER.test(text.charAt(end))) return undefined
  return siteOf(text, start, end, 'range', mention)
}

/** `*`, a name behind which nothing stands, or a key whose value is `"*"` or empty. */
function openSite(text: string, offset: number, mention: PackageMention): SpecifierSite | undefined {
  const ahead = text.slice(offset, offset + LONGEST_NAME)
  if (/^\*(?=["'\s,}]|$)/.test(ahead)) return siteOf(text, offset, offset + 1, 'star', mention)
  const key = /^["']?[@0-9A-Za-z._/-]+["']?[ \t]*[:=][ \t]*(["'])(\*?)\1/.exec(ahead)
  if (key !== null) {
    const end = offset + key[0].length - 1
    return siteOf(text, end - (key[2]?.length ?? 0), end, 'star', mention)
  }
  const name = bareName(ahead, mention.ecosystem)
  return name === undefined ? undefined : siteOf(text, offset + name.length, offset + name.length, 'bare', mention)
}

/** A name and its extras with a list of names between them are shorter. */
const LONGEST_NAME = 400

/** The name with its extras, when a requirement can end there. In npm a bare word is a tag or a command's argument. */
function bareName(ahead: string, ecosystem: Ecosystem): string | undefined {
  if (ecosystem === 'npm') return undefined
  const name = /^[0-9A-Za-z][0-9A-Za-z._-]*(?:[ \t]*\[[0-9A-Za-z._, \t-]*\])?/.exec(ahead)?.[0]
  return name !== undefined && /^(?:$|[ \t]*(?:["';#,\r\n\]]|$))/.test(ahead.slice(name.length)) ? name : undefined
}

function siteOf(
  text: string,
  start: number,
  end: number,
  kind: SpecifierSite['kind'],
  mention: PackageMention,
): SpecifierSite {
  return { mention, start, end, written: text.slice(start, end), kind }
}
