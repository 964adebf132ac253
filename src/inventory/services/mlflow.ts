import { entries, get, string, type TreeValue } from '../../formats/tree.ts'
import { readFileValue, readRequirementValue } from '../commands/document-packages.ts'
import { type Pipeline, readCommandValue } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from './service-file.ts'

/**
 * MLflow: `MLproject` names the environment of a project and its commands ("MLflow Projects"), `python_env.yaml` is one, and
 * stands beside every logged model ("Managing Dependencies in MLflow Models").
 */
export const mlflow: Extractor = {
  id: 'services/mlflow',
  title: 'MLproject and python_env.yaml of MLflow: environments, build requirements and commands',
  files: ['**/MLproject', '**/python_env.yaml', '**/python_env.yml'],
  extract: (file) =>
    readServiceFile(mlflow.id, file, ({ root, pipeline }) =>
      file.path.endsWith('MLproject') ? readProject(root, pipeline) : readEnvironment(root, pipeline),
    ),
}

function readProject(root: TreeValue, pipeline: Pipeline): void {
  const around = serviceSurroundings()
  readFileValue(get(root, 'conda_env'), 'conda/environment', around, pipeline)
  readFileValue(get(root, 'python_env'), 'services/mlflow', around, pipeline)
  for (const { key, value } of entries(get(root, 'entry_points')))
    readCommandValue(get(value, 'command'), serviceSurroundings([`entry:${key.slice(0, 100)}`]), pipeline)
}

/** `build_dependencies` come first, then `dependencies`; both take options of pip such as `-r requirements.txt`. */
function readEnvironment(root: TreeValue, pipeline: Pipeline): void {
  // A conda environment under this name is conda's.
  if (string(get(root, 'name')) !== undefined && get(root, 'channels') !== undefined) return
  readRequirementValue(get(root, 'build_dependencies'), serviceSurroundings([], 'build'), pipeline)
  readRequirementValue(get(root, 'dependencies'), serviceSurroundings(), pipeline)
}
