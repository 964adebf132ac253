import { get, items } from '../../formats/tree.ts'
import { readFileValue, readRequirementValue } from '../commands/document-packages.ts'
import { readCommandValue } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from './service-file.ts'

/**
 * cog.yaml of Replicate (cog, docs/yaml.md): `build.python_packages`, `build.python_requirements`, and the commands of `build.run`
 * and of its older names, each a text or `{command, mounts}`.
 */
export const cog: Extractor = {
  id: 'services/cog',
  title: 'cog.yaml of Replicate: packages, requirement files and build commands',
  files: ['**/cog.yaml', '**/cog.yml'],
  extract: (file) =>
    readServiceFile(cog.id, file, ({ root, pipeline }) => {
      const build = get(root, 'build')
      const around = serviceSurroundings()
      readRequirementValue(get(build, 'python_packages'), around, pipeline)
      readFileValue(get(build, 'python_requirements'), 'python/requirements', around, pipeline)
      for (const key of ['run', 'pre_install', 'post_install'])
        for (const step of items(get(build, key)))
          readCommandValue(step.kind === 'object' ? get(step, 'command') : step, around, pipeline)
    }),
}
