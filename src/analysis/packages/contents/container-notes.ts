import { STRAY_PREFIX } from '../../../formats/tar-header.ts'
import type { ContainerNote } from '../../models/containers/container-event.ts'
import type { PackageNote } from '../artefact-facts.ts'

/** Told of the list of names instead, with the rules of installers: see name-notes.ts. */
const OF_NAMES: ReadonlySet<string> = new Set([
  'zip-path',
  'zip-symlink',
  'zip-duplicate-name',
  'tar-path',
  'tar-link',
  'tar-link-outside',
  'tar-device',
])

/** A note about a container as one about the package; undefined where another note says it. */
export function packageNote({ kind, code, message }: ContainerNote, path: string): PackageNote | undefined {
  if (OF_NAMES.has(code) || (code === 'tar-header' && message === 'a second member of this name')) return undefined
  if (code === 'zip-encrypted') return { kind: 'encrypted', code: 'encrypted', path, message }
  if (code === '7z' && /encrypt|AES/i.test(message)) return { kind: 'encrypted', code: 'encrypted', path, message }
  if (code === 'tar-header' && message === STRAY_PREFIX)
    return { kind: 'disagreement', code: 'tar-prefix', path, message }
  return { kind, code, path, message }
}
