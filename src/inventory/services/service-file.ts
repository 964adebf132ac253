import { text as textFormat } from '../../formats/text.ts'
import type { Tree } from '../../formats/tree.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import type { Format } from '../../base/bytes.ts'
import type { Extraction, Scope } from '../../model/package-mention.ts'
import type { ScannedFile } from '../../model/scanned-file.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Pipeline, StepSurroundings } from '../commands/pipeline-step.ts'
import { limitsInForce } from '../python/limits-in-force.ts'

/** The file of a service under reading: its tree, and where what it installs is written down. */
export interface ServiceFile extends Tree {
  readonly pipeline: Pipeline
}

/** Reads the file of a service, by default YAML; `read` writes down what it installs. Paths count from the folder of the file. */
export async function readServiceFile(
  id: `${string}/${string}`,
  file: ScannedFile,
  read: (service: ServiceFile) => void,
  format: Format<Tree> = yamlDocument,
): Promise<Extraction> {
  const recorder = new InstallRecorder(id, await file.read(limitsInForce))
  const { root, lines } = await file.read(format)
  const text = await file.read(textFormat)
  read({
    root,
    lines,
    pipeline: { path: file.path, text, lines, recorder, readings: new Map(), startsBeside: file.path },
  })
  return recorder.finish()
}

/** What is around packages that a service installs where the program runs. */
export function serviceSurroundings(groups: readonly string[] = [], scope: Scope = 'runtime'): StepSurroundings {
  return { groups, scope, directory: '.', environment: new Map() }
}
