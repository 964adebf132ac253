import { FormatError } from '../../base/errors.ts'
import { entries, get, string, type TreeEntry, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Extractor } from '../extractor.ts'
import { Ledger } from './ledger.ts'
import { addRequirement, type Purpose } from './manifest-entry.ts'
import { addCatalogs, addPnpmOverrides } from './overrides.ts'
import { noteOutsideMembers } from './workspace-members.ts'

/**
 * pnpm-workspace.yaml: the versions that `catalog:` in the manifests stands for, overrides (since pnpm 10 they live here), and
 * configuration dependencies, which pnpm installs before anything else.
 */
export const pnpmWorkspace: Extractor = {
  id: 'npm/pnpm-workspace',
  title: 'Catalogues, overrides and configuration dependencies of pnpm-workspace.yaml',
  files: ['**/pnpm-workspace.yaml'],
  async extract(file) {
    const { root, lines } = await file.read(yamlDocument)
    if (root.kind === 'array') {
      throw new FormatError('FORMAT_SHAPE', 'expected a mapping, found an array', lines.position(root.offset))
    }
    const ledger = new Ledger(file.path, pnpmWorkspace.id, lines)
    addCatalogs(ledger, root)
    addPnpmOverrides(ledger, get(root, 'overrides'), new Map())
    for (const entry of entries(get(root, 'configDependencies'))) addConfigDependency(ledger, entry)
    noteOutsideMembers(ledger, file.path, get(root, 'packages'))
    return ledger.extraction()
  },
}

const CONFIGURATION: Purpose = {
  role: 'requires',
  scope: 'build',
  direct: 'yes',
  groups: ['group:configDependencies'],
}

/** `name: 1.0.0+sha512-…`, or since pnpm 10.12 `name: { integrity: 1.0.0+sha512-…, tarball: … }`; later the bare version. */
function addConfigDependency(ledger: Ledger, entry: TreeEntry): void {
  const value: TreeValue = entry.value.kind === 'object' ? (get(entry.value, 'integrity') ?? entry.value) : entry.value
  const version = string(value)?.split('+', 1)[0]
  ledger.rootEdge(addRequirement(ledger, { ...entry, value }, CONFIGURATION, entry.key, version))
}
