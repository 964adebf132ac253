import { dockerfile as dockerfileFormat } from '../../formats/dockerfile.ts'
import { at as placeAt } from '../../model/location.ts'
import { InstallRecorder } from '../commands/install-recorder.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { contextFolder } from './build-context.ts'
import { readBuild } from './build-instructions.ts'

/** Dockerfiles and Containerfiles: what RUN, CMD and ENTRYPOINT install with pip, uv, conda, npm and the like. */
export const dockerfile: Extractor = {
  id: 'containers/dockerfile',
  title: 'Dockerfiles and Containerfiles: packages installed by RUN, CMD and ENTRYPOINT',
  files: [
    '**/Dockerfile',
    '**/Dockerfile.*',
    '**/*.Dockerfile',
    '**/*.dockerfile',
    '**/dockerfile',
    '**/Containerfile',
    '**/Containerfile.*',
    '**/*.Containerfile',
    '**/*.containerfile',
  ],
  extract: async (file) => {
    const recorder = new InstallRecorder('containers/dockerfile', await file.read(limitsInForce))
    const parsed = await file.read(dockerfileFormat)
    readBuild(parsed, {
      recorder,
      context: contextFolder(file.path, parsed.instructions),
      locate: (offset) => {
        const { line, column } = parsed.lines.position(offset)
        return placeAt(file.path, line, column)
      },
    })
    return recorder.finish()
  },
}
