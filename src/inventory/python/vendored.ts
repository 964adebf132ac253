import { requirements as requirementsFormat } from '../../formats/requirements.ts'
import type { Extractor } from '../extractor.ts'
import { folderOf } from '../file-mentions.ts'
import { ExtractionBuilder } from './extraction-builder.ts'
import { limitsInForce } from './limits-in-force.ts'
import { readRequirements } from './requirements.ts'

/**
 * Copies of packages inside of another, as pip keeps them: `_vendor/vendor.txt` lists what was copied (the `vendoring` tool).
 * They are code that runs and that no lock file and no upgrade of their own reaches, so each is a package of its own.
 */
export const vendored: Extractor = {
  id: 'python/vendored',
  title: 'Lists of vendored packages (vendor.txt, as pip keeps it)',
  files: ['**/_vendor/vendor.txt', '**/_vendored/vendor.txt', '**/vendored/vendor.txt', '**/vendor/vendor.txt'],
  extract: async (file) => {
    const builder = new ExtractionBuilder('python/vendored', await file.read(limitsInForce))
    const profile = { role: 'locks', scope: 'runtime', pinned: true, groups: ['vendored'] } as const
    readRequirements(file.path, await file.read(requirementsFormat), profile, builder)
    return builder.finish()
  },
  installedBelow: (path) => [folderOf(path)],
}
