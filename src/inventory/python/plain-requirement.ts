import { parseInstalled } from '../../formats/requirements.ts'
import type { Location } from '../../model/location.ts'
import type { MentionRole, PackageMention, Scope } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import { excerpt, type ExtractionBuilder } from './extraction-builder.ts'
import { claimsOfReference, claimsOfRequirement } from './requirement-claims.ts'

/** What the place of a requirement says of it. `place` finds the place of an offset in its text. */
export interface RequirementSetting {
  readonly direct: PackageMention['direct']
  readonly place: (offset: number) => Location
  readonly role?: MentionRole
  readonly scope?: Scope
  readonly groups?: readonly string[]
  /** A condition on top of its own marker. */
  readonly condition?: string | undefined
  readonly index?: string | undefined
}

/**
 * Records one PEP 508 requirement that stands alone in a file that is no requirements file: setup.cfg, METADATA, a script.
 * `extra == "gpu"` in its marker makes it a member of that extra. Answers its key; what is not understood becomes a diagnostic.
 */
export function addRequirement(
  text: string,
  builder: ExtractionBuilder,
  setting: RequirementSetting,
): string | undefined {
  const { place } = setting
  const what = parseInstalled(text, builder.limits)
  if (what.kind === 'problem') {
    const { expected, offset, name } = what.problem
    builder.partial(`expected ${expected}, found ${excerpt(text.slice(offset))} in ${excerpt(text)}`, place(offset))
    return name === undefined
      ? undefined
      : record(name.text, text, { version: { kind: 'unstated' }, origin: { kind: 'registry' } }, name.offset, undefined)
  }
  const marker = what.kind === 'requirement' ? what.requirement.marker : what.marker
  if (marker?.problem !== undefined)
    builder.partial(
      `expected ${marker.problem.expected} in the marker ${excerpt(marker.text)}; it is kept as written`,
      place(0),
    )
  if (what.kind === 'requirement') {
    const { requirement } = what
    const claims = claimsOfRequirement(requirement, builder.limits, setting.index)
    return record(requirement.name, text, claims, claims.versionOffset ?? requirement.nameOffset, marker?.text)
  }
  const name = what.reference.egg ?? what.reference.file?.name
  if (name !== undefined) return record(name, text, claimsOfReference(what.reference), 0, marker?.text)
  builder.partial(`expected a package name, found only a place in ${excerpt(text)}`, place(0))
  return undefined

  function record(
    written: string,
    shown: string,
    claims: Pick<PackageMention, 'version' | 'origin'>,
    offset: number,
    own: string | undefined,
  ): string | undefined {
    const extras = extrasIn(own ?? '')
    const condition = bothHold(own, setting.condition)
    return builder.add({
      name: written,
      version: claims.version,
      origin: claims.origin,
      role: setting.role ?? 'requires',
      scope: setting.scope ?? (extras.length > 0 ? 'optional' : 'runtime'),
      groups: [...(setting.groups ?? []), ...extras],
      direct: setting.direct,
      location: place(offset),
      text: shown.trim(),
      ...(condition === undefined ? {} : { marker: condition }),
      integrity: [],
    })
  }
}

/** `extra == "gpu" or extra == 'all'` -> `extra:all`, `extra:gpu`. */
function extrasIn(marker: string): readonly string[] {
  const found = [...marker.slice(0, 2000).matchAll(/\bextra\s{0,9}==\s{0,9}["']([^"']{1,100})["']/g)]
  return [...new Set(found.map(([, name = '']) => `extra:${packageName('PyPI', name)}`))].sort()
}

function bothHold(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || b === undefined ? (a ?? b) : `(${a}) and (${b})`
}
