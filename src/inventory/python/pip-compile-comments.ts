import type { Limits } from '../../base/limits.ts'
import { parseRequirement } from '../../formats/pep508.ts'
import { ROOT } from '../../model/package-mention.ts'
import { packageName } from '../../model/package-name.ts'
import type { ExtractionBuilder } from './extraction-builder.ts'
import { LockIndex } from './lock-index.ts'

/** Who asks for a package, as the comments of pip-compile and uv tell. */
export interface Parents {
  /** `-r requirements.in`, `app (pyproject.toml)`: the project's own files ask for it. */
  readonly fromProject: boolean
  /** Packages that need it, normalised. */
  readonly names: readonly string[]
  /** Were all words of the comment understood? */
  readonly complete: boolean
}

/**
 * Reads `via a, b`, and `via` with one parent a line under it (pip-tools' `split` and `line` styles, uv's alike).
 * `-c constraints.txt` and `--override …` limit a package but do not ask for it.
 */
export function parentsIn(comments: readonly string[], limits: Limits): Parents {
  const words: string[] = []
  let listing = false
  for (const comment of comments) {
    const text = comment.trim()
    const via = /^via(?:\s|$)/.test(text)
    if (via) words.push(...text.slice(3).split(','))
    else if (listing) words.push(text)
    listing = via ? text === 'via' : listing
  }
  return classify(
    words.map((word) => word.trim()).filter((word) => word !== ''),
    limits,
  )
}

/** The packages a file names, and whether it also installs local ones without naming them or says it left those out. */
export interface KnownNames {
  readonly names: ReadonlySet<string>
  readonly namelessProject: boolean
}

/**
 * A parent that the file does not name: the project itself when the file installs it without a name (`-e .`, as `uv export`
 * does) or leaves it out (`--no-emit-project`), otherwise a package that was left out, of which nothing is known.
 */
export function settled(parents: Parents, known: KnownNames): Parents {
  const names = parents.names.filter((name) => known.names.has(name))
  if (names.length === parents.names.length) return parents
  if (known.namelessProject) return { ...parents, names, fromProject: true }
  return { ...parents, names, complete: false }
}

/** Edges from the project and from parents to every mention. */
export function linkParents(
  named: readonly { readonly key: string; readonly name: string; readonly parents: Parents }[],
  builder: ExtractionBuilder,
): void {
  const index = new LockIndex(
    named.map(({ key, name }) => ({ key, name: packageName('PyPI', name) })),
    builder,
  )
  for (const { key, parents } of named) {
    if (parents.fromProject) builder.edge(ROOT, key)
    for (const name of parents.names) for (const parent of index.find({ name })) builder.edge(parent.key, key)
  }
}

function classify(words: readonly string[], limits: Limits): Parents {
  const names: string[] = []
  let fromProject = false
  let complete = true
  for (const word of words) {
    if (/^(?:-c|--constraints?|--override)\b/.test(word)) continue
    if (word.startsWith('-r ') || /\((?:pyproject\.toml|setup\.(?:py|cfg))\)$/.test(word)) fromProject = true
    else {
      const parent = parseRequirement(word, limits)
      if (parent.kind === 'requirement') names.push(packageName('PyPI', parent.requirement.name))
      else complete = false
    }
  }
  return { fromProject, names, complete }
}
