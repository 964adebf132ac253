import { text as textFormat } from '../../formats/text.ts'
import { entries, get, items, string, type Tree, type TreeValue } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { isDevelopmentName } from '../python/development-name.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { type DependencyContext, readItem } from './environment.ts'

/**
 * anaconda-project.yml: `packages` (or `dependencies`) and `channels` of the project, and of each of its `env_specs`, which
 * add to them; `pip:` inside of a list as in environment files.
 */
export const anacondaProject: Extractor = {
  id: 'conda/anaconda-project',
  title: 'anaconda-project.yml: packages of the project and its environments',
  files: ['**/anaconda-project.yml', '**/anaconda-project.yaml'],
  extract: async (file) => {
    const recorder = new InstallRecorder('conda/anaconda-project', await file.read(limitsInForce))
    const text = await file.read(textFormat)
    if (text.trim() !== '') readProject(await file.read(yamlDocument), { path: file.path, text, recorder })
    return recorder.finish()
  },
}

type Source = Pick<DependencyContext, 'path' | 'text' | 'recorder'>

function readProject(tree: Tree, source: Source): void {
  const channels = channelsOf(tree.root)
  const shared = { ...source, tree, role: 'requires', direct: 'yes' } as const
  readLists(tree.root, { ...shared, channels, scope: 'runtime', groups: [] })
  for (const { key, value } of entries(get(tree.root, 'env_specs'))) {
    const isMain = key === 'default' || key === 'anaconda'
    readLists(value, {
      ...shared,
      channels: [...channelsOf(value), ...channels],
      scope: isMain ? 'runtime' : isDevelopmentName(key) ? 'development' : 'optional',
      groups: isMain ? [] : [`env:${key.slice(0, 200)}`],
    })
  }
}

function readLists(holder: TreeValue, context: DependencyContext): void {
  for (const list of ['packages', 'dependencies']) for (const item of items(get(holder, list))) readItem(item, context)
}

function channelsOf(holder: TreeValue): readonly string[] {
  return items(get(holder, 'channels')).flatMap((channel) => string(channel) ?? [])
}
