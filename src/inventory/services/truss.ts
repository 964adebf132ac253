import { get } from '../../formats/tree.ts'
import { readFileValue, readRequirementValue } from '../commands/document-packages.ts'
import { readCommandValue } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from './service-file.ts'

/**
 * config.yaml of a Truss (Baseten, "config.yaml reference"): `requirements`, `requirements_file`, `build_commands`. Many tools
 * have a file of that name: it is one of a Truss when it has a list or file of requirements and a key that only a Truss has.
 */
export const truss: Extractor = {
  id: 'services/truss',
  title: 'config.yaml of Truss (Baseten): requirements, requirement files and build commands',
  files: ['**/truss/config.yaml'],
  content: {
    files: ['**/config.yaml', '**/config.yml'],
    recognises: (head) =>
      /^(?:requirements|requirements_file|build_commands):/m.test(head) &&
      /^(?:model_class_filename|model_class_name|model_module_dir|model_metadata|external_package_dirs|base_image|bundled_packages_dir|resources|model_cache):/m.test(
        head,
      ),
  },
  extract: (file) =>
    readServiceFile(truss.id, file, ({ root, pipeline }) => {
      const around = serviceSurroundings()
      readRequirementValue(get(root, 'requirements'), around, pipeline)
      readFileValue(get(root, 'requirements_file'), 'python/requirements', around, pipeline)
      const commands = get(root, 'build_commands')
      for (const command of commands?.kind === 'array' ? commands.items : [])
        readCommandValue(command, around, pipeline)
    }),
}
