import { FormatError } from '../../base/errors.ts'
import { entries, get, scalarText, type Tree } from '../../formats/tree.ts'
import { yaml } from '../../formats/yaml.ts'
import type { Extractor } from '../extractor.ts'
import { folderOf } from '../file-mentions.ts'
import { excerpt, Ledger } from './ledger.ts'
import { addCatalogs, addPnpmOverrides } from './overrides.ts'
import { addPnpmGraph } from './pnpm-graph.ts'

const OLDEST_KNOWN = 5
const NEWEST_KNOWN = 9

/**
 * pnpm-lock.yaml of lock file versions 5, 6 and 9. Since pnpm 11 the file may hold two documents: first the packages pnpm
 * itself needs (its own version, configuration dependencies), then those of the project.
 */
export const pnpmLock: Extractor = {
  id: 'npm/pnpm-lock',
  title: 'Packages locked by pnpm (pnpm-lock.yaml), or installed by it (node_modules/.pnpm/lock.yaml)',
  // The second is what pnpm wrote down of a node_modules folder: the part of the lock that it installed.
  files: ['**/pnpm-lock.yaml', '**/.pnpm/lock.yaml'],
  installedBelow: (path) => (path.endsWith('.pnpm/lock.yaml') ? [folderOf(folderOf(path))] : []),
  async extract(file) {
    const documents = await file.read(yaml)
    const [first] = documents
    if (first === undefined) throw new FormatError('FORMAT_SYNTAX', 'expected a YAML document, found none', { line: 1 })
    // All documents of a file share its lines.
    const ledger = new Ledger(file.path, pnpmLock.id, first.lines)
    for (const document of documents) addDocument(ledger, document)
    return ledger.extraction()
  },
}

function addDocument(ledger: Ledger, { root, lines }: Tree): void {
  if (root.kind === 'scalar' && root.value === null) return
  if (root.kind !== 'object') {
    throw new FormatError('FORMAT_SHAPE', `expected a mapping, found ${root.kind}`, lines.position(root.offset))
  }
  const major = majorVersion(ledger, get(root, 'lockfileVersion') ?? root)
  addPnpmGraph(ledger, root, major)
  addPnpmOverrides(ledger, get(root, 'overrides'), new Map())
  if (entries(get(root, 'catalogs')).length > 0) addCatalogs(ledger, root)
}

/** `5.4`, `'6.0'`, `'9.0'`, `5.4-inlineSpecifiers`: a number or a text, of which the first digits count. */
function majorVersion(ledger: Ledger, field: Tree['root']): number {
  const written = scalarText(field) ?? ''
  const major = Number.parseInt(written, 10)
  if (major >= OLDEST_KNOWN && major <= NEWEST_KNOWN) return major
  const readAs = major < OLDEST_KNOWN ? OLDEST_KNOWN : NEWEST_KNOWN
  const message = `expected lockfileVersion ${OLDEST_KNOWN} to ${NEWEST_KNOWN}, found ${excerpt(written)}; read as ${readAs}`
  ledger.note(message, field.offset, 'FORMAT_VERSION')
  return readAs
}
