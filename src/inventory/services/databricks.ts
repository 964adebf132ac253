import { json } from '../../formats/json.ts'
import { entries, get, items, type TreeValue } from '../../formats/tree.ts'
import { readFileValue, readRequirementValue } from '../commands/document-packages.ts'
import type { Pipeline } from '../commands/pipeline-step.ts'
import type { Extractor } from '../extractor.ts'
import { readServiceFile, serviceSurroundings } from './service-file.ts'

/**
 * Databricks: bundles (`databricks.yml` and the resources it includes), job and cluster definitions in JSON. Libraries are
 * `{pypi: {package, repo}}` or `{requirements: path}`, serverless environments `{spec: {dependencies: […]}}` (REST API, "Library",
 * "JobEnvironment").
 */
export const databricks: Extractor = {
  id: 'services/databricks',
  title: 'Databricks bundles, jobs and clusters: libraries from PyPI and serverless environments',
  files: ['**/databricks.yml', '**/databricks.yaml'],
  content: {
    files: [
      '**/resources/**/*.{yml,yaml}',
      '**/*databricks*.{yml,yaml,json}',
      '**/*{job,jobs,cluster,clusters}*.{yml,yaml,json}',
    ],
    recognises: (head) => /["']?pypi["']?\s{0,20}:/.test(head) || /["']?environment_key["']?\s{0,20}:/.test(head),
  },
  extract: (file) =>
    readServiceFile(
      databricks.id,
      file,
      ({ root, pipeline }) => visit(root, pipeline, 0),
      ...(file.path.endsWith('.json') ? [json] : []),
    ),
}

/** Bundles nest libraries below `resources.jobs.NAME.tasks[]` and repeat them for targets. */
const DEEPEST = 20

function visit(value: TreeValue, pipeline: Pipeline, depth: number): void {
  if (depth > DEEPEST) return
  for (const item of items(value)) visit(item, pipeline, depth + 1)
  for (const { key, value: own } of entries(value)) {
    if (key === 'libraries') for (const library of items(own)) readLibrary(library, pipeline)
    else if (key === 'spec' && get(own, 'dependencies')?.kind === 'array')
      readRequirementValue(get(own, 'dependencies'), serviceSurroundings(), pipeline)
    else visit(own, pipeline, depth + 1)
  }
}

function readLibrary(library: TreeValue, pipeline: Pipeline): void {
  const around = serviceSurroundings()
  readRequirementValue(get(get(library, 'pypi'), 'package'), around, pipeline)
  readFileValue(get(library, 'requirements'), 'python/requirements', around, pipeline)
}
