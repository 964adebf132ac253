import type { Extraction, PackageMention } from '../../src/model/package-mention.ts'

/** An extraction as lines of text, so that a table of expected packages reads like the file it comes from. */
export function mentionsInWords(extraction: Extraction): readonly string[] {
  return extraction.mentions.map(mentionInWords)
}

/** `torch ==2.1.0 registry locks runtime direct:yes 3:12`, with groups in brackets and the marker at the end. */
export function mentionInWords(mention: PackageMention): string {
  const { name, role, scope, groups, direct, marker } = mention
  const parts = [name, versionInWords(mention), originInWords(mention), role, scope]
  if (groups.length > 0) parts.push(`[${groups.join(' ')}]`)
  parts.push(`direct:${direct}`, placeInWords(mention))
  if (marker !== undefined) parts.push(`; ${marker}`)
  return parts.join(' ')
}

/** `ROOT -> torch@2.1.0` */
export function edgesInWords(extraction: Extraction): readonly string[] {
  return extraction.edges.map(({ from, to }) => `${from === '' ? 'ROOT' : from} -> ${to}`)
}

/** `FORMAT_PARTIAL 3:1 expected …` */
export function diagnosticsInWords(extraction: Extraction): readonly string[] {
  return extraction.diagnostics.map(({ code, location, message }) => {
    const place = location === undefined ? '' : ` ${location.lines?.start ?? '?'}:${location.column ?? '?'}`
    return `${code}${place} ${message}`
  })
}

function versionInWords({ version }: PackageMention): string {
  if (version.kind === 'exact') return `==${version.version}`
  return version.kind === 'range' ? `${version.text} (${version.syntax})` : version.kind
}

function originInWords({ origin }: PackageMention): string {
  if (origin.kind === 'registry') return origin.index === undefined ? 'registry' : `registry:${origin.index}`
  if (origin.kind === 'local') return `local:${origin.path}`
  const commit = origin.kind === 'git' && origin.commit !== undefined ? `#${origin.commit}` : ''
  return `${origin.kind}:${origin.url}${commit}`
}

function placeInWords({ location }: PackageMention): string {
  return `${location.lines?.start ?? '?'}:${location.column ?? '?'}`
}
