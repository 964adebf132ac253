import { HARMLESS, modelCase } from '../../../test/support/model-cases.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'
import { torchZip } from '../../../test/support/torch-files.ts'
import { writeZip } from '../../../test/support/zip-writer.ts'

const MANIFEST = JSON.stringify({ model: { modelName: 'tiny', handler: 'handler.py', serializedFile: 'model.pt' } })
const HANDLER = 'from ts.torch_handler.base_handler import BaseHandler\n\nclass Handler(BaseHandler):\n    pass\n'

/** What `torch-model-archiver` packs. */
function archive(handler: string): Uint8Array {
  return writeZip([
    { name: 'MAR-INF/MANIFEST.json', data: MANIFEST },
    { name: 'handler.py', data: handler },
    { name: 'model.pt', data: torchZip() },
  ])
}

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  modelCase('fires on a handler that starts a program', 'fires', 'a.mar', () =>
    archive(`import os\nos.system("id")\n${HANDLER}`),
  ),
  modelCase('fires on a module of torch.package that does', 'fires', 'a.pt', () =>
    writeZip([
      { name: 'a/.data/extern_modules', data: 'torch\n' },
      { name: 'a/tiny/net.py', data: 'import subprocess\nsubprocess.run(["id"])\n' },
    ]),
  ),
  modelCase('is silent on a plain handler', 'silent', 'a.mar', () => archive(HANDLER)),
  modelCase('is silent on Python that nothing imports', 'silent', 'a.zip', () =>
    writeZip([{ name: 'tools/x.py', data: 'import os\nos.system("id")\n' }]),
  ),
  ...HARMLESS,
]
