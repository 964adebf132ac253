import type { ByteSource } from '../../base/bytes.ts'
import { LimitError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { ModelObservation } from './observation.ts'

/**
 * Python inside an archive whose loader imports it: what it would do, when the archive is loaded. Throws LimitError for a source that is
 * larger than any module.
 */
export async function readPython(source: ByteSource, limits: Limits): Promise<readonly ModelObservation[]> {
  if (source.size > limits.fileBytes) throw new LimitError('LIMIT_SIZE', `a module of ${source.size} bytes`)
  // Loaded with the first module: most models bring none.
  const { readPythonModule } = await import('../../formats/python/python.ts')
  const { judgePythonModule } = await import('./code/judge-python-module.ts')
  const module = readPythonModule(await source.slice(0, source.size), limits)
  return judgePythonModule(module).map((observation) => ({ ...observation, when: 'on-load' }))
}
