import type { Origin, PackageMention, VersionClaim } from '../model/package-mention.ts'
import { type Purl, purlOf } from '../model/purl.ts'
import type { ComponentId } from '../model/component.ts'

/** The package URL of what a mention speaks of; without a version when none is fixed. */
export function mentionPurl(mention: PackageMention): Purl {
  const version = mention.version.kind === 'exact' ? mention.version.version : undefined
  return purlOf(mention.ecosystem, mention.name, version)
}

/**
 * The identity of the component a mention speaks of. Registry packages with a version are their package URL; two open
 * requirements with different ranges, and packages of the same name from other origins, are told apart behind a `#`.
 */
export function componentId(mention: PackageMention): ComponentId {
  const marks = [...versionMark(mention.version), ...originMark(mention.origin)]
  const purl = mentionPurl(mention)
  return marks.length === 0 ? purl : `${purl}#${marks.join('#')}`
}

function versionMark(version: VersionClaim): readonly string[] {
  if (version.kind === 'exact') return []
  return [version.kind === 'range' ? version.text.replace(/\s+/g, '') : version.kind]
}

function originMark(origin: Origin): readonly string[] {
  switch (origin.kind) {
    case 'registry':
      return []
    case 'git':
      return [`git:${origin.url}${origin.commit === undefined ? '' : `@${origin.commit}`}`]
    case 'url':
      return [`url:${origin.url}`]
    case 'local':
      return [`local:${origin.path}`]
  }
}
