import { lineIndex } from '../../formats/line-index.ts'
import { looseText } from '../../formats/loose-text.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { nestedSite } from './command-site.ts'
import { fileSite } from './file-site.ts'
import { InstallRecorder } from './install-recorder.ts'
import { readRecipes } from './make-recipes.ts'
import { readScript } from './script.ts'

/** Makefiles (GNU make, "Writing Recipes in Rules"): what their recipes install. */
export const makefile: Extractor = {
  id: 'commands/makefile',
  title: 'Makefiles: packages that recipes install',
  files: ['**/Makefile', '**/makefile', '**/GNUmakefile', '**/*.mk'],
  extract: async (file) => {
    const recorder = new InstallRecorder('commands/makefile', await file.read(limitsInForce))
    const text = await file.read(looseText)
    // What people and pipelines call to set a project up, test and build it.
    const whole = fileSite(file.path, lineIndex(text), recorder, 'development')
    for (const { target, script } of readRecipes(text)) {
      const site = target === '' ? whole : { ...whole, groups: [`target:${target}`] }
      readScript(script.text, nestedSite(site, script, site.variable))
    }
    return recorder.finish()
  },
}
