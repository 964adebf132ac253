import { text } from '../../formats/text.ts'
import { yamlDocument } from '../../formats/yaml.ts'
import { yarnV1 } from '../../formats/yarn-v1.ts'
import type { Extractor } from '../extractor.ts'
import { Ledger } from './ledger.ts'
import { addBerryBlocks } from './yarn-berry.ts'
import { addClassicBlocks } from './yarn-classic.ts'

/** yarn.lock: one name, two languages. Yarn 2 and later write YAML with `__metadata`; yarn 1 writes its own. */
export const yarnLock: Extractor = {
  id: 'npm/yarn-lock',
  title: 'Packages locked by yarn, classic (1) and berry (2 and later)',
  files: ['**/yarn.lock'],
  async extract(file) {
    const berry = /^__metadata:/m.test(await file.read(text))
    const { root, lines } = await file.read(berry ? yamlDocument : yarnV1)
    const ledger = new Ledger(file.path, yarnLock.id, lines)
    if (berry) addBerryBlocks(ledger, root)
    else addClassicBlocks(ledger, root)
    return ledger.extraction()
  },
}
