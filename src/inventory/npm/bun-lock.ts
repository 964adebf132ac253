import { FormatError } from '../../base/errors.ts'
import { jsonc } from '../../formats/json.ts'
import { get, type TreeValue } from '../../formats/tree.ts'
import type { Extraction } from '../../model/package-mention.ts'
import type { Extractor } from '../extractor.ts'
import { addBunPackages } from './bun-packages.ts'
import { Ledger } from './ledger.ts'
import { addCatalogs, addNpmOverrides } from './overrides.ts'

const NEWEST_KNOWN = 2

/** bun.lock: JSON with comments and trailing commas, one line per package. The binary bun.lockb before it is only reported. */
export const bunLock: Extractor = {
  id: 'npm/bun-lock',
  title: 'Packages locked by bun (bun.lock)',
  files: ['**/bun.lock', '**/bun.lockb'],
  async extract(file) {
    if (file.path.endsWith('.lockb')) return binaryLock(file.path)
    const { root, lines } = await file.read(jsonc)
    if (root.kind !== 'object') {
      throw new FormatError('FORMAT_SHAPE', `expected an object, found ${root.kind}`, lines.position(root.offset))
    }
    const ledger = new Ledger(file.path, bunLock.id, lines)
    noteUnknownVersion(ledger, root)
    addBunPackages(ledger, root)
    addNpmOverrides(ledger, get(root, 'overrides'), new Map())
    addCatalogs(ledger, root)
    return ledger.extraction()
  },
}

/** The layout of bun.lockb is bun's memory, tied to its release; bun 1.2 and later writes text. */
function binaryLock(path: string): Extraction {
  const message = 'bun.lockb is binary and not read; write bun.lock with `bun install --save-text-lockfile`'
  const diagnostic = {
    code: 'FORMAT_VERSION',
    level: 'warning',
    message,
    location: { path },
    source: bunLock.id,
  } as const
  return { mentions: [], edges: [], includes: [], clues: [], diagnostics: [diagnostic] }
}

function noteUnknownVersion(ledger: Ledger, root: TreeValue): void {
  const version = get(root, 'lockfileVersion')
  if (version?.kind !== 'scalar' || Number(version.value) <= NEWEST_KNOWN) return
  const found = version.source.slice(0, 20)
  ledger.note(
    `lockfileVersion ${found} is newer than ${NEWEST_KNOWN}; read as ${NEWEST_KNOWN}`,
    version.offset,
    'FORMAT_VERSION',
  )
}
