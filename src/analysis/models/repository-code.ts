import type { FileRule } from '../../model/rule.ts'
import { reported } from './to-observation.ts'

/** Python that comes with a model does more than compute. */
export const repositoryCode: FileRule = {
  id: 'models/repository-code',
  title: 'Python that comes with a model does more than compute.',
  severity: 'high',
  why: 'A configuration of the model names this file, or it is imported from one that is named: a loader that is told to trust the model imports it, and some serving software has done so without being told. Starting programs, opening connections or reading secrets is nothing a model needs for that.',
  fix: 'Do not load the model with trust_remote_code. Ask the author what the code is for, or use an architecture that the library knows.',
  references: [
    'https://huggingface.co/docs/transformers/custom_models',
    'https://nvd.nist.gov/vuln/detail/CVE-2025-66448',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  // Everything else is named by a configuration; see the extractors of models.
  files: ['**/hubconf.py'],
  async *inspect(file) {
    // Loaded with the first file: a parser and an interpreter of Python, of which most scans have no need.
    const [{ pythonModule }, { judgePythonModule }] = await Promise.all([
      import('../../formats/python/python.ts'),
      import('./code/judge-python-module.ts'),
    ])
    yield* reported(file, judgePythonModule(await file.read(pythonModule)))
  },
}
