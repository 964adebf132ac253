import { packageName } from '../model/package-name.ts'
import type { PackageMention, VersionClaim } from '../model/package-mention.ts'
import type { FileMentions } from './file-mentions.ts'

/**
 * Applies pip's `-c` files: a constraint pins or narrows what a requirement asks for and never adds a package
 * (pip user guide, "Constraints Files"). Files reached only through `-c` have their mentions turned into constraints.
 */
export function applyConstraints(files: readonly FileMentions[]): readonly FileMentions[] {
  const asked = includedPaths(files, 'requires')
  const constraining = includedPaths(files, 'constrains')
  const settled = files.map((file) =>
    constraining.has(file.path) && !asked.has(file.path) ? withRole(file, 'constrains') : file,
  )
  const byPath = new Map(settled.map((file) => [file.path, file]))
  return settled.map((file) => {
    const limits = constraintsFor(file, byPath)
    return limits.size === 0 ? file : narrowed(file, limits)
  })
}

function includedPaths(files: readonly FileMentions[], role: 'requires' | 'constrains'): ReadonlySet<string> {
  return new Set(
    files.flatMap((file) =>
      file.extraction.includes.filter((include) => include.role === role).map((include) => include.path),
    ),
  )
}

function withRole(file: FileMentions, role: PackageMention['role']): FileMentions {
  const mentions = file.extraction.mentions.map((mention) => ({ ...mention, role }))
  return { ...file, extraction: { ...file.extraction, mentions } }
}

/** The constraints in force in a file: those of every file it includes with `-c`, directly or through other constraint files. */
function constraintsFor(
  file: FileMentions,
  byPath: ReadonlyMap<string, FileMentions>,
): ReadonlyMap<string, readonly PackageMention[]> {
  const found = new Map<string, PackageMention[]>()
  const seen = new Set<string>()
  const queue = file.extraction.includes
    .filter((include) => include.role === 'constrains')
    .map((include) => include.path)
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path)) continue
    seen.add(path)
    const other = byPath.get(path)
    for (const mention of other?.extraction.mentions ?? []) {
      if (mention.role !== 'constrains') continue
      const key = packageName(mention.ecosystem, mention.name)
      const same = found.get(key)
      if (same === undefined) found.set(key, [mention])
      else same.push(mention)
    }
    queue.push(...(other?.extraction.includes.map((include) => include.path) ?? []))
  }
  return found
}

function narrowed(file: FileMentions, limits: ReadonlyMap<string, readonly PackageMention[]>): FileMentions {
  const mentions = file.extraction.mentions.map((mention) => {
    if (mention.role !== 'requires' && mention.role !== 'installs') return mention
    const version = (limits.get(mention.name) ?? []).reduce(
      (claim, limit) => narrow(claim, limit.version),
      mention.version,
    )
    return version === mention.version ? mention : { ...mention, version }
  })
  return { ...file, extraction: { ...file.extraction, mentions } }
}

/** What holds when both claims hold. Only claims in the same syntax can be joined; an exact one wins over any range. */
function narrow(asked: VersionClaim, limit: VersionClaim): VersionClaim {
  if (asked.kind === 'exact' || asked.kind === 'unstated') return asked
  if (limit.kind === 'exact' || asked.kind === 'any') return limit.kind === 'unstated' ? asked : limit
  if (limit.kind !== 'range' || asked.syntax !== 'pep440' || limit.syntax !== 'pep440') return asked
  return { kind: 'range', text: `${asked.text},${limit.text}`, syntax: 'pep440' }
}
