import { lineIndex } from '../../formats/line-index.ts'
import { at } from '../../model/location.ts'
import { packageName } from '../../model/package-name.ts'
import type { DistributionFolder } from './distribution-folder.ts'
import { excerpt, type ExtractionBuilder } from './extraction-builder.ts'
import { addRequirement } from './plain-requirement.ts'

/**
 * requires.txt of setuptools: requirements, then sections `[extra]`, `[:marker]` and `[extra:marker]`. Of a source tree
 * it says what setup.py computed when it last ran; of an installed egg it says what that asks for.
 */
export function readEggRequires(
  path: string,
  text: string,
  folder: DistributionFolder,
  builder: ExtractionBuilder,
): void {
  const lines = lineIndex(text)
  let section: Section = {}
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const ink = line.trim()
    if (ink === '' || ink.startsWith('#')) continue
    const start = index + line.indexOf(ink)
    const place = (offset: number): ReturnType<typeof at> => {
      const position = lines.position(start + offset)
      return at(path, position.line, position.column)
    }
    if (ink.startsWith('[')) {
      const next = sectionOf(ink)
      if (next === undefined) builder.partial(`expected [extra] or [:marker], found ${excerpt(ink)}`, place(0))
      section = next ?? {}
      continue
    }
    const { extra, condition } = section
    addRequirement(ink, builder, {
      place,
      direct: folder.version === undefined ? 'yes' : 'no',
      scope: extra === undefined ? 'runtime' : 'optional',
      groups: extra === undefined ? [] : [`extra:${packageName('PyPI', extra)}`],
      condition,
    })
  }
}

interface Section {
  readonly extra?: string
  readonly condition?: string
}

function sectionOf(header: string): Section | undefined {
  if (!header.endsWith(']') || header.length > 2000) return undefined
  const inside = header.slice(1, -1)
  const colon = inside.indexOf(':')
  const extra = colon < 0 ? inside : inside.slice(0, colon)
  const condition = colon < 0 ? '' : inside.slice(colon + 1).trim()
  return { ...(extra === '' ? {} : { extra }), ...(condition === '' ? {} : { condition }) }
}
