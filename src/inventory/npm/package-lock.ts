import { FormatError } from '../../base/errors.ts'
import { json } from '../../formats/json.ts'
import { get, type TreeValue } from '../../formats/tree.ts'
import type { Extractor } from '../extractor.ts'
import { folderOf } from '../file-mentions.ts'
import { Ledger } from './ledger.ts'
import { addPlaces } from './package-lock-places.ts'
import { addNested } from './package-lock-nested.ts'

const NEWEST_KNOWN = 3

/**
 * package-lock.json and npm-shrinkwrap.json of every npm: version 1 nests packages under `dependencies`, version 3 lists
 * places under `packages`, version 2 has both and `packages` tells more.
 */
export const packageLock: Extractor = {
  id: 'npm/package-lock',
  title:
    'Packages locked by npm (package-lock.json, npm-shrinkwrap.json), or installed by it (node_modules/.package-lock.json)',
  // The last is npm's own list of what stands in a node_modules folder (npm 7 and later).
  files: ['**/package-lock.json', '**/npm-shrinkwrap.json', '**/.package-lock.json'],
  installedBelow: (path) => (isInstalledList(path) ? [folderOf(path)] : []),
  async extract(file) {
    const { root, lines } = await file.read(json)
    if (root.kind !== 'object') {
      throw new FormatError('FORMAT_SHAPE', `expected an object, found ${root.kind}`, lines.position(root.offset))
    }
    const ledger = new Ledger(file.path, packageLock.id, lines)
    noteUnknownVersion(ledger, root)
    const packages = get(root, 'packages')
    if (packages?.kind === 'object') addPlaces(ledger, packages, !isInstalledList(file.path))
    else addNested(ledger, root)
    return ledger.extraction()
  },
}

function isInstalledList(path: string): boolean {
  return path.endsWith('.package-lock.json')
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
