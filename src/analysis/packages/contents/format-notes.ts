import type { ModelKind } from '../../models/containers/model-kind.ts'
import type { PackageNote } from '../artefact-facts.ts'

/**
 * What is to be said of the formats that an artefact can be read as, given its name, and the one that its installer reads it as; undefined
 * when it is no container.
 */
export function formatNotes(
  name: string,
  formats: readonly ModelKind[],
): { readonly usual: ModelKind | undefined; readonly notes: readonly PackageNote[] } {
  const stated = NAMES.find(([ending]) => ending.test(name.toLowerCase()))?.[1]
  const usual = formats.find((format) => format === stated) ?? formats[0]
  const notes: PackageNote[] = []
  if (formats.length === 0)
    notes.push(note('not-inspected', 'no-archive', 'not an archive of any kind that Assay reads'))
  if (usual !== undefined && stated !== undefined && usual !== stated)
    notes.push(
      note('disagreement', 'format-name', `named like a ${stated}, it is a ${usual}: tools that go by the name fail`),
    )
  if (formats.length > 1)
    notes.push(
      note('disagreement', 'several-formats', `can be read as ${formats.join(' and as ')}: two readers see two things`),
    )
  return { usual, notes }
}

const NAMES: readonly (readonly [RegExp, ModelKind])[] = [
  [/\.(?:whl|egg|conda|zip)$/, 'zip'],
  [/\.(?:tar\.gz|tgz)$/, 'gzip'],
  [/\.(?:tar\.bz2|tbz2?)$/, 'bzip2'],
  [/\.(?:tar\.xz|txz)$/, 'xz'],
  [/\.tar\.zst$/, 'zstd'],
  [/\.7z$/, '7z'],
  [/\.tar$/, 'tar'],
]

function note(kind: PackageNote['kind'], code: string, message: string): PackageNote {
  return { kind, code, path: '', message }
}
