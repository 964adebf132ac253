import { string, type TreeEntry } from '../../formats/tree.ts'
import type { MentionRole, PackageMention, Scope } from '../../model/package-mention.ts'
import { excerpt, type Ledger } from './ledger.ts'
import { requirement, type Requirement } from './requirement.ts'

/** What an entry of a manifest is there for. */
export interface Purpose {
  readonly role: MentionRole
  readonly scope: Scope
  readonly direct: PackageMention['direct']
  readonly groups: readonly string[]
}

/** The purpose of an override, a resolution, a catalogue: it limits a version and adds no package. */
export function constraint(groups: readonly string[] = []): Purpose {
  return { role: 'constrains', scope: 'runtime', direct: 'unknown', groups }
}

/**
 * Takes down `"name": "requirement"`. `name` is what the key stands for and `written` what the value stands for, where the
 * file has a shorthand for either. Answers the key of the mention. A requirement that is not understood is kept without its
 * version and noted.
 */
export function addRequirement(
  ledger: Ledger,
  entry: TreeEntry,
  purpose: Purpose,
  name: string = entry.key,
  written: string | undefined = string(entry.value),
): string | undefined {
  if (written === undefined)
    ledger.note(`expected a requirement as text behind ${excerpt(entry.key)}`, entry.value.offset)
  const wanted = requirement(name, written ?? '')
  const understood = written !== undefined && wanted.understood
  if (written !== undefined && !understood) {
    ledger.note(
      `expected a version, range, tag or source of ${excerpt(name)}, found ${excerpt(written)}`,
      entry.value.offset,
    )
  }
  return ledger.add({
    ...purpose,
    name: wanted.name,
    version: understood ? wanted.version : { kind: 'unstated' },
    origin: wanted.origin,
    offset: versionOffset(entry, wanted),
    text: written === undefined ? `"${entry.key}"` : `"${entry.key}": "${string(entry.value) ?? written}"`,
  })
}

/** The version token within the value, behind any alias; else the name. */
function versionOffset(entry: TreeEntry, wanted: Requirement): number {
  const text = string(entry.value)
  if (text === undefined || text === '' || wanted.version.kind === 'unstated') return entry.keyOffset
  if (wanted.version.kind === 'any') return entry.value.offset
  const token = wanted.version.kind === 'exact' ? wanted.version.version : wanted.version.text
  return entry.value.offset + Math.max(0, text.lastIndexOf(token))
}
