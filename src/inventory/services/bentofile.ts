import { get, string, type TreeValue } from '../../formats/tree.ts'
import { readCondaValue, readFileValue, readRequirementValue } from '../commands/document-packages.ts'
import { type Pipeline, readCommandValue } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from './service-file.ts'

/** bentofile.yaml (BentoML, "Bento build options"): `python`, `conda` and the set-up script of `docker`. */
export const bentofile: Extractor = {
  id: 'services/bentofile',
  title: 'bentofile.yaml of BentoML: pip and conda packages and the files that list them',
  files: ['**/bentofile.yaml', '**/bentofile.yml', '**/bentofile*.yaml'],
  extract: (file) => readServiceFile(bentofile.id, file, ({ root, pipeline }) => readBuild(root, pipeline)),
}

function readBuild(root: TreeValue, pipeline: Pipeline): void {
  const around = serviceSurroundings()
  const [python, conda] = [get(root, 'python'), get(root, 'conda')]
  readRequirementValue(get(python, 'packages'), around, pipeline)
  readFileValue(get(python, 'requirements_txt'), 'python/requirements', around, pipeline)
  readCondaValue(get(conda, 'dependencies'), around, pipeline)
  readRequirementValue(get(conda, 'pip'), around, pipeline)
  readFileValue(get(conda, 'environment_yml'), 'conda/environment', around, pipeline)
  const script = get(get(root, 'docker'), 'setup_script')
  if (/\.(?:sh|bash)$/.test(string(script) ?? '')) readFileValue(script, 'commands/shell-script', around, pipeline)
  else readCommandValue(script, around, pipeline)
}
