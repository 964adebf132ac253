import { lineIndex } from '../../formats/line-index.ts'
import { looseText } from '../../formats/loose-text.ts'
import { at } from '../../model/location.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { type CommandSite, nestedSite } from './command-site.ts'
import { fileBeside } from './file-beside.ts'
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
    const lines = lineIndex(text)
    const whole: CommandSite = {
      recorder,
      groups: [],
      // What people and pipelines call to set a project up, test and build it.
      scope: 'development',
      locate: (offset) => {
        const { line, column } = lines.position(offset)
        return at(file.path, line, column)
      },
      variable: (name) => (name === 'PWD' ? '.' : undefined),
      escape: '\\',
      findFile: fileBeside(file.path),
      depth: 0,
    }
    for (const { target, script } of readRecipes(text)) {
      const site = target === '' ? whole : { ...whole, groups: [`target:${target}`] }
      readScript(script.text, nestedSite(site, script, site.variable))
    }
    return recorder.finish()
  },
}
