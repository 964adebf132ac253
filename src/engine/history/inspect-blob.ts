import type { Limits } from '../../base/limits.ts'
import type { FamilyInspection } from '../../model/rule.ts'
import { scannedFile } from '../../scan/open.ts'
import type { OpenedFile } from '../../scan/source.ts'
import { messageStart } from '../../scan/sources/git-history/commits.ts'
import type { ObjectKind } from '../../scan/sources/git-history/object-index.ts'
import { diagnose } from '../diagnose.ts'
import { withoutValues } from '../without-values.ts'
import { type BlobInspector, type BlobOutcome, inspectedPath } from './blob-outcome.ts'

/** An object and what is known of it. */
export interface NamedObject {
  readonly id: string
  readonly kind: ObjectKind
  readonly path: string
}

/** Looks at one object: at all of a blob, at the message of a commit or a tag. What its content does wrong is a diagnostic; our bugs are thrown. */
export async function inspectBytes(
  object: NamedObject,
  bytes: Uint8Array,
  inspector: BlobInspector,
  limits: Limits,
): Promise<BlobOutcome> {
  const content = object.kind === 'blob' ? bytes : bytes.subarray(messageStart(bytes))
  if (content.length === 0) return NOTHING
  const opened = {
    size: content.length,
    links: LINKS,
    all: async () => content,
    slice: async (offset: number, length: number) => content.subarray(offset, Math.max(offset, offset + length)),
    close: async () => {},
  }
  return inspectOpened(object, opened, inspector, limits)
}

/** The same for an object that is read while it is looked at. Closes it. */
export async function inspectOpened(
  { id, kind, path }: NamedObject,
  opened: OpenedFile,
  inspector: BlobInspector,
  limits: Limits,
): Promise<BlobOutcome> {
  const shown = inspectedPath(kind, id, path)
  try {
    return withoutConcealed(shown, await inspector(scannedFile(shown, opened, limits)))
  } catch (error) {
    return { observations: [], diagnostics: [diagnose(error, shown, 'engine/history')] }
  } finally {
    await opened.close()
  }
}

/** What was seen, without any of the values in any of its texts; they end here. */
function withoutConcealed(path: string, { observations, diagnostics, concealed }: FamilyInspection): BlobOutcome {
  if (observations.length + diagnostics.length === 0) return NOTHING
  const seen = observations.map(({ ruleId, ...observation }) => ({ ruleId, observation }))
  const whole = { path, wanted: true, read: true, extractions: [], observations: seen, diagnostics }
  const told = withoutValues(whole, concealed)
  return {
    observations: told.observations.map(({ ruleId, observation }) => ({ ruleId, ...observation })),
    diagnostics: told.diagnostics,
  }
}

/** An object has one name and is no link. */
export const LINKS = { symbolic: false, names: 1 }

/** Of most objects. */
export const NOTHING: BlobOutcome = { observations: [], diagnostics: [] }

/** The first line of a pointer that Git LFS commits in place of content; a pointer has at most 1024 bytes (its specification, version 1). */
const POINTER = Buffer.from('version https://git-lfs.github.com/spec/v1\n')

/** Does the content lie elsewhere? */
export function isPointer(bytes: Uint8Array): boolean {
  return bytes.length <= 1024 && POINTER.equals(bytes.subarray(0, POINTER.length))
}
