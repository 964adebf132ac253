import type { Diagnostic } from '../../model/diagnostic.ts'
import type { RuledObservation } from '../../model/finding.ts'
import type { FamilyInspection } from '../../model/rule.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import type { ObjectKind } from '../../scan/sources/git-history/object-index.ts'

/** What was seen in one object. Redacted: it is kept and reported. */
export interface BlobOutcome {
  readonly observations: readonly RuledObservation[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Looks at the content of an object as at a file, as a family of rules does. What it gives must depend on content and path alone. The file's bytes
 * are its own only until its promise is kept.
 */
export type BlobInspector = (file: ScannedFile) => Promise<FamilyInspection>

/** The path under which an object is looked at: decides what kind of text it is taken for. */
export function inspectedPath(kind: ObjectKind, id: string, path: string): string {
  // The files in which Git has people write these messages.
  if (kind === 'commit') return '.git/COMMIT_EDITMSG'
  if (kind === 'tag') return '.git/TAG_EDITMSG'
  // No tree names it: where it would lie if it were not packed.
  return path === '' ? `.git/objects/${id.slice(0, 2)}/${id.slice(2)}` : path
}
