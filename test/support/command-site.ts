import { DEFAULT_LIMITS } from '../../src/base/limits.ts'
import { lineIndex } from '../../src/formats/line-index.ts'
import { at } from '../../src/model/location.ts'
import type { Extraction, PackageMention } from '../../src/model/package-mention.ts'
import type { CommandSite } from '../../src/inventory/commands/command-site.ts'
import { InstallRecorder } from '../../src/inventory/commands/install-recorder.ts'

/** A site for one text in a file of its own, with the files of its folder at hand; for tests. */
export function siteOf(text: string, variables: Readonly<Record<string, string>> = {}): CommandSite {
  const lines = lineIndex(text)
  return {
    recorder: new InstallRecorder('commands/test', DEFAULT_LIMITS),
    groups: [],
    scope: 'runtime',
    locate: (offset) => {
      const { line, column } = lines.position(offset)
      return at('script.sh', line, column)
    },
    variable: (name) => variables[name] ?? (name === 'PWD' ? '.' : undefined),
    escape: '\\',
    findFile: (path, directory) =>
      directory === undefined
        ? { kind: 'unknown', why: 'in a folder only the run can tell' }
        : { kind: 'file', path: `${directory}/${path}` },
    depth: 0,
  }
}

/** A mention as short text: `PyPI:torch@2.1.0`, `npm:react ^18`, `conda:numpy`, `PyPI:x@?` for an unstated version. */
export function shown(mention: PackageMention): string {
  const name = `${mention.ecosystem}:${mention.name}`
  const { version } = mention
  if (version.kind === 'exact') return `${name}@${version.version}`
  if (version.kind === 'range') return `${name} ${version.text}`
  return version.kind === 'any' ? name : `${name}@?`
}

/** All mentions as short text. */
export function shownAll(extraction: Extraction): readonly string[] {
  return extraction.mentions.map(shown)
}
