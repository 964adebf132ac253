import type { PackageMention } from '../../model/package-mention.ts'
import type { PlannedFile } from './fix-plan.ts'
import { specifierSite, type SpecifierSite } from './specifier-site.ts'

/** Where a mention's version stands in its file; undefined when it cannot be edited there. */
export function siteOf({ text, lineStarts }: PlannedFile, mention: PackageMention): SpecifierSite | undefined {
  const { lines, column } = mention.location
  const start = lineStarts?.[(lines?.start ?? 1) - 1]
  return text === undefined || start === undefined ? undefined : specifierSite(text, start + (column ?? 1) - 1, mention)
}

/** Where the lines of a text begin; they end with `\n`, `\r\n` or a lone `\r`, as extractors count them. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1)
  }
  return starts
}
