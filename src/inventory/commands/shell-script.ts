import { lineIndex } from '../../formats/line-index.ts'
import { text as textFormat } from '../../formats/text.ts'
import type { Extractor } from '../extractor.ts'
import { limitsInForce } from '../python/limits-in-force.ts'
import { fileSite } from './file-site.ts'
import { InstallRecorder } from './install-recorder.ts'
import { readScript } from './script.ts'

/** Shell scripts: set-up, start and build scripts install what no manifest names. */
export const shellScript: Extractor = {
  id: 'commands/shell-script',
  title: 'Shell scripts: packages installed with pip, uv, conda, npm and the like',
  // Binder runs `postBuild` and `start` whatever is in them.
  files: ['**/*.sh', '**/*.bash', '**/*.zsh', '**/postBuild'],
  content: {
    files: [
      '**/{start,run,setup,install,bootstrap,build,deploy,entrypoint,docker-entrypoint,activate,on-start,on-create}',
    ],
    recognises: (head) => /^#![^\n]{0,100}\b(?:ba|da|z|k)?sh\b/.test(head),
  },
  extract: async (file) => {
    const recorder = new InstallRecorder('commands/shell-script', await file.read(limitsInForce))
    const text = await file.read(textFormat)
    readScript(text, fileSite(file.path, lineIndex(text), recorder, 'runtime'))
    return recorder.finish()
  },
}
